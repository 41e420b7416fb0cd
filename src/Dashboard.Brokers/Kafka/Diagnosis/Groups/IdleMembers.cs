using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>A group has more members than partitions.</summary>
internal sealed class IdleMembers : GroupSignal
{
    public override SignalDefinition Definition { get; } = new(
        "group-idle-members", "idle members", Tone.Info, "Members without a partition, while others have some: there are more members than partitions.")
    {
        HoldDown = TimeSpan.FromSeconds(30),
        Needs = [new SignalNeed(GroupsSection.Id, "members")],
    };

    protected override void Judge(GroupView groups, SymptomSink symptoms)
    {
        for (var row = 0; row < groups.Groups.Count; row++)
        {
            var group = groups.Groups[row];
            if (group.IdleMembers == 0)
                continue;
            symptoms.Report(Definition, groups.Table, row, (group.IdleMembers, group.Group.Members.Count, 0, 0), () => new SymptomText(
                $"{group.Group.Id}: {group.IdleMembers:N0} of {group.Group.Members.Count:N0} members have no partition.",
                new NextStep("Give the topic more partitions, or stop the idle members unless they stand by on purpose.", GroupSay.ToMembers(group)),
                new Evidence("Members", Figures.Count(group.Group.Members.Count)),
                new Evidence("Idle", Figures.Count(group.IdleMembers))));
        }
    }
}
