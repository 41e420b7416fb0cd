using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Dashboard.Bench.KafkaLag;

/// <summary>The topic and the groups of the lag benchmark; what is there is left as it is.</summary>
internal static class LagScene
{
    private const string Topic = "bench-lag";

    public static async Task PrepareAsync(IAdminClient admin, string bootstrap, int groups, int partitions)
    {
        await Topics.CreateAsync(admin, [new TopicSpecification { Name = Topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 20 }).Build();
        var isFilled = Topics.Count(bootstrap, Topic, partitions) >= partitions;
        for (var partition = 0; partition < partitions && !isFilled; partition++)
            producer.Produce(new TopicPartition(Topic, partition), new Message<Null, byte[]> { Value = "{}"u8.ToArray() });
        producer.Flush(TimeSpan.FromMinutes(2));
        var known = admin.ListGroups(TimeSpan.FromSeconds(30)).Select(g => g.Group).ToHashSet();
        var offsets = Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(Topic, p, 0)).ToList();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, groups).Select(i => $"bench-group-{i:D5}").Where(id => !known.Contains(id)),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (id, _) => await admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(id, offsets)]));
    }
}
