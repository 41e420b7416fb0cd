using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Dashboard.Brokers.Kafka.Lists;

/// <summary>
/// What one broker leads, as questions about offsets that are made once and asked again and again. In batches: the client library's work grows with the
/// square of what one call asks for.
/// </summary>
internal sealed class LeaderPartitions
{
    private const int Batch = 400;

    private LeaderPartitions(int leader, IReadOnlyList<TopicPartition> partitions)
    {
        Leader = leader;
        Count = partitions.Count;
        Batches = [.. partitions.Chunk(Batch).Select(some => new OffsetBatch(some))];
    }

    public int Leader { get; }

    public int Count { get; }

    public IReadOnlyList<OffsetBatch> Batches { get; }

    public static IReadOnlyList<LeaderPartitions> Of(IReadOnlyList<TopicMap> topics)
        =>
        [
            .. topics.SelectMany(t => t.Partitions.Where(p => p.HasLeader).Select(p => (p.Leader, At: new TopicPartition(t.Name, p.Id))))
                .GroupBy(p => p.Leader, p => p.At).OrderBy(g => g.Key).Select(g => new LeaderPartitions(g.Key, [.. g])),
        ];
}

/// <summary>Some partitions of one leader.</summary>
internal sealed class OffsetBatch(IReadOnlyList<TopicPartition> partitions)
{
    private IReadOnlyList<TopicPartitionOffsetSpec>? _earliest;
    private IReadOnlyList<TopicPartitionOffsetSpec>? _latest;

    public IReadOnlyList<TopicPartitionOffsetSpec> Earliest => _earliest ??= Ask(OffsetSpec.Earliest());

    public IReadOnlyList<TopicPartitionOffsetSpec> Latest => _latest ??= Ask(OffsetSpec.Latest());

    /// <summary>The first offset of some partition was never told: it is new, or was made anew.</summary>
    public bool LacksLow(WatermarkBook book) => partitions.Any(p => book.Of(p.Topic, p.Partition.Value)?.Low is null);

    private List<TopicPartitionOffsetSpec> Ask(OffsetSpec spec) => [.. partitions.Select(p => new TopicPartitionOffsetSpec { TopicPartition = p, OffsetSpec = spec })];
}
