using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Tests.Linked;

namespace Dashboard.Brokers.Tests.Kafka.Messages;

/// <summary>A plain client of Kafka that is not the dashboard's: makes topics, fills and reads them.</summary>
public sealed class PlainKafka(string servers) : IDisposable
{
    /// <summary>One for a class of tests, which closes it at its end.</summary>
    public static PlainKafka On(string servers) => new(servers);

    private readonly Lazy<IAdminClient> _admin = new(() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers }).Build());
    private readonly Lazy<IProducer<byte[]?, byte[]?>> _producer = new(() => new ProducerBuilder<byte[]?, byte[]?>(
        new ProducerConfig { BootstrapServers = servers, Acks = Acks.All, LingerMs = 1, MessageMaxBytes = 20_000_000 }).Build());

    public IAdminClient Admin => _admin.Value;

    public IProducer<byte[]?, byte[]?> Producer => _producer.Value;

    public void Dispose()
    {
        if (_producer.IsValueCreated)
            _producer.Value.Dispose();
        if (_admin.IsValueCreated)
            _admin.Value.Dispose();
    }

    public async Task CreateAsync(string topic, int partitions = 1, params (string Name, string Value)[] configs)
    {
        await Admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1, Configs = configs.ToDictionary(c => c.Name, c => c.Value) }]);

        // The brokers tell of it a little later than they have made it.
        while (Admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics[0] is not { Error.IsError: false } there || there.Partitions.Count < partitions)
            await Task.Delay(50);
    }

    public Task DeleteAsync(string topic) => Admin.DeleteTopicsAsync([topic]);

    public async Task<long> PutAsync(string topic, string? value, string? key = null, int partition = 0, DateTimeOffset? at = null, Headers? headers = null)
    {
        var message = new Message<byte[]?, byte[]?> { Key = Bytes(key), Value = Bytes(value), Headers = headers };
        if (at is { } time)
            message.Timestamp = new Timestamp(time);
        return (await Producer.ProduceAsync(new TopicPartition(topic, partition), message)).Offset.Value;
    }

    /// <summary>Numbered messages <c>{"n":1}</c> at the same partition.</summary>
    public async Task PutManyAsync(string topic, int count, int partition = 0, int padding = 0)
    {
        var fates = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            var value = Encoding.UTF8.GetBytes($"{{\"n\":{i},\"pad\":\"{new string('x', padding)}\"}}");
            fates.Add(Producer.ProduceAsync(new TopicPartition(topic, partition), new Message<byte[]?, byte[]?> { Value = value }));
        }

        await Task.WhenAll(fates);
    }

    /// <summary>Writes values in one transaction; null leaves it open. The producer is to be disposed by the caller.</summary>
    public IProducer<byte[]?, byte[]?> Transact(string topic, bool? commits, params string[] values) => KafkaTransaction.Run(servers, topic, 0, commits, [.. values.Select(Bytes)]);

    /// <summary>Waits until no transaction of a topic's first partition is open any more.</summary>
    public void WaitForTransactions(string topic) => KafkaTransaction.WaitForTheLast(servers, topic);

    public (long Low, long High) Watermarks(string topic, int partition = 0)
    {
        using var consumer = Consumer();
        var marks = consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), TimeSpan.FromSeconds(20));
        return (marks.Low.Value, marks.High.Value);
    }

    /// <summary>All of one partition, as it stands.</summary>
    public IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> ReadAll(string topic, int partition = 0)
    {
        using var consumer = Consumer();
        var end = consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), TimeSpan.FromSeconds(20));
        var read = new List<ConsumeResult<byte[]?, byte[]?>>();
        if (end.Low == end.High)
            return read;
        consumer.Assign(new TopicPartitionOffset(topic, partition, end.Low));
        while (consumer.Consume(TimeSpan.FromSeconds(20)) is { } one)
        {
            if (one.IsPartitionEOF)
                return read;
            read.Add(one);
        }

        throw new TimeoutException($"{topic} was not read to its end.");
    }

    private IConsumer<byte[]?, byte[]?> Consumer() => new ConsumerBuilder<byte[]?, byte[]?>(
        new ConsumerConfig { BootstrapServers = servers, GroupId = $"plain-{Guid.NewGuid():N}", EnableAutoCommit = false, EnablePartitionEof = true, IsolationLevel = IsolationLevel.ReadUncommitted }).Build();

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
