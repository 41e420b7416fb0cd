using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Operations.Pump;

namespace Dashboard.Core.Operations.Jobs;

/// <summary>
/// Writes a part of a log to the archive of a job, in rising order of places, and goes on behind the last message that is there: after a fault and after a kill alike.
/// </summary>
/// <param name="archives">Keeps the file.</param>
/// <param name="jobId">Names it.</param>
/// <param name="disk">Looks at our own disk before each batch.</param>
/// <param name="rateLimit">Messages per second.</param>
/// <param name="progress">Told after each batch.</param>
internal sealed class LogArchive(IArchiveStore archives, string jobId, DiskGuard disk, RateLimit rateLimit, Func<Task> progress)
{
    private const int BatchMessages = 500;
    private const long BatchBytes = 8 * 1024 * 1024;

    /// <summary>Messages that are on the disk.</summary>
    public long Messages { get; private set; }

    /// <summary>Writes what is not there yet.</summary>
    /// <returns>Null when every message of these places is on the disk; else why it ended, and the archive ends between two messages.</returns>
    /// <exception cref="BrokerException">The log was lost.</exception>
    public async Task<RunResult?> FillAsync(IMessageTransfer transfer, DestinationRef source, LogExtent extent, CancellationToken cancellationToken)
    {
        try
        {
            await using (var writer = await archives.OpenWriterAsync(jobId, cancellationToken))
            {
                var rest = extent.After(await FindEndAsync(cancellationToken));
                if (await AppendAsync(writer, transfer, source, rest, cancellationToken) is { } ended)
                    return ended;
            }

            return await FindLossAsync(Messages, cancellationToken);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return new RunResult(
                JobState.Failed, $"The archive cannot be written, so nothing was purged: {failed.Message}", "See to the disk of the data folder, then resume: it goes on behind the last message that is in the archive.");
        }
    }

    /// <summary>
    /// Nothing is removed on the strength of a figure: a file that somebody has cut or deleted meanwhile is no archive. Null where it holds as many as were written.
    /// </summary>
    public async Task<RunResult?> FindLossAsync(long written, CancellationToken cancellationToken)
    {
        var held = await archives.CountAsync(jobId, cancellationToken) ?? 0;
        return held == written
            ? null
            : new RunResult(
                JobState.Failed, $"The archive holds {held:N0} of the {OperationWords.Messages(written)} that were written to it: the broker was told to remove nothing", "See to the data folder, then plan a new purge.");
    }

    /// <summary>How many of its messages stand before an offset, by partition.</summary>
    public async Task<long> CountBeforeAsync(IReadOnlyDictionary<int, long> offsets, CancellationToken cancellationToken)
    {
        long before = 0;
        await foreach (var line in archives.ReadAsync(jobId, 0, cancellationToken))
        {
            var place = LogPosition.Unpack(line.Message.Position);
            if (place.Offset < offsets.GetValueOrDefault(place.Partition))
                before++;
        }

        return before;
    }

    private async Task<long?> FindEndAsync(CancellationToken cancellationToken)
    {
        Messages = 0;
        long? last = null;
        await foreach (var line in archives.ReadAsync(jobId, 0, cancellationToken))
        {
            Messages++;
            last = line.Message.Position;
        }

        return last;
    }

    private async Task<RunResult?> AppendAsync(IArchiveWriter writer, IMessageTransfer transfer, DestinationRef source, LogExtent rest, CancellationToken cancellationToken)
    {
        var batch = new List<ArchivedMessage>();
        long bytes = 0;
        var request = new TransferRequest(source, long.MaxValue, 0, RemovesMessages: false) { Ranges = rest.Ranges };
        await using var session = await transfer.OpenAsync(request, cancellationToken);
        await foreach (var delivery in session.ReadAsync(cancellationToken))
        {
            await rateLimit.WaitAsync(cancellationToken);
            batch.Add(new ArchivedMessage(Messages + batch.Count + 1, delivery.Message));
            bytes += delivery.Message.Body.Length;
            if (batch.Count < BatchMessages && bytes < BatchBytes)
                continue;
            if (await WriteAsync(writer, batch) is { } low)
                return low;
            bytes = 0;
        }

        // Also without a message: what an earlier run wrote may not have reached the disk.
        return await WriteAsync(writer, batch);
    }

    private async Task<RunResult?> WriteAsync(IArchiveWriter writer, List<ArchivedMessage> batch)
    {
        if (batch.Count > 0 && disk.IsLow(out var low))
            return new RunResult(JobState.Paused, $"Stopped before anything was purged: {low}", "Free space on the disk of the data folder, then resume.");
        await writer.AppendAsync(batch, CancellationToken.None);
        Messages += batch.Count;
        batch.Clear();
        await progress();
        return null;
    }
}
