using System.Net;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Contract;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.Kafka;

/// <summary>Kafka for the contract: a cluster of its own with users and passwords, and a plain client that counts, fills and reads.</summary>
public sealed class KafkaUnderTest : IBrokerUnderTest, IAsyncLifetime
{
    private const string WrongPassword = "wr0ng-pa55word";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private OwnKafka _kafka = null!;
    private IAdminClient _admin = null!;
    private IProducer<byte[]?, byte[]> _producer = null!;
    private IConsumer<byte[]?, byte[]> _consumer = null!;

    public IBrokerProvider Provider { get; } = new KafkaProvider(NullLoggerFactory.Instance, TimeProvider.System);

    public string DestinationKind => "topic";

    public string Scope => "";

    public IPEndPoint MessageEndPoint => IPEndPoint.Parse(Sasl);

    public IReadOnlyList<string> Secrets => KafkaLab.SkipReason is null ? [Admin.Password, _kafka.Variables["LAB_KAFKA_MONITOR_PASSWORD"], WrongPassword] : [];

    public IReadOnlyList<BrokenSetting> BrokenSettings =>
    [
        new("BootstrapServers:0", "http://kafka.example"),
        new("Sasl:Username", null),
        new("Sasl:Password", null),
        new("Sasl:Mechanism", "ROT13"),
        new("RequestTimeoutSeconds", "soon"),
        new("Tls:SkipHostnameCheck", "perhaps"),
        new("SchemaRegistry:Url", "ftp://registry.example"),
        new("Properties:0", "bootstrap.servers=elsewhere:9092"),
        new("Pasword", WrongPassword),
    ];

    public IReadOnlyList<PublishAddress> MissingAddresses => [new(Place("no-such-topic"))];

    public TimeSpan CountLag => TimeSpan.FromSeconds(1);

    private string Sasl => _kafka.Variables["LAB_KAFKA_SASL_BOOTSTRAP"];

    private (string User, string Password) Admin => (_kafka.Variables["LAB_KAFKA_ADMIN_USER"], _kafka.Variables["LAB_KAFKA_ADMIN_PASSWORD"]);

    /// <summary>The cluster; for what only Kafka is to be asked.</summary>
    internal OwnKafka Cluster => _kafka;

    public async Task InitializeAsync()
    {
        if (KafkaLab.SkipReason is not null)
            return;
        _kafka = await OwnKafka.StartAsync(sasl: true);
        var config = new ClientConfig { BootstrapServers = _kafka.BootstrapServers[0] };
        _admin = new AdminClientBuilder(config).Build();
        _producer = new ProducerBuilder<byte[]?, byte[]>(new ProducerConfig(config) { Acks = Acks.All }).Build();
        _consumer = new ConsumerBuilder<byte[]?, byte[]>(new ConsumerConfig(config) { GroupId = "none", EnableAutoCommit = false }).Build();
    }

    public async Task DisposeAsync()
    {
        if (_kafka is null)
            return;
        _consumer.Dispose();
        _producer.Dispose();
        _admin.Dispose();
        await _kafka.DisposeAsync();
    }

    public string? WhyNot(ContractPart part) => KafkaLab.SkipReason ?? part switch
    {
        ContractPart.Settling => "A log: what was read stays.",
        ContractPart.Returning => "A message always reaches its partition.",
        ContractPart.DeadLettering => "The broker moves nothing aside: clients do.",
        ContractPart.CutOff => "No request ends a client's connection.",
        ContractPart.Relay => "Clients go to the address that the broker advertises, not through a relay before it.",
        _ => null,
    };

    public ConnectionSettings Settings() => _kafka.Settings(
        ("BootstrapServers:0", Sasl), ("Security:Protocol", "sasl_plaintext"), ("Sasl:Mechanism", "SCRAM-SHA-512"), ("Sasl:Username", Admin.User), ("Sasl:Password", Admin.Password));

    public ConnectionSettings SettingsWithWrongPassword() => With(("Sasl:Password", WrongPassword));

    public ConnectionSettings SettingsOfReader() => With([.. Reader]);

    /// <summary>What makes settings those of a user who may look and change nothing.</summary>
    internal IReadOnlyList<(string Key, string Value)> Reader
        => [("Sasl:Username", _kafka.Variables["LAB_KAFKA_MONITOR_USER"]), ("Sasl:Password", _kafka.Variables["LAB_KAFKA_MONITOR_PASSWORD"])];

    public ConnectionSettings SettingsAt(IPEndPoint place, int limitSeconds = 1) => With(("BootstrapServers:0", place.ToString()), ("RequestTimeoutSeconds", $"{limitSeconds}"));

    public ConnectionSettings SettingsThrough(IPEndPoint relay) => With(("BootstrapServers:0", relay.ToString()));

    public bool CanName(string name) => name.Length is > 0 and <= 249 && name is not ("." or "..") && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    public async Task<DestinationRef> CreateAsync(string name)
    {
        await _admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = 1, ReplicationFactor = 1 }], new CreateTopicsOptions { OperationTimeout = Limit });
        while (_admin.GetMetadata(Limit).Topics.Find(t => t.Topic == name) is not { Partitions: [{ Leader: >= 0 }] })
            await Task.Delay(50);
        return Place(name);
    }

    public async Task DeleteAsync(DestinationRef destination)
    {
        await _admin.DeleteTopicsAsync([destination.Name], new DeleteTopicsOptions { OperationTimeout = Limit });
        while (_admin.GetMetadata(Limit).Topics.Exists(t => t.Topic == destination.Name))
            await Task.Delay(50);
    }

    public async Task PutAsync(DestinationRef destination, IReadOnlyList<KnownMessage> messages)
    {
        foreach (var message in messages)
        {
            var headers = new Headers();
            if (message.Number.Length > 0)
                headers.Add("number", Encoding.UTF8.GetBytes(message.Number));
            await _producer.ProduceAsync(new TopicPartition(destination.Name, 0), new Message<byte[]?, byte[]> { Value = message.Body, Headers = headers }).WaitAsync(Limit);
        }
    }

    public Task<long> CountAsync(DestinationRef destination) => Task.Run(() =>
    {
        var marks = _consumer.QueryWatermarkOffsets(new TopicPartition(destination.Name, 0), Limit);
        return marks.High.Value - marks.Low.Value;
    });

    public async Task<IReadOnlyList<KnownMessage>> TakeAllAsync(DestinationRef destination)
    {
        var count = await CountAsync(destination);
        return await Task.Run(() =>
        {
            _consumer.Assign(new TopicPartitionOffset(destination.Name, 0, Offset.Beginning));
            var taken = new List<KnownMessage>();
            while (taken.Count < count && _consumer.Consume(Limit) is { } got)
                taken.Add(new KnownMessage(got.Message.Value ?? [], got.Message.Headers.TryGetLastBytes("number", out var number) ? Encoding.UTF8.GetString(number) : ""));
            _consumer.Unassign();
            return taken;
        });
    }

    public Task<IAsyncDisposable> HoldAsync(DestinationRef destination, int count) => throw new NotSupportedException(WhyNot(ContractPart.Settling));

    public Task<DeadLettered> DeadLetterAsync(KnownMessage message) => throw new NotSupportedException(WhyNot(ContractPart.DeadLettering));

    public Task CutOffAsync() => throw new NotSupportedException(WhyNot(ContractPart.CutOff));

    private DestinationRef Place(string name) => new(new ConnectionId("kafka"), "topic", "", name);

    private ConnectionSettings With(params (string Key, string Value)[] changes)
    {
        var settings = Settings();
        var values = new Dictionary<string, string?>(settings.Values, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in changes)
            values[key] = value;
        return settings with { Values = values };
    }
}
