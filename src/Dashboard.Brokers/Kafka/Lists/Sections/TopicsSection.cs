using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sections;

/// <summary>Topics, one row each, summed up over their partitions.</summary>
internal static class TopicsSection
{
    public const string Id = "topics";
    private const string NoSizes = "The client library cannot ask for the sizes of log directories (DescribeLogDirs).";

    public static readonly SectionDefinition Definition = new(
        Id,
        "Topics",
        "topic",
        [
            Col.Text("name", "Topic"),
            Col.Integer("partitions", "Partitions"),
            Col.Integer("messages", "Messages", "High minus low watermark, summed up; more than there are where the topic is compacted or has transactions.").History().Totalled(),
            Col.Rate("rate", "In", "Messages per second by the movement of the high watermarks over the last half minute.").History().Totalled(),
            Col.Integer("replicas", "Replicas", "Replication factor; the least of all partitions."),
            Col.Integer("under_replicated", "Under-replicated", "Partitions with fewer replicas in sync than they should have."),
            Col.Integer("offline", "Offline", "Partitions without a leader: nothing can be read or written there."),
            Col.Bytes("size", "Size", NoSizes).Hidden(),
            Col.Flag("internal", "Internal", "Made by the brokers for themselves.").Hidden(),
        ])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
        DestinationKind = "topic",
        DefaultSort = "name",
        EmptyText = "This cluster has no topic that the configured user may see.",
        Relations =
        [
            Col.Relation("partitions", "Partitions", PartitionsSection.Id, "Its partitions are not known yet.", ("name", "topic")),
            Col.Relation("groups", "Consumer groups", GroupOffsetsSection.Id, "No consumer group has committed an offset of it.", ("name", "topic")),
        ],
    };

    public static SectionTable Table(ClusterMap map, WatermarkBook marks, DateTimeOffset now)
    {
        var table = new SectionTableBuilder(Definition, map.Topics.Count).Unavailable("size", NoSizes);
        foreach (var topic in map.Topics)
        {
            var known = topic.Partitions.Select(p => marks.Of(topic.Name, p.Id)).ToList();
            table.Row(RowKey.Of(topic.Name))
                .Set("name", topic.Name)
                .Set("partitions", topic.Partitions.Count)
                .Set("messages", known.TrueForAll(m => m?.Count is not null) ? known.Sum(m => m!.Count) : null)
                .Set("rate", known.TrueForAll(m => m?.Rate is not null) ? known.Sum(m => m!.Rate) : null)
                .Set("replicas", topic.Partitions.Min(p => p.Replicas.Count))
                .Set("under_replicated", topic.Partitions.Count(p => p.IsUnderReplicated))
                .Set("offline", topic.Partitions.Count(p => !p.HasLeader))
                .Set("internal", topic.IsInternal);
        }

        return table.Build(now);
    }
}
