using Dashboard.Brokers.Kafka.Diagnosis;
using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sections;

/// <summary>Partitions of all topics.</summary>
internal static class PartitionsSection
{
    public const string Id = "partitions";

    public static readonly SectionDefinition Definition = new(
        Id,
        "Partitions",
        "partition",
        [
            Col.Text("topic", "Topic", "The topic that it is a part of.").LinksTo(TopicsSection.Id, "topic").Letters(30),
            Col.Text("partition", "Partition", "Its number, from 0.").Letters(5),
            KafkaSignals.VerdictOf(Id),
            Col.Text("leader", "Leader", "Broker id; none where nothing can be read or written.").LinksTo(BrokersSection.Id, "leader"),
            Col.Text("replicas", "Replicas", "Broker ids, preferred leader first."),
            Col.Text("isr", "In sync", "Broker ids of the replicas that are in sync."),
            Col.Integer("low", "Low", "First offset that can be read."),
            Col.Integer("high", "High", "Offset of the next message."),
            Col.Integer("last_stable", "Last stable", "Below this offset every transaction has ended; readers with read_committed come no further."),
            Col.Integer("messages", "Messages", "High minus low; more than there are where the topic is compacted or has transactions.").Totalled(),
            Col.Rate("rate", "In", "Messages per second by the movement of the high watermark over the last half minute.").History().Totalled(),
            Col.Timestamp("told_at", "Told", "When its leader last told the high watermark; older than the list where the leader is silent."),
            Col.Timestamp("open_since", "Transaction open since", "The last stable offset stands still below the high watermark since then, as far as was seen.").Hidden(),
            Col.Flag("under_replicated", "Under-replicated", "Fewer replicas are in sync than it has.").Hidden(),
        ])
    {
        KeyColumns = ["topic", "partition"],
        NameColumn = "partition",
        DefaultSort = "topic",
        EmptyText = "This cluster has no topic that the configured user may see.",
        Relations = [Col.Relation("groups", "Consumer groups", GroupOffsetsSection.Id, "No consumer group has committed an offset of it.", ("topic", "topic"), ("partition", "partition"))],
    };

    public static SectionTable Table(ClusterMap map, ClusterState state, DateTimeOffset now)
    {
        var table = new SectionTableBuilder(Definition, map.PartitionCount);
        foreach (var topic in map.Topics)
        {
            foreach (var partition in topic.Partitions)
            {
                var known = state.Watermarks.Of(topic.Name, partition.Id);
                var texts = partition.Texts;
                table.Row(RowKey.Of(topic.Name, texts.Id))
                    .Set("topic", topic.Name)
                    .Set("partition", texts.Id)
                    .Set("leader", texts.Leader)
                    .Set("replicas", texts.Replicas)
                    .Set("isr", texts.InSync)
                    .Set("low", known?.Low)
                    .Set("high", known?.High)
                    .Set("last_stable", known?.LastStable)
                    .Set("messages", known?.Count)
                    .Set("rate", known?.Rate)
                    .Set("told_at", known?.ToldAt)
                    .Set("open_since", known?.OpenSince)
                    .Set("under_replicated", partition.IsUnderReplicated);
            }
        }

        return table.Build(now);
    }
}
