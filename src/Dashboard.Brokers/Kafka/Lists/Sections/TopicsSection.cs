using Dashboard.Brokers.Kafka.Diagnosis;
using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Brokers.Kafka.Lists.Configs;
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
            Col.Text("name", "Topic", "Its name; nobody can change it."),
            KafkaSignals.VerdictOf(Id),
            Col.Integer("partitions", "Partitions", "How many parts its messages are spread over."),
            Col.Integer("messages", "Messages", "High minus low watermark, summed up: at most so many where the column Count says so.").History().Totalled(),
            Col.Text("count", "Count", "at most: fewer messages than offsets, because compaction takes some away and transactions need some. exact: as far as was seen."),
            Col.Rate("rate", "In", "Messages per second by the movement of the high watermarks over the last half minute.").History().Totalled(),
            Col.Duration("retention", "Retention", "Messages are deleted after this time (retention.ms); nothing where they are kept for ever or compacted only."),
            Col.Bytes("retention_bytes", "Retention size", "A partition's oldest messages are deleted beyond this size (retention.bytes); nothing without a limit.").Hidden(),
            Col.Text("cleanup", "Cleanup", "delete: by age and size. compact: all but the latest message of each key."),
            Col.Integer("replicas", "Replicas", "Replication factor; the least of all partitions."),
            Col.Integer("min_isr", "Min in sync", "Replicas that have to be in sync for writes with acks=all (min.insync.replicas)."),
            Col.Integer("under_replicated", "Under-replicated", "Partitions with fewer replicas in sync than they should have."),
            Col.Integer("below_min_isr", "Below minimum", "Partitions with fewer replicas in sync than writes with acks=all need.").Hidden(),
            Col.Integer("offline", "Offline", "Partitions without a leader: nothing can be read or written there."),
            Col.Integer("open_transactions", "Open transactions", "Partitions whose last stable offset stands below the high watermark.").Hidden(),
            Col.Flag("unclean", "Unclean election", "A replica that is not in sync may become leader: messages can be lost (unclean.leader.election.enable).").Hidden(),
            Col.Bytes("size", "Size", NoSizes).Hidden(),
            Col.Flag("internal", "Internal", "Made by the brokers for themselves.").Hidden(),
        ])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
        DestinationKind = "topic",
        DefaultSort = "name",
        DefaultFilter = "internal = no",
        EmptyText = "This cluster has no topic that the configured user may see.",
        Relations =
        [
            Col.Relation("partitions", "Partitions", PartitionsSection.Id, "Its partitions are not known yet.", ("name", "topic")) with
            {
                Strip = new StripDefinition("messages", Core.Diagnosis.VerdictColumn.Id),
            },
            Col.Relation("groups", "Group offsets", GroupOffsetsSection.Id, "No consumer group has committed an offset of it.", ("name", "topic")),
            Col.Relation("configs", "Set on the topic", ConfigsSection.Id, "It has no settings of its own: those of its brokers are in force.", ("name", "resource")) with
            {
                Where = [new FixedMatch("of", ConfigsSection.OfTopic)],
            },
        ],
    };

    public static SectionTable Table(ClusterMap map, ClusterState state, DateTimeOffset now)
    {
        var configs = state.TopicConfigs;
        var table = new SectionTableBuilder(Definition, map.Topics.Count).Unavailable("size", NoSizes);
        if (configs.IsEmpty && state.ConfigsRefused is { } refused)
        {
            foreach (var column in new[] { "retention", "retention_bytes", "cleanup", "min_isr", "below_min_isr", "unclean" })
                table.Unavailable(column, refused);
        }

        foreach (var topic in map.Topics)
        {
            var sums = TopicSums.Of(topic, state.Watermarks);
            var config = configs.GetValueOrDefault(topic.Name);
            var minimum = config?.Integer("min.insync.replicas");
            table.Row(RowKey.Of(topic.Name))
                .Set("name", topic.Name)
                .Set("partitions", topic.Partitions.Count)
                .Set("messages", sums.Messages)
                .Set("count", CountOf(topic, config, sums))
                .Set("rate", sums.Rate)
                .Set("retention", RetentionOf(config))
                .Set("retention_bytes", config?.Integer("retention.bytes") is { } bytes and >= 0 ? bytes : null)
                .Set("cleanup", config?.Text("cleanup.policy"))
                .Set("replicas", sums.Replicas)
                .Set("min_isr", minimum)
                .Set("under_replicated", sums.UnderReplicated)
                .Set("below_min_isr", minimum is { } least ? topic.Partitions.Count(p => p.HasLeader && p.InSync.Length < least) : null)
                .Set("offline", sums.Offline)
                .Set("open_transactions", sums.Open)
                .Set("unclean", config?.Text("unclean.leader.election.enable") is { } unclean ? unclean == "true" : null)
                .Set("internal", topic.IsInternal);
        }

        return table.Build(now);
    }

    private static double? RetentionOf(ResourceConfig? config)
        => config?.Integer("retention.ms") is { } ms and >= 0 && config.Text("cleanup.policy")?.Contains("delete", StringComparison.Ordinal) != false ? ms / 1000.0 : null;

    private static string? CountOf(TopicMap topic, ResourceConfig? config, TopicSums sums)
        => topic.IsInternal || config?.IsCompacted == true || sums.Open > 0 ? "at most" : config is null ? null : "exact";
}
