using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Dashboard.Bench.KafkaLag;

/// <summary>Topics, messages and groups of the lag benchmark; what is there is left as it is.</summary>
internal static class LagScene
{
    public static async Task PrepareAsync(string bootstrap, string lagTopic, int groups, int partitions, string messagesTopic, int messagePartitions, int messages)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        await CreateAsync(admin, lagTopic, partitions);
        await CreateAsync(admin, messagesTopic, messagePartitions);

        // A topic that was just made has no leaders for a moment.
        await Task.Delay(TimeSpan.FromSeconds(5));
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 20, QueueBufferingMaxMessages = 200_000 }).Build();
        var isFilled = Count(bootstrap, lagTopic, partitions) >= partitions;
        for (var partition = 0; partition < partitions && !isFilled; partition++)
            producer.Produce(new TopicPartition(lagTopic, partition), new Message<Null, byte[]> { Value = "{}"u8.ToArray() });
        Fill(producer, messagesTopic, messages - (int)Count(bootstrap, messagesTopic, messagePartitions));
        producer.Flush(TimeSpan.FromMinutes(2));
        var known = admin.ListGroups(TimeSpan.FromSeconds(30)).Select(g => g.Group).ToHashSet();
        var offsets = Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(lagTopic, p, 0)).ToList();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, groups).Select(i => $"bench-group-{i:D5}").Where(id => !known.Contains(id)),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (id, _) => await admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(id, offsets)]));
    }

    private static void Fill(IProducer<Null, byte[]> producer, string topic, int missing)
    {
        var filling = new string('x', 900);
        for (var i = 0; i < missing; i++)
        {
            var message = new Message<Null, byte[]> { Value = System.Text.Encoding.UTF8.GetBytes($$"""{"order":{{i}},"customer":"customer-{{i % 977}}","amount":{{i % 10_000}}.50,"text":"{{filling}}","end":true}""") };
            while (true)
            {
                try
                {
                    producer.Produce(topic, message);
                    break;
                }
                catch (ProduceException<Null, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Poll(TimeSpan.FromMilliseconds(50));
                }
            }
        }
    }

    private static async Task CreateAsync(IAdminClient admin, string topic, int partitions)
    {
        try
        {
            await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
        }
        catch (CreateTopicsException there) when (there.Results.TrueForAll(r => r.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // From an earlier run.
        }
    }

    private static long Count(string bootstrap, string topic, int partitions)
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = bootstrap, GroupId = "bench-count" }).Build();
        long sum = 0;
        for (var partition = 0; partition < partitions; partition++)
        {
            var marks = consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), TimeSpan.FromSeconds(10));
            sum += marks.High - marks.Low;
        }

        return sum;
    }
}
