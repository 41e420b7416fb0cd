using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Operations;

namespace Dashboard.Web.Tests.Operations;

/// <summary>
/// Counts at the broker by the uids of messages, which the engine never sees, and compares with what the job claims. It knows nothing of how the
/// engine works. Throws <see cref="OracleException"/> with every contradiction.
/// </summary>
internal static class Oracle
{
    /// <param name="job">The job at its end.</param>
    /// <param name="outcomes">All outcomes of its report.</param>
    /// <param name="seeded">Uids that stood in the source when the job started.</param>
    /// <param name="source">The source now.</param>
    /// <param name="target">The target now; null where nothing is sent.</param>
    /// <param name="window">The confirm window: there are never more uncertain ones after one fault.</param>
    /// <param name="stolen">Messages that somebody else took.</param>
    /// <param name="faults">Faults that struck.</param>
    public static void Check(
        Job job,
        IReadOnlyList<MessageOutcome> outcomes,
        IReadOnlyCollection<string> seeded,
        FakeQueue source,
        FakeQueue target,
        int window,
        int stolen = 0,
        int faults = 1)
    {
        var wrong = new List<string>();
        var inSource = source.All.GroupBy(message => message.Uid).ToDictionary(group => group.Key, group => group.Count());
        var inTarget = target.All.GroupBy(message => message.Uid).ToDictionary(group => group.Key, group => group.Count());
        var uncertain = outcomes.Where(outcome => outcome.Kind == MessageOutcomeKind.Uncertain).ToList();
        var lost = seeded.Where(uid => !inSource.ContainsKey(uid) && !inTarget.ContainsKey(uid)).ToList();
        if (lost.Count > stolen)
            wrong.Add($"{lost.Count} messages are lost ({stolen} were taken by somebody else): {string.Join(", ", lost.Take(5))}");
        var copies = seeded.Sum(uid => inTarget.GetValueOrDefault(uid));
        var sentTwice = target.All.Concat(source.All).Where(message => seeded.Contains(message.Uid)).GroupBy(message => message.Uid).Where(group => group.Count() > 1);
        var named = uncertain.CountBy(outcome => outcome.Identity).ToDictionary();
        foreach (var (identity, count) in sentTwice.CountBy(group => group.First().ToEnvelope(source.Name, 0).Identity.ToString()))
        {
            if (count > named.GetValueOrDefault(identity))
                wrong.Add($"{count} messages {identity} are there more than once, and only {named.GetValueOrDefault(identity)} of them are named uncertain");
        }

        if (uncertain.Count > window * faults)
            wrong.Add($"{uncertain.Count} uncertain, more than {faults} windows of {window}");
        var total = job.Accounting;
        if (total.Selected != total.Delivered + total.Remaining + total.Quarantined + total.ExternallyRemoved + total.Uncertain || total.Remaining < 0)
            wrong.Add($"the figures do not add up: {total}");
        if (total.Selected != seeded.Count)
            wrong.Add($"{seeded.Count} messages stood there and {total.Selected} were selected");
        if (total.Delivered > copies)
            wrong.Add($"{total.Delivered} are said to be delivered and {copies} are at the target");
        if (total.Delivered + total.Uncertain < seeded.Count(inTarget.ContainsKey))
            wrong.Add($"{seeded.Count(inTarget.ContainsKey)} arrived and only {total.Delivered} delivered and {total.Uncertain} uncertain are told");
        var remaining = seeded.Count(uid => inSource.ContainsKey(uid) && !inTarget.ContainsKey(uid));
        if (Math.Abs(total.Remaining - remaining) > uncertain.Count)
            wrong.Add($"{remaining} remain in the source and {total.Remaining} are told");
        if (total.ExternallyRemoved != stolen)
            wrong.Add($"{stolen} were taken by somebody else and {total.ExternallyRemoved} are told");
        if (outcomes.Count(outcome => outcome.Kind == MessageOutcomeKind.Uncertain) != total.Uncertain)
            wrong.Add("not every uncertain message is listed");
        if (source.UnackedCount > 0)
            wrong.Add($"{source.UnackedCount} messages are held at the source after the end");
        if (wrong.Count > 0)
            throw new OracleException(string.Join("; ", wrong) + $" [{job.State}: {job.Reason}]");
    }
}

internal sealed class OracleException(string message) : Exception(message);
