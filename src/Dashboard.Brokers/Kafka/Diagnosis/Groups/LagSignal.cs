using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Core.Diagnosis;

namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>Some partitions of a group are in a certain state: one finding for the group, that names the worst of them.</summary>
/// <param name="state">Which.</param>
/// <param name="definition">What it is called.</param>
/// <param name="words">After the name of the group; the partitions come worst first.</param>
/// <param name="next">The next safe step.</param>
internal sealed class LagSignal(
    LagState state,
    SignalDefinition definition,
    Func<GroupSummary, IReadOnlyList<PartitionVerdict>, int, string> words,
    Func<GroupSummary, PartitionVerdict, NextStep> next) : GroupSignal
{
    public LagState State => state;

    public override SignalDefinition Definition { get; } = definition with { Needs = [new SignalNeed(GroupsSection.Id, "lag")] };

    protected override void Judge(GroupView groups, SymptomSink symptoms)
    {
        for (var row = 0; row < groups.Groups.Count; row++)
        {
            var group = groups.Groups[row];
            var count = group.CountOf(state);

            // One partition that lags behind the others is told by its own signal.
            if (count == 0 || (state == LagState.Growing && group.Lone is not null))
                continue;
            var which = group.Troubled.Where(t => t.Verdict.State == state).ToList();
            if (which.Count == 0)
                continue;
            var moved = which.Min(w => w.MovedAtMs);
            symptoms.Report(
                Definition,
                groups.Table,
                row,
                (group.Lag ?? 0, count, which[0].Verdict.Lost, which[0].Committed),
                () => new SymptomText($"{group.Group.Id}: {words(group, which, count)}", next(group, which[0]), GroupSay.EvidenceOf(group, which)),
                IsStill(state) && moved > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(moved) : null);
        }
    }

    private static bool IsStill(LagState state) => state is LagState.NotMoving or LagState.Stalled or LagState.Stopped or LagState.EmptyWithLag;
}
