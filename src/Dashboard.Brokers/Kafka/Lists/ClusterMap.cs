using Confluent.Kafka;

namespace Dashboard.Brokers.Kafka.Lists;

/// <summary>Brokers, topics and partitions as one metadata answer told them. Topics by name, partitions by number.</summary>
internal sealed record ClusterMap(IReadOnlyList<BrokerMetadata> Brokers, IReadOnlyList<TopicMap> Topics)
{
    public static ClusterMap Of(Metadata metadata) => new(
        [.. metadata.Brokers.OrderBy(b => b.BrokerId)],
        [.. metadata.Topics.Where(t => t.Partitions.Count > 0).OrderBy(t => t.Topic, StringComparer.Ordinal).Select(TopicMap.Of)]);
}

/// <summary>One topic.</summary>
/// <param name="Name">Hostile text, though brokers allow few characters.</param>
/// <param name="Partitions">By number.</param>
internal sealed record TopicMap(string Name, IReadOnlyList<PartitionMap> Partitions)
{
    /// <summary>Made by the brokers for themselves.</summary>
    public bool IsInternal => Name is "__consumer_offsets" or "__transaction_state" or "__share_group_state";

    public static TopicMap Of(TopicMetadata topic) => new(topic.Topic, [.. topic.Partitions.OrderBy(p => p.PartitionId).Select(PartitionMap.Of)]);
}

/// <summary>One partition.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Leader">Broker id; -1 where it has none.</param>
/// <param name="Replicas">Broker ids, preferred leader first.</param>
/// <param name="InSync">Broker ids of the replicas that are in sync.</param>
internal sealed record PartitionMap(int Id, int Leader, IReadOnlyList<int> Replicas, IReadOnlyList<int> InSync)
{
    public bool HasLeader => Leader >= 0;

    public bool IsUnderReplicated => InSync.Count < Replicas.Count;

    public static PartitionMap Of(PartitionMetadata partition) => new(partition.PartitionId, partition.Leader, partition.Replicas, partition.InSyncReplicas);
}
