using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>A group keeps up with a topic but for one partition.</summary>
internal sealed class OnePartitionLags : GroupSignal
{
    public override SignalDefinition Definition { get; } = new(
        "group-one-partition", "one partition lags", Tone.Warning, "The lag of one partition grows while the group keeps up with the others of the topic: a key that has most of the messages, or messages that take long.")
    {
        Needs = [new SignalNeed(GroupsSection.Id, "lag")],
    };

    protected override void Judge(GroupView groups, SymptomSink symptoms)
    {
        for (var row = 0; row < groups.Groups.Count; row++)
        {
            if (groups.Groups[row] is not { Lone: { } lone } group)
                continue;
            symptoms.Report(Definition, groups.Table, row, (lone.Verdict.Lag, lone.Partition, 0, 0), () => new SymptomText(
                $"{group.Group.Id}: partition {lone.Partition} of {lone.Topic} lags by {GroupSay.Messages(lone.Verdict.Lag)} and grows ({GroupSay.Rate(lone.Verdict.InPerSecond)} written, {GroupSay.Rate(lone.Verdict.OutPerSecond)} read); it keeps up with the others.",
                new NextStep("See whether one key has most of its messages, or whether its messages take longer.", GroupSay.ToPartition(lone)),
                GroupSay.EvidenceOf(group, [lone])));
        }
    }
}
