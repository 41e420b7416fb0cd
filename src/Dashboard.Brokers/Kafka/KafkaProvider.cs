using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Lists;
using Dashboard.Brokers.Kafka.Messages;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Microsoft.Extensions.Logging;

namespace Dashboard.Brokers.Kafka;

/// <summary>Apache Kafka and what speaks its protocol, through librdkafka.</summary>
internal sealed class KafkaProvider(ILoggerFactory loggers, TimeProvider time) : IBrokerProvider
{
    public BrokerKind Kind { get; } = new("kafka");

    public string DisplayName => "Kafka";

    public IReadOnlyList<SettingField> SettingFields => KafkaSettingFields.All;

    public IReadOnlyList<SettingProblem> Validate(ConnectionSettings settings) => KafkaSettings.ProblemsOf(settings);

    public IBrokerConnection Create(ConnectionSettings settings)
    {
        var read = KafkaSettings.From(settings);
        var clients = new KafkaClients(read, settings.Info, loggers, time);
        return new KafkaConnection(
            settings.Info,
            clients,
            [
                new KafkaSnapshotReader(clients, time),
                new KafkaProbe(read, settings.Info, loggers, time),
                .. MessageCapabilities.Of(clients, time),
            ]);
    }
}
