using Dashboard.Core.Editing;

namespace Dashboard.Brokers.Kafka.Editing;

/// <summary>Settings of topics that have a field of their own. The words say what the setting does; the brokers have the last word on values.</summary>
internal static class TopicSettings
{
    private const string Cleanup = "Cleanup";
    private const string Writing = "Writing";
    private const string Segments = "Segments";
    private const long Century = 3_155_760_000_000;

    public static readonly FormField Others = new("others", "Other settings", FieldType.Table)
    {
        Help = "Settings by the broker's own names, sent as they stand here.",
        Group = "Other settings",
    };

    public static readonly IReadOnlyList<FormField> All =
    [
        Choice("cleanup.policy", "Cleanup policy", "delete removes messages by age and size; compact keeps the latest message of each key.", Cleanup, "delete", "compact", "compact,delete"),
        Duration("retention.ms", "Retention", "Messages older than this are deleted. -1 keeps them for ever.", Cleanup, -1),
        Bytes("retention.bytes", "Retention size", "The oldest messages of a partition are deleted beyond this size. -1 is no limit.", Cleanup, -1),
        Duration("delete.retention.ms", "Tombstones stay", "With compaction, messages without a value stay at least so long, so that every reader sees them.", Cleanup, 0),
        Duration("min.compaction.lag.ms", "Compact after", "A message younger than this is not compacted away.", Cleanup, 0),
        Duration("max.compaction.lag.ms", "Compact before", "A message older than this is looked at by compaction in any case.", Cleanup, 1),
        Number("min.insync.replicas", "Minimum in sync", "Writes with acks=all are refused when fewer replicas are in sync.", Writing, 1, 1000),
        Bytes("max.message.bytes", "Largest batch", "Larger batches of messages are refused.", Writing, 0),
        Choice("compression.type", "Compression", "producer keeps what the producer chose; any other is applied by the broker.", Writing, "producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"),
        Choice("message.timestamp.type", "Timestamps", "CreateTime is the producer's; LogAppendTime is the broker's at the time of writing.", Writing, "CreateTime", "LogAppendTime"),
        new FormField("unclean.leader.election.enable", "Unclean leader election", FieldType.Flag)
        {
            Help = "A replica that is not in sync may become leader when no other is left: the topic stays available and loses messages.",
            Group = Writing,
        },
        Duration("segment.ms", "New segment after", "A segment is closed after this time; only closed ones are deleted or compacted.", Segments, 1),
        Bytes("segment.bytes", "Segment size", "A segment is closed at this size.", Segments, 14),
    ];

    private static readonly Dictionary<string, FormField> ByName = All.ToDictionary(f => f.Id, StringComparer.Ordinal);

    /// <summary>Brokers' names of the same settings, and what is often asked about brokers.</summary>
    private static readonly Dictionary<string, FormField> ByBrokerName = new(StringComparer.Ordinal)
    {
        ["log.cleanup.policy"] = ByName["cleanup.policy"],
        ["log.retention.ms"] = ByName["retention.ms"],
        ["log.retention.bytes"] = ByName["retention.bytes"],
        ["log.segment.bytes"] = ByName["segment.bytes"],
        ["message.max.bytes"] = ByName["max.message.bytes"],
        ["log.message.timestamp.type"] = ByName["message.timestamp.type"],
        ["num.partitions"] = Plain("num.partitions", "Partitions of a topic that is made without a number."),
        ["default.replication.factor"] = Plain("default.replication.factor", "Replicas of a topic that is made without a number."),
        ["auto.create.topics.enable"] = Plain("auto.create.topics.enable", "Topics are made when somebody writes to or reads from a name that does not exist."),
        ["delete.topic.enable"] = Plain("delete.topic.enable", "Topics can be deleted."),
        ["offsets.retention.minutes"] = Plain("offsets.retention.minutes", "Committed offsets of an empty group are kept so long."),
        ["transaction.max.timeout.ms"] = Plain("transaction.max.timeout.ms", "The longest time that a producer may ask for a transaction."),
    };

    /// <summary>The field of a topic's setting; null where it has none.</summary>
    public static FormField? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>What is known of a broker's setting; null for nothing.</summary>
    public static FormField? OfBroker(string name) => ByBrokerName.GetValueOrDefault(name);

    private static FormField Plain(string id, string help) => new(id, id, FieldType.Text) { Help = help };

    private static FormField Choice(string id, string title, string help, string group, params string[] values)
        => new(id, title, FieldType.Choice) { Help = help, Group = group, Choices = [.. values.Select(v => new FieldChoice(v, v))] };

    private static FormField Duration(string id, string title, string help, string group, long min) => new(id, title, FieldType.Duration) { Help = help, Group = group, Min = min, Max = Century };

    private static FormField Bytes(string id, string title, string help, string group, long min) => new(id, title, FieldType.Bytes) { Help = help, Group = group, Min = min };

    private static FormField Number(string id, string title, string help, string group, long min, long max)
        => new(id, title, FieldType.Integer) { Help = help, Group = group, Min = min, Max = max };
}
