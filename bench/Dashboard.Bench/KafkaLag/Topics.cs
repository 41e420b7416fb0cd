using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Dashboard.Bench.KafkaLag;

/// <summary>Makes and counts topics for benchmarks.</summary>
internal static class Topics
{
    /// <summary>Makes those that are not there, and waits until all have leaders.</summary>
    public static async Task CreateAsync(IAdminClient admin, IReadOnlyList<TopicSpecification> topics)
    {
        foreach (var some in topics.Chunk(100))
        {
            try
            {
                await admin.CreateTopicsAsync(some, new CreateTopicsOptions { RequestTimeout = TimeSpan.FromMinutes(1), OperationTimeout = TimeSpan.FromMinutes(1) });
            }
            catch (CreateTopicsException there) when (there.Results.TrueForAll(r => !r.Error.IsError || r.Error.Code == ErrorCode.TopicAlreadyExists))
            {
                // From an earlier run.
            }
        }

        var wanted = topics.ToDictionary(t => t.Name, t => t.NumPartitions);
        while (admin.GetMetadata(TimeSpan.FromSeconds(30)).Topics.Count(t => wanted.TryGetValue(t.Topic, out var count) && t.Partitions.Count(p => p.Leader >= 0) >= count) < wanted.Count)
            await Task.Delay(200);
    }

    public static long Count(string bootstrap, string topic, int partitions)
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = bootstrap, GroupId = "bench-count" }).Build();
        long sum = 0;
        for (var partition = 0; partition < partitions; partition++)
        {
            var marks = MarksOf(consumer, new TopicPartition(topic, partition));
            sum += marks.High - marks.Low;
        }

        return sum;
    }

    // The leader of a new partition does not know of it at once.
    private static WatermarkOffsets MarksOf(IConsumer<Ignore, Ignore> consumer, TopicPartition partition)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return consumer.QueryWatermarkOffsets(partition, TimeSpan.FromSeconds(10));
            }
            catch (KafkaException young) when (tries < 60 && young.Error.Code is ErrorCode.NotLeaderForPartition or ErrorCode.UnknownTopicOrPart or ErrorCode.LeaderNotAvailable)
            {
                Thread.Sleep(500);
            }
        }
    }
}
