using System.Text;
using Confluent.Kafka;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.EndToEnd.Tests.Brokers;

/// <summary>Fills topics and counts in them by a client of its own: what a journey makes and counts does not go through anything it tests.</summary>
public sealed class KafkaEye(KafkaCluster cluster) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _servers = string.Join(',', cluster.BootstrapServers);
    private readonly IProducer<string, string> _producer = new ProducerBuilder<string, string>(
        new ProducerConfig { BootstrapServers = string.Join(',', cluster.BootstrapServers), Acks = Acks.All, LingerMs = 5, EnableIdempotence = true }).Build();

    /// <summary>A consumer that subscribes to the topic as a service does.</summary>
    public StuckConsumer Consume(string group, string topic, TopicPartitionOffset? poison = null) => new(_servers, group, topic, poison);

    /// <summary>Writes to one partition and waits until all of it is there.</summary>
    public async Task ProduceAsync(string topic, int partition, int count, Func<int, Message<string, string>> message)
        => await Task.WhenAll(Enumerable.Range(0, count).Select(i => _producer.ProduceAsync(new TopicPartition(topic, partition), message(i))));

    /// <summary>Messages in all partitions, by watermarks.</summary>
    public long Count(string topic)
    {
        using var consumer = Reader();
        return Partitions(topic).Sum(partition => consumer.QueryWatermarkOffsets(partition, Patience) is var marks ? marks.High.Value - marks.Low.Value : 0);
    }

    /// <summary>Everything that stands in the topic now.</summary>
    public IReadOnlyList<ConsumeResult<string, string>> ReadAll(string topic)
    {
        using var consumer = Reader();
        var ends = Partitions(topic).ToDictionary(partition => partition, partition => consumer.QueryWatermarkOffsets(partition, Patience).High);
        consumer.Assign(ends.Keys.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        var open = ends.Where(end => end.Value > 0).Select(end => end.Key).ToHashSet();
        var all = new List<ConsumeResult<string, string>>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (open.Count > 0)
        {
            var result = consumer.Consume(limit.Token);
            if (result.IsPartitionEOF)
                open.Remove(result.TopicPartition);
            else
                all.Add(result);
        }

        return all;
    }

    /// <summary>The text of a header; null without it.</summary>
    public static string? HeaderOf(ConsumeResult<string, string> message, string name)
        => message.Message.Headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;

    public void Dispose() => _producer.Dispose();

    private IConsumer<string, string> Reader() => new ConsumerBuilder<string, string>(
        new ConsumerConfig { BootstrapServers = _servers, GroupId = "none", EnableAutoCommit = false, EnablePartitionEof = true, AutoOffsetReset = AutoOffsetReset.Earliest }).Build();

    private List<TopicPartition> Partitions(string topic)
    {
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        return [.. admin.GetMetadata(topic, Patience).Topics[0].Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId))];
    }
}
