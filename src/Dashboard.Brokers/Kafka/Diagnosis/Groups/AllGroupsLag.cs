using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>All groups with members fall behind on a topic: more likely its brokers or its producers than each of them.</summary>
internal sealed class AllGroupsLag : GroupSignal
{
    public override SignalDefinition Definition { get; } = new(
        "topic-all-groups-lag", "all groups lag", Tone.Warning, "Every group with members that reads the topic, two at least, falls behind on it or stands still.")
    {
        Needs = [new SignalNeed(TopicsSection.Id), new SignalNeed(GroupsSection.Id, "lag")],
    };

    protected override void Judge(GroupView groups, SymptomSink symptoms)
    {
        var topics = groups.Input.Table(TopicsSection.Id)!;
        var readers = groups.Groups
            .Where(g => g.Group.Members.Count > 0)
            .SelectMany(g => g.Topics.Select(topic => (Topic: topic.Key, State: topic.Value, Group: g)))
            .GroupBy(one => one.Topic, StringComparer.Ordinal);
        foreach (var topic in readers)
        {
            var all = topic.ToList();
            if (all.Count < 2 || !all.TrueForAll(one => IsBehind(one.State)) || topics.RowOf(RowKey.Of(topic.Key)) is var row && row < 0)
                continue;
            symptoms.Report(Definition, topics, row, (all.Count, all.Sum(one => one.Group.Lag ?? 0), 0, 0), () => new SymptomText(
                $"{topic.Key}: all {all.Count:N0} groups that read it fall behind or stand still.",
                new NextStep("Look at the brokers that lead its partitions, and at who writes more than usual, before looking at each group.", new FindingTarget($"Partitions of {topic.Key}", TopicsSection.Id, RowKey.Of(topic.Key), "partitions")),
                [.. all.Take(6).Select(one => new Evidence(one.Group.Group.Id, $"{GroupWords.Of(one.State)}, {(one.Group.Lag is { } lag ? Figures.Count(lag) : Figures.Unknown)} behind"))]));
        }
    }

    private static bool IsBehind(LagState state) => state is LagState.Growing or LagState.NotMoving or LagState.Stalled or LagState.Stopped;
}
