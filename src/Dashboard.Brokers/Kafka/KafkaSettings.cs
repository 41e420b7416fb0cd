using System.Security.Cryptography.X509Certificates;
using Confluent.Kafka;
using Dashboard.Brokers.Kafka.SchemaRegistry;
using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.Kafka;

/// <summary>
/// One Kafka cluster's settings, read and checked. Holds passwords: never log, show or serialise it. Made by <see cref="KafkaSettingsReader"/>.
/// </summary>
public sealed record KafkaSettings
{
    /// <summary><c>host:port</c>, ports always set.</summary>
    public required IReadOnlyList<string> BootstrapServers { get; init; }

    public SecurityProtocol Protocol { get; init; } = SecurityProtocol.Plaintext;

    /// <summary>Null where the protocol has no SASL.</summary>
    public KafkaSasl? Sasl { get; init; }

    public KafkaTls Tls { get; init; } = new();

    /// <summary>Null where none is configured.</summary>
    public SchemaRegistryOptions? SchemaRegistry { get; init; }

    /// <summary>Further properties of librdkafka by their own names, all of <see cref="KafkaProperties.Allowed"/>.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Limit of one request.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public override string ToString() => $"Kafka at {string.Join(", ", BootstrapServers)}";

    /// <summary>The same with one bootstrap server and another time limit.</summary>
    public KafkaSettings Only(string server, TimeSpan limit) => this with { BootstrapServers = [server], RequestTimeout = limit };

    /// <summary>The settings; mistakes are in <see cref="IBrokerProvider.Validate"/>.</summary>
    /// <exception cref="ArgumentException">They cannot be used.</exception>
    public static KafkaSettings From(ConnectionSettings settings)
    {
        var reader = new KafkaSettingsReader(settings);
        return reader.Read() ?? throw new ArgumentException(
            "The connection's settings cannot be used: " + string.Join("; ", reader.Problems.Select(p => $"{p.Key}: {p.Message}")), nameof(settings));
    }

    /// <summary>All problems at once.</summary>
    public static IReadOnlyList<SettingProblem> ProblemsOf(ConnectionSettings settings)
    {
        var reader = new KafkaSettingsReader(settings);
        reader.Read();
        return reader.Problems;
    }
}

/// <summary>How the client says who it is.</summary>
/// <param name="Mechanism">The SASL mechanism.</param>
/// <param name="Username">User, or the client id with OAUTHBEARER.</param>
/// <param name="Password">Password, or the client secret with OAUTHBEARER.</param>
public sealed record KafkaSasl(SaslMechanism Mechanism, string Username, string Password)
{
    /// <summary>OAUTHBEARER: where tokens are fetched from; null for the other mechanisms.</summary>
    public Uri? TokenEndpoint { get; init; }

    /// <summary>OAUTHBEARER: the scope that is asked for; null for none.</summary>
    public string? Scope { get; init; }

    public override string ToString() => $"{Mechanism} as {Username}";
}

/// <summary>Certificates.</summary>
public sealed record KafkaTls
{
    /// <summary>PEM file of the authorities to trust; null for those of the machine.</summary>
    public string? CaFile { get; init; }

    /// <summary>The same authorities, read; for what does not go through librdkafka. Null for those of the machine.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    public bool SkipHostnameCheck { get; init; }

    public string? ClientCertificateFile { get; init; }

    /// <summary>Null: the key stands in <see cref="ClientCertificateFile"/>.</summary>
    public string? ClientKeyFile { get; init; }

    public string? ClientKeyPassword { get; init; }

    /// <summary>How certificates are judged where the connection is not librdkafka's: the schema registry.</summary>
    public ServerTrust Trust => new(Authorities, SkipHostnameCheck);
}
