using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Operations.Pump;

namespace Dashboard.Core.Operations.Jobs;

/// <summary>
/// Throws away the beginning of a log. With an archive every message is read and on the disk before anything goes, and no more goes than was read: a failure in
/// between leaves the log as it was.
/// </summary>
internal sealed class LogPurge(IBrokerConnection connection, ILogPurger purger, IArchiveStore archives, Func<JobAccounting, Task> report)
{
    private const int BatchMessages = 500;
    private const long BatchBytes = 8 * 1024 * 1024;

    /// <summary>Whether an intent is such a purge.</summary>
    public static bool IsOne(OperationIntent intent) => intent is { Kind: OperationKind.Purge, Selection: MessagesBefore, Changes.Count: 0 };

    public async Task<RunResult> RunAsync(Job job, CancellationToken cancellationToken)
    {
        var source = job.Intent.Source!;
        var ranges = await purger.PreviewAsync(source, ((MessagesBefore)job.Intent.Selection).Bound, cancellationToken);
        var selected = ranges.Sum(range => range.End - range.First);
        await report(JobAccounting.None with { Selected = selected });
        string? note = null;
        if (job.Intent.Options.ArchiveFirst)
        {
            var archived = await ArchiveAsync(job.Id, source, ranges, cancellationToken);
            note = archived.Sum(range => range.End - range.First) < selected ? "What belongs to open transactions was neither archived nor purged" : null;
            ranges = archived;
        }

        // From here on the broker decides: a cancelled request may have been carried out.
        var purged = await purger.PurgeAsync(source, ranges, CancellationToken.None);
        var gone = purged.IsAvailable ? (long)purged.Value : ranges.Sum(range => range.End - range.First);
        await report(JobAccounting.None with { Selected = gone, Delivered = gone });
        return new RunResult(JobState.Succeeded, note);
    }

    /// <summary>The ranges as far as their messages are on the disk.</summary>
    private async Task<IReadOnlyList<PartitionRange>> ArchiveAsync(string jobId, DestinationRef source, IReadOnlyList<PartitionRange> ranges, CancellationToken cancellationToken)
    {
        if (ranges.Count == 0)
            return ranges;
        var browser = connection.Find<IMessageBrowser>() ?? throw new BrokerException($"The connection {connection.Info.Name} cannot read messages: nothing was purged.");
        await using var writer = await archives.OpenWriterAsync(jobId, cancellationToken);
        using var read = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ends = ranges.ToDictionary(range => range.Partition, range => range.End);
        IReadOnlyList<PartitionScan> scans = [];
        var batch = new List<ArchivedMessage>();
        long sequence = 0;
        long bytes = 0;
        var request = new BrowseRequest
        {
            Destination = source,
            Count = int.MaxValue,
            Partition = ranges is [var only] ? only.Partition : null,
            ReadsToEnd = true,
            MaxBodyBytes = int.MaxValue,
            Keep = message =>
            {
                var place = LogPosition.Unpack(message.Position);
                if (place.Offset >= ends.GetValueOrDefault(place.Partition))
                    return false;
                batch.Add(new ArchivedMessage(++sequence, message));
                bytes += message.Body.Length;
                if (batch.Count >= BatchMessages || bytes >= BatchBytes)
                    Write();
                return false;
            },
            Scanned = told =>
            {
                scans = told;
                if (ends.All(end => told.FirstOrDefault(scan => scan.Partition == end.Key) is { } scan && scan.Next >= Math.Min(end.Value, scan.End)))
                    read.Cancel();
            },
        };
        try
        {
            scans = (await browser.BrowseAsync(request, read.Token)).Scans;
        }
        catch (OperationCanceledException) when (read.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // All bounds were reached.
        }

        Write();
        return
        [
            .. ranges.Select(range => range with { End = Math.Min(range.End, scans.FirstOrDefault(scan => scan.Partition == range.Partition)?.Next ?? range.First) })
                .Where(range => range.End > range.First),
        ];

        void Write()
        {
            writer.AppendAsync(batch, CancellationToken.None).GetAwaiter().GetResult();
            batch.Clear();
            bytes = 0;
        }
    }
}
