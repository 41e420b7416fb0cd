using Dashboard.Brokers.Kafka.Lists;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary><c>__consumer_offsets</c>: who leads one of its partitions coordinates the groups that are kept there.</summary>
internal static class OffsetsTopic
{
    public const string Name = "__consumer_offsets";

    /// <summary>The partition that a group is kept in; null where the topic is not shown.</summary>
    public static PartitionMap? PartitionOf(string group, ClusterMap? map)
        => map?.Topic(Name)?.Partitions is { Count: > 0 } partitions ? partitions[NumberOf(group, partitions.Count)] : null;

    /// <summary>Partitions without a leader: of the groups that are kept there nobody tells anything.</summary>
    public static IReadOnlyList<int> Leaderless(ClusterMap? map) => map?.Topic(Name) is { } topic ? [.. topic.Partitions.Where(p => !p.HasLeader).Select(p => p.Id)] : [];

    /// <summary>The number of the partition, as the brokers work it out: by the hash of Java's strings.</summary>
    public static int NumberOf(string group, int partitions)
    {
        var hash = 0;
        foreach (var unit in group)
            hash = unchecked((31 * hash) + unit);
        return (hash == int.MinValue ? 0 : Math.Abs(hash)) % partitions;
    }
}
