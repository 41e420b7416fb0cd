using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>A group rebalances again and again.</summary>
internal sealed class RebalanceStorm : GroupSignal
{
    private const int FewestLooks = 8;

    public override SignalDefinition Definition { get; } = new(
        "group-rebalances", "rebalance storm", Tone.Warning, "In half of the last looks or more it was rebalancing, or had other members or another assignment than in the look before.")
    {
        Release = TimeSpan.FromSeconds(30),
        Needs = [new SignalNeed(GroupsSection.Id, "state")],
    };

    protected override void Judge(GroupView groups, SymptomSink symptoms)
    {
        for (var row = 0; row < groups.Groups.Count; row++)
        {
            var group = groups.Groups[row];
            var (unsettled, looks) = group.Rebalances;
            if (looks < FewestLooks || unsettled * 2 < looks)
                continue;
            symptoms.Report(Definition, groups.Table, row, (unsettled, looks, group.Group.Members.Count, 0), () => new SymptomText(
                $"{group.Group.Id}: rebalances again and again: unsettled in {unsettled} of the last {looks} looks. Nothing, or little, is read meanwhile.",
                new NextStep("See which members come and go: restarts, max.poll.interval.ms, session.timeout.ms.", GroupSay.ToMembers(group)),
                new Evidence("State", GroupWords.Of(group.Group.State)),
                new Evidence("Members", Figures.Count(group.Group.Members.Count)),
                new Evidence("Unsettled looks", $"{unsettled} of {looks}")));
        }
    }
}
