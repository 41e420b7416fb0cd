using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations.Planning;

/// <summary>What a purge of a log would throw away, partition by partition.</summary>
internal static class LogPurgePlan
{
    private const int MaxTold = 50;

    public static async Task AddAsync(PlanDraft draft, IBrokerConnection connection, PurgeBound bound, CancellationToken cancellationToken)
    {
        if (connection.Find<ILogPurger>() is not { } purger)
        {
            draft.Refuse("Nothing can be purged here up to a bound.");
            return;
        }

        var ranges = await purger.PreviewAsync(draft.Intent.Source!, bound, cancellationToken);
        draft.Messages = new Metric(
            ranges.Sum(range => range.End - range.First), MetricAccuracy.Approximate, "Offsets; there are fewer messages where the log is compacted or has transactions.");
        foreach (var range in ranges.Take(MaxTold))
            draft.Add(Tone.Neutral, $"Partition {range.Partition}: offsets {range.First:N0} to {range.End - 1:N0}, {range.End - range.First:N0} in all.");
        if (ranges.Count > MaxTold)
            draft.Add(Tone.Neutral, $"And {ranges.Count - MaxTold:N0} further partitions.");
        if (ranges.Count == 0)
            draft.Refuse("Nothing stands before this bound.");
        draft.Add(Tone.Warning, "Consumers that have not read these messages never will: their groups go on at the first offset that is left.");
        if (draft.Intent.Options.ArchiveFirst)
            draft.Add(Tone.Info, "Every message is written to an archive before anything is removed: it can be restored, at new offsets.");
        else
            draft.Add(Tone.Bad, "This cannot be undone: without an archive the messages are gone.");
    }
}
