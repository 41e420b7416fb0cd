using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Dashboard.Brokers.Kafka.Lists;

/// <summary>What one broker leads, as questions about offsets that are made once and asked again and again.</summary>
internal sealed class LeaderPartitions
{
    private readonly IReadOnlyList<TopicPartition> _partitions;
    private IReadOnlyList<TopicPartitionOffsetSpec>? _earliest;
    private IReadOnlyList<TopicPartitionOffsetSpec>? _latest;

    private LeaderPartitions(int leader, IReadOnlyList<TopicPartition> partitions)
    {
        Leader = leader;
        _partitions = partitions;
    }

    public int Leader { get; }

    public int Count => _partitions.Count;

    public IReadOnlyList<TopicPartitionOffsetSpec> Earliest => _earliest ??= Ask(OffsetSpec.Earliest());

    public IReadOnlyList<TopicPartitionOffsetSpec> Latest => _latest ??= Ask(OffsetSpec.Latest());

    public static IReadOnlyList<LeaderPartitions> Of(IReadOnlyList<TopicMap> topics)
        =>
        [
            .. topics.SelectMany(t => t.Partitions.Where(p => p.HasLeader).Select(p => (p.Leader, At: new TopicPartition(t.Name, p.Id))))
                .GroupBy(p => p.Leader, p => p.At).OrderBy(g => g.Key).Select(g => new LeaderPartitions(g.Key, [.. g])),
        ];

    private List<TopicPartitionOffsetSpec> Ask(OffsetSpec spec) => [.. _partitions.Select(p => new TopicPartitionOffsetSpec { TopicPartition = p, OffsetSpec = spec })];
}
