using Confluent.Kafka;
using Dashboard.Brokers.Kafka.SchemaRegistry;
using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.Kafka;

/// <summary>Reads <see cref="KafkaSettings"/> and collects everything that is wrong with them, each under its exact key.</summary>
internal sealed class KafkaSettingsReader(ConnectionSettings settings) : SettingsReader(settings)
{
    private const int DefaultPort = 9092;

    private static readonly string[] KnownKeys =
    [
        "BootstrapServers", "Security:Protocol", "Sasl:Mechanism", "Sasl:Username", "Sasl:Password", "Sasl:PasswordFile", "Sasl:TokenEndpoint", "Sasl:Scope",
        "Tls:CaFile", "Tls:SkipHostnameCheck", "Tls:ClientCertificateFile", "Tls:ClientKeyFile", "Tls:ClientKeyPasswordFile",
        "SchemaRegistry:Url", "SchemaRegistry:Username", "SchemaRegistry:Password", "SchemaRegistry:PasswordFile", "Properties", "RequestTimeoutSeconds",
    ];

    private static readonly Dictionary<string, SecurityProtocol> Protocols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["plaintext"] = SecurityProtocol.Plaintext,
        ["ssl"] = SecurityProtocol.Ssl,
        ["sasl_plaintext"] = SecurityProtocol.SaslPlaintext,
        ["sasl_ssl"] = SecurityProtocol.SaslSsl,
    };

    private static readonly Dictionary<string, SaslMechanism> Mechanisms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["PLAIN"] = SaslMechanism.Plain,
        ["SCRAM-SHA-256"] = SaslMechanism.ScramSha256,
        ["SCRAM-SHA-512"] = SaslMechanism.ScramSha512,
        ["OAUTHBEARER"] = SaslMechanism.OAuthBearer,
    };

    /// <summary>The settings, or null where there are problems. To be called once.</summary>
    public KafkaSettings? Read()
    {
        CheckNames(KnownKeys);
        var servers = ReadServers();
        var mechanism = Choice("Sasl:Mechanism", Mechanisms);
        var protocol = Choice("Security:Protocol", Protocols) ?? (mechanism is null ? SecurityProtocol.Plaintext : SecurityProtocol.SaslPlaintext);
        var result = new KafkaSettings
        {
            BootstrapServers = servers,
            Protocol = protocol,
            Sasl = ReadSasl(protocol, mechanism),
            Tls = ReadTls(protocol),
            SchemaRegistry = ReadRegistry(),
            Properties = ReadProperties(),
            RequestTimeout = TimeSpan.FromSeconds(Number("RequestTimeoutSeconds", 10, 1, 300)),
        };
        return Problems.Count == 0 ? result : null;
    }

    private List<string> ReadServers()
    {
        var servers = new List<string>();
        foreach (var (key, value) in List("BootstrapServers"))
        {
            // One line with commas is how every other Kafka tool takes them.
            foreach (var part in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (part.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate($"kafka://{part}", UriKind.Absolute, out var uri) || uri.Host.Length == 0
                    || uri.UserInfo.Length > 0 || uri.AbsolutePath.Length > 1)
                    Problem(key, "is not a host with a port, such as kafka-1.example:9092.");
                else
                    servers.Add($"{uri.Host}:{(uri.Port > 0 ? uri.Port : DefaultPort)}");
            }
        }

        if (servers.Count == 0 && Problems.Count == 0)
            Problem("BootstrapServers:0", "is missing: give host and port of a broker, kafka-1.example:9092 for one.");
        return servers;
    }

    // One mistake is told once: a protocol that is none fits nothing.
    private bool IsProtocolKnown => Text("Security:Protocol") is not { } text || Protocols.ContainsKey(text.Trim());

    private KafkaSasl? ReadSasl(SecurityProtocol protocol, SaslMechanism? mechanism)
    {
        if (protocol is SecurityProtocol.Plaintext or SecurityProtocol.Ssl)
        {
            if (mechanism is not null && IsProtocolKnown)
                Problem("Security:Protocol", "has no SASL, but Sasl:Mechanism is given: use sasl_plaintext or sasl_ssl.");
            return null;
        }

        if (mechanism is null)
        {
            if (Text("Sasl:Mechanism") is null)
                Problem("Sasl:Mechanism", $"is missing: give one of {string.Join(", ", Mechanisms.Keys)}.");
        }

        var username = Required("Sasl:Username");
        var password = Secret("Sasl:Password", "Sasl:PasswordFile");
        if (password is null)
            Problem("Sasl:Password", "is missing.", "Give Sasl:Password or Sasl:PasswordFile.");
        if (mechanism is null)
            return null;
        var endpoint = Address("Sasl:TokenEndpoint");
        if (mechanism == SaslMechanism.OAuthBearer && endpoint is null && Text("Sasl:TokenEndpoint") is null)
            Problem("Sasl:TokenEndpoint", "is missing: OAUTHBEARER fetches its tokens there.");
        return new KafkaSasl(mechanism.Value, username, password ?? "") { TokenEndpoint = endpoint, Scope = Text("Sasl:Scope") };
    }

    private KafkaTls ReadTls(SecurityProtocol protocol)
    {
        var ca = ExistingFile("Tls:CaFile");
        var certificate = ExistingFile("Tls:ClientCertificateFile");
        if (protocol is SecurityProtocol.Plaintext or SecurityProtocol.SaslPlaintext && Text("Tls:CaFile") is not null && IsProtocolKnown)
            Problem("Security:Protocol", "has no TLS, but Tls:CaFile is given: use ssl or sasl_ssl.");
        if (Text("Tls:ClientCertificateFile") is null)
        {
            foreach (var needless in new[] { "Tls:ClientKeyFile", "Tls:ClientKeyPasswordFile" }.Where(key => Text(key) is not null))
                Problem(needless, "stands without Tls:ClientCertificateFile.");
        }

        return new KafkaTls
        {
            CaFile = ca,
            Authorities = ca is null ? null : Authorities("Tls:CaFile", ca),
            SkipHostnameCheck = Text("Tls:SkipHostnameCheck") is { } flag && Flag("Tls:SkipHostnameCheck", flag),
            ClientCertificateFile = certificate,
            ClientKeyFile = ExistingFile("Tls:ClientKeyFile"),
            ClientKeyPassword = Secret("Tls:ClientKeyPassword", "Tls:ClientKeyPasswordFile"),
        };
    }

    private SchemaRegistryOptions? ReadRegistry()
    {
        var url = Address("SchemaRegistry:Url");
        var password = Secret("SchemaRegistry:Password", "SchemaRegistry:PasswordFile");
        return url is null ? null : new SchemaRegistryOptions(url) { Username = Text("SchemaRegistry:Username"), Password = password };
    }

    private Dictionary<string, string> ReadProperties()
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, line) in List("Properties"))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? line.Trim() : line[..equals].Trim();
            if (equals <= 0)
                Problem(key, "is not name=value.");
            else if (!KafkaProperties.Allowed.Contains(name, StringComparer.Ordinal))
                Problem(key, $"sets a property that is not allowed here; allowed are {string.Join(", ", KafkaProperties.Allowed)}.");
            else
                properties[name] = line[(equals + 1)..].Trim();
        }

        return properties;
    }

    private TValue? Choice<TValue>(string key, Dictionary<string, TValue> values)
        where TValue : struct
    {
        if (Text(key) is not { } text)
            return null;
        if (values.TryGetValue(text.Trim(), out var value))
            return value;
        Problem(key, $"is none of {string.Join(", ", values.Keys)}.");
        return null;
    }

    private Uri? Address(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0)
        {
            if (uri.UserInfo.Length == 0)
                return uri;
            Problem(key, "holds a user name or password; these have settings of their own.");
            return null;
        }

        Problem(key, "is not an address that begins with http:// or https:// and names a host.");
        return null;
    }

    private string? ExistingFile(string key)
    {
        if (Text(key) is not { } file)
            return null;
        if (File.Exists(file))
            return file;
        Problem(key, "names a file that is not there.");
        return null;
    }
}
