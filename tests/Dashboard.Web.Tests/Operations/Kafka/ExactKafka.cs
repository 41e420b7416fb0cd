using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Tests.Linked;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>A plain client that knows nothing of the dashboard, for what kcat cannot say or show: bytes of headers, null keys and values, transactions, first offsets.</summary>
internal sealed class ExactKafka(KafkaCluster kafka) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _servers = string.Join(',', kafka.BootstrapServers);
    private readonly Lazy<IAdminClient> _admin = new(() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = string.Join(',', kafka.BootstrapServers) }).Build());
    private readonly Lazy<IProducer<byte[]?, byte[]?>> _producer = new(() => new ProducerBuilder<byte[]?, byte[]?>(
        new ProducerConfig { BootstrapServers = string.Join(',', kafka.BootstrapServers), Acks = Acks.All, LingerMs = 5, MessageMaxBytes = 20_000_000 }).Build());

    public IAdminClient Admin => _admin.Value;

    public async Task<string> CreateAsync(string purpose, int partitions = 1, params (string Name, string Value)[] configs)
    {
        var name = KafkaCluster.TopicName(purpose);
        await CreateNamedAsync(name, partitions, configs);
        return name;
    }

    public async Task CreateNamedAsync(string name, int partitions = 1, params (string Name, string Value)[] configs)
    {
        await Admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = 1, Configs = configs.ToDictionary(one => one.Name, one => one.Value) }]);

        // The brokers tell of it a little later than they have made it.
        while (Admin.GetMetadata(name, Patience).Topics[0] is not { Error.IsError: false } there || there.Partitions.Count < partitions || there.Partitions.Exists(one => one.Leader < 0))
            await Task.Delay(50);
    }

    public async Task DeleteAsync(string topic)
    {
        await Admin.DeleteTopicsAsync([topic]);
        while (Admin.GetMetadata(Patience).Topics.Exists(one => one.Topic == topic))
            await Task.Delay(50);
    }

    /// <summary>Changes one setting of a topic.</summary>
    public Task AlterAsync(string topic, string name, string value)
        => Admin.IncrementalAlterConfigsAsync(new Dictionary<ConfigResource, List<ConfigEntry>>
        {
            [new ConfigResource { Type = ResourceType.Topic, Name = topic }] = [new ConfigEntry { Name = name, Value = value, IncrementalOperation = AlterConfigOpType.Set }],
        });

    public string? SettingOf(string topic, string name)
        => Admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = topic }]).GetAwaiter().GetResult()[0].Entries[name].Value;

    public Task DeleteRecordsAsync(string topic, int partition, long before) => Admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, partition, before)]);

    public async Task PutAsync(string topic, int partition, params (string? Key, string? Value)[] records)
        => await Task.WhenAll(records.Select(record => _producer.Value.ProduceAsync(new TopicPartition(topic, partition), new Message<byte[]?, byte[]?> { Key = Bytes(record.Key), Value = Bytes(record.Value) })));

    public Task PutAsync(string topic, int partition, string? key, string? value, Headers headers, DateTimeOffset? at = null)
        => _producer.Value.ProduceAsync(
            new TopicPartition(topic, partition),
            new Message<byte[]?, byte[]?> { Key = Bytes(key), Value = Bytes(value), Headers = headers, Timestamp = at is { } time ? new Timestamp(time) : Timestamp.Default });

    public Task PutManyAsync(string topic, int partition, int count, string prefix = "m")
        => PutAsync(topic, partition, [.. Enumerable.Range(0, count).Select(i => ((string?)$"k-{i}", (string?)$"{prefix}-{i}"))]);

    /// <summary>Writes values in one transaction; null leaves it open. The producer is to be disposed by the caller, and aborts nothing then.</summary>
    public IDisposable Transact(string topic, int partition, bool? commits, params string[] values) => KafkaTransaction.Run(_servers, topic, partition, commits, [.. values.Select(Bytes)]);

    /// <summary>First offset and end of a partition; the end is that of transactions where only what is committed counts.</summary>
    public (long Low, long High) Marks(string topic, int partition = 0)
    {
        using var consumer = Consumer(IsolationLevel.ReadUncommitted);
        var marks = consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), Patience);
        return (marks.Low.Value, marks.High.Value);
    }

    /// <summary>All that can be read of a topic now, in the order of partitions and offsets.</summary>
    public IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> ReadAll(string topic, int partitions = 1, bool uncommitted = false)
    {
        using var consumer = Consumer(uncommitted ? IsolationLevel.ReadUncommitted : IsolationLevel.ReadCommitted);
        var open = Enumerable.Range(0, partitions).Where(partition => Marks(topic, partition) is var marks && marks.Low < marks.High).ToHashSet();
        consumer.Assign(open.Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var read = new List<ConsumeResult<byte[]?, byte[]?>>();
        using var limit = new CancellationTokenSource(Patience);
        while (open.Count > 0)
        {
            var one = consumer.Consume(limit.Token);
            if (one.IsPartitionEOF)
                open.Remove(one.Partition.Value);
            else
                read.Add(one);
        }

        return [.. read.OrderBy(one => one.Partition.Value).ThenBy(one => one.Offset.Value)];
    }

    /// <summary>Waits until something is so, two minutes at most.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        for (var i = 0; i < 1200; i++)
        {
            if (holds())
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException($"It did not come to be so: {what}");
    }

    public static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    public static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    public void Dispose()
    {
        if (_producer.IsValueCreated)
            _producer.Value.Dispose();
        if (_admin.IsValueCreated)
            _admin.Value.Dispose();
    }

    private IConsumer<byte[]?, byte[]?> Consumer(IsolationLevel isolation) => new ConsumerBuilder<byte[]?, byte[]?>(
        new ConsumerConfig { BootstrapServers = _servers, GroupId = "exact", EnableAutoCommit = false, EnablePartitionEof = true, IsolationLevel = isolation }).Build();
}
