using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Pump;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations.Planning;

/// <summary>What a purge of a log would throw away, partition by partition.</summary>
internal static class LogPurgePlan
{
    private const int MaxTold = 50;

    public static async Task AddAsync(PlanDraft draft, IBrokerConnection connection, PurgeBound bound, TimeProvider time, CancellationToken cancellationToken)
    {
        if (connection.Find<ILogPurger>() is not { } purger || connection.Find<IMessageTransfer>() is not { } transfer)
        {
            draft.Refuse("Nothing can be purged here up to a bound.");
            return;
        }

        // It would be everything, which is asked for by naming no time, and is rather a slip of the pen.
        if (bound.Before is { } before && before > time.GetUtcNow())
        {
            draft.Refuse("This time lies ahead. To purge up to the end as it is when the job starts, name no time.");
            return;
        }

        var source = draft.Intent.Source!;
        var wanted = new LogExtent((await purger.PreviewAsync(source, bound, cancellationToken)).Select(range => LogRange.Of(range.Partition, range.First, range.End)));
        var extent = draft.Intent.Options.ArchiveFirst && wanted.Count > 0 ? await ReadableAsync(transfer, source, wanted, cancellationToken) : wanted;
        draft.Messages = new Metric(extent.Count, MetricAccuracy.Approximate, "Offsets; there are fewer messages where the log is compacted or has transactions.");
        foreach (var range in extent.Ranges.Take(MaxTold))
            draft.Add(Tone.Neutral, $"Partition {range.Partition}: offsets {LogPosition.Unpack(range.From).Offset:N0} to {LogPosition.Unpack(range.End - 1).Offset:N0}, {range.Count:N0} in all.");
        if (extent.Ranges.Count > MaxTold)
            draft.Add(Tone.Neutral, $"And {extent.Ranges.Count - MaxTold:N0} further partitions.");
        if (wanted.Count > extent.Count)
            draft.Add(Tone.Warning, $"A transaction is open: {OperationWords.Offsets(wanted.Count - extent.Count)} from it on cannot be archived, and are left.");
        if (extent.Count == 0)
            draft.Refuse(wanted.Count == 0 ? "Nothing stands before this bound." : "All that stands before this bound is behind an open transaction and cannot be archived.");
        draft.Add(Tone.Warning, "Consumers that have not read these messages never will: their groups go on at the first offset that is left.");
        if (draft.Intent.Options.ArchiveFirst)
            draft.Add(Tone.Info, "Every message is written to an archive before anything is removed: it can be restored, at new offsets.");
        else
            draft.Add(Tone.Bad, "This cannot be undone: without an archive the messages are gone.");
    }

    /// <summary>As far as it can be read: up to the first open transaction of each partition.</summary>
    private static async Task<LogExtent> ReadableAsync(IMessageTransfer transfer, DestinationRef source, LogExtent wanted, CancellationToken cancellationToken)
    {
        var bounds = new LogBounds { Partitions = [.. wanted.Ranges.Select(range => range.Partition).Distinct()] };
        return wanted.And(new LogExtent(await transfer.MeasureAsync(source, bounds, cancellationToken) ?? []));
    }
}
