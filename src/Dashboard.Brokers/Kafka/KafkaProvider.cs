using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Decoding;
using Dashboard.Brokers.Kafka.Diagnosis;
using Dashboard.Brokers.Kafka.Editing;
using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Kafka.Lists;
using Dashboard.Brokers.Kafka.Messages;
using Dashboard.Brokers.Kafka.SchemaRegistry;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Microsoft.Extensions.Logging;

namespace Dashboard.Brokers.Kafka;

/// <summary>Apache Kafka and what speaks its protocol, through librdkafka.</summary>
internal sealed class KafkaProvider(ILoggerFactory loggers, TimeProvider time) : IBrokerProvider
{
    public BrokerKind Kind { get; } = new("kafka");

    public string DisplayName => "Kafka";

    public IReadOnlyList<FormField> SettingFields => KafkaSettingFields.All;

    public IReadOnlyList<SettingProblem> Validate(ConnectionSettings settings) => KafkaSettings.ProblemsOf(settings);

    public IBrokerConnection Create(ConnectionSettings settings)
    {
        var read = KafkaSettings.From(settings);
        var clients = new KafkaClients(read, settings.Info, loggers, time);
        var registry = read.SchemaRegistry is { } options ? new SchemaRegistryClient(options with { Trust = read.Tls.Trust }, time) : null;
        var state = new ClusterState();
        var lists = new KafkaSnapshotReader(clients, state, new GroupsSource(clients, state, time, LagWindow.Default));
        return new ProviderConnection(
            settings.Info,
            [
                lists,
                new KafkaDiagnostics(),
                new KafkaProbe(read, settings.Info, loggers, time),
                KafkaPayloads.DecoderFor(registry),
                .. EditingCapabilities.Create(clients, lists.Expire),
                .. MessageCapabilities.Of(clients, time),
            ],
            registry,
            clients);
    }
}
