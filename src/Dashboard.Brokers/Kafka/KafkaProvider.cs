using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Decoding;
using Dashboard.Brokers.Kafka.Lists;
using Dashboard.Brokers.Kafka.Messages;
using Dashboard.Brokers.Kafka.SchemaRegistry;
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
        var registry = read.SchemaRegistry is { } options ? new SchemaRegistryClient(options, time, RegistryHandler(read.Tls)) : null;
        return new KafkaConnection(
            settings.Info,
            clients,
            registry,
            [
                new KafkaSnapshotReader(clients, time),
                new KafkaProbe(read, settings.Info, loggers, time),
                .. MessageCapabilities.Of(clients, time),
                KafkaPayloads.DecoderFor(registry),
            ]);
    }

    private static SocketsHttpHandler RegistryHandler(KafkaTls tls) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = { RemoteCertificateValidationCallback = tls.Trust.Accepts },
    };
}
