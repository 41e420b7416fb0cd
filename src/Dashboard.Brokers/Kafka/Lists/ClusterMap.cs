using Confluent.Kafka;

namespace Dashboard.Brokers.Kafka.Lists;

/// <summary>Brokers, topics and partitions as one metadata answer told them. Topics by name, partitions by number.</summary>
internal sealed class ClusterMap
{
    private readonly Lazy<IReadOnlyList<LeaderPartitions>> _leaders;
    private readonly Lazy<Dictionary<string, TopicMap>> _byName;

    private ClusterMap(IReadOnlyList<BrokerMetadata> brokers, IReadOnlyList<TopicMap> topics)
    {
        Brokers = brokers;
        Topics = topics;
        PartitionCount = topics.Sum(t => t.Partitions.Count);
        _leaders = new(() => LeaderPartitions.Of(topics));
        _byName = new(() => topics.ToDictionary(t => t.Name, StringComparer.Ordinal));
    }

    public IReadOnlyList<BrokerMetadata> Brokers { get; }

    public IReadOnlyList<TopicMap> Topics { get; }

    public int PartitionCount { get; }

    /// <summary>The partitions by the broker that leads them; those without a leader are not among them.</summary>
    public IReadOnlyList<LeaderPartitions> Leaders => _leaders.Value;

    public TopicMap? Topic(string name) => _byName.Value.GetValueOrDefault(name);

    /// <summary>The map, and as much of the earlier one as is still true: on a quiet cluster that is the earlier one itself.</summary>
    public static ClusterMap Of(Metadata metadata, ClusterMap? before = null)
    {
        var brokers = metadata.Brokers.OrderBy(b => b.BrokerId).ToList();
        var topics = metadata.Topics.Where(t => t.Partitions.Count > 0).OrderBy(t => t.Topic, StringComparer.Ordinal).Select(t => TopicMap.Of(t, before?.Topic(t.Topic))).ToList();
        var isSame = before is not null && brokers.SequenceEqual(before.Brokers, SameBroker.Instance) && topics.SequenceEqual(before.Topics, ReferenceEqualityComparer.Instance);
        return isSame ? before! : new ClusterMap(brokers, topics);
    }

    private sealed class SameBroker : IEqualityComparer<BrokerMetadata>
    {
        public static readonly SameBroker Instance = new();

        public bool Equals(BrokerMetadata? x, BrokerMetadata? y) => x!.BrokerId == y!.BrokerId && x.Host == y.Host && x.Port == y.Port;

        public int GetHashCode(BrokerMetadata broker) => broker.BrokerId;
    }
}

/// <summary>One topic.</summary>
/// <param name="Name">Hostile text, though brokers allow few characters.</param>
/// <param name="Partitions">By number.</param>
internal sealed record TopicMap(string Name, IReadOnlyList<PartitionMap> Partitions)
{
    /// <summary>Made by the brokers for themselves.</summary>
    public bool IsInternal { get; } = Name is "__consumer_offsets" or "__transaction_state" or "__share_group_state";

    /// <summary>The topic; the earlier object where nothing changed.</summary>
    public static TopicMap Of(TopicMetadata topic, TopicMap? before)
    {
        var told = topic.Partitions;
        if (before is not null && before.Partitions.Count == told.Count && told.TrueForAll(p => p.PartitionId < told.Count && before.Partitions[p.PartitionId].IsAs(p)))
            return before;
        return new TopicMap(topic.Topic, [.. told.OrderBy(p => p.PartitionId).Select(PartitionMap.Of)]);
    }
}

/// <summary>One partition.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Leader">Broker id; -1 where it has none.</param>
/// <param name="Replicas">Broker ids, preferred leader first.</param>
/// <param name="InSync">Broker ids of the replicas that are in sync.</param>
internal sealed record PartitionMap(int Id, int Leader, int[] Replicas, int[] InSync)
{
    public bool HasLeader => Leader >= 0;

    public bool IsUnderReplicated => InSync.Length < Replicas.Length;

    /// <summary>The numbers as lists show them, written once.</summary>
    public PartitionTexts Texts { get; } = new(Text(Id), Leader >= 0 ? Text(Leader) : null, string.Join(", ", Replicas), string.Join(", ", InSync));

    public static PartitionMap Of(PartitionMetadata partition) => new(partition.PartitionId, partition.Leader, partition.Replicas, partition.InSyncReplicas);

    public bool IsAs(PartitionMetadata told)
        => Id == told.PartitionId && Leader == told.Leader && Replicas.AsSpan().SequenceEqual(told.Replicas) && InSync.AsSpan().SequenceEqual(told.InSyncReplicas);

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A partition's numbers as text; no leader is null.</summary>
internal sealed record PartitionTexts(string Id, string? Leader, string Replicas, string InSync);
