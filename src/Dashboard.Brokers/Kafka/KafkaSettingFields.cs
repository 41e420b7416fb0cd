using Dashboard.Core.Editing;

namespace Dashboard.Brokers.Kafka;

/// <summary>The settings of <see cref="KafkaSettingsReader"/> as a form shows them.</summary>
internal static class KafkaSettingFields
{
    public static readonly IReadOnlyList<FormField> All =
    [
        new("BootstrapServers", "Bootstrap servers", FieldType.List)
        {
            Help = "Host and port, one a line; any one of them that answers tells of the others.",
            Example = "kafka-1.example:9092",
            IsRequired = true,
            IsEndpoint = true,
        },
        new("Security:Protocol", "Protocol")
        {
            Help = "plaintext, ssl, sasl_plaintext or sasl_ssl. Left empty: plaintext, or with SASL where a mechanism is given.",
            Example = "sasl_ssl",
            IsEndpoint = true,
        },
        new("Sasl:Mechanism", "SASL mechanism") { Help = "PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER. Left empty: none.", Example = "SCRAM-SHA-512", IsEndpoint = true },
        new("Sasl:Username", "User name") { Help = "With OAUTHBEARER the client id." },
        new("Sasl:Password", "Password", FieldType.Secret) { Help = "With OAUTHBEARER the client secret." },
        new("Sasl:TokenEndpoint", "Token address") { Help = "OAUTHBEARER only: where tokens are fetched.", Example = "https://login.example/oauth2/token", IsEndpoint = true },
        new("Sasl:Scope", "Scope") { Help = "OAUTHBEARER only: the scope that is asked for. Left empty: none." },
        new("Tls:CaFile", "Certificate authority file")
        {
            Help = "PEM file on the dashboard's machine with the authorities to trust. Left empty: those of the machine.",
            Example = "/etc/ssl/kafka-ca.pem",
            IsEndpoint = true,
        },
        new("Tls:SkipHostnameCheck", "Accept certificates made out for another host name", FieldType.Flag) { IsEndpoint = true },
        new("Tls:ClientCertificateFile", "Client certificate file")
        {
            Help = "PEM file on the dashboard's machine that it shows to the brokers, with its key or beside it. Left empty: none.",
            IsEndpoint = true,
        },
        new("Tls:ClientKeyFile", "Client key file") { Help = "PEM file with the certificate's key, where it stands apart.", IsEndpoint = true },
        new("Tls:ClientKeyPasswordFile", "Client key password file") { Help = "File with the password of an encrypted key.", IsEndpoint = true },
        new("SchemaRegistry:Url", "Schema registry address")
        {
            Help = "For Avro and Protobuf payloads. Left empty: their bytes are shown.",
            Example = "https://registry.example:8081",
            IsEndpoint = true,
        },
        new("SchemaRegistry:Username", "Schema registry user name"),
        new("SchemaRegistry:Password", "Schema registry password", FieldType.Secret),
        new("Properties", "Further client properties", FieldType.List)
        {
            Help = $"Properties of librdkafka as name=value, one a line. Allowed are {string.Join(", ", KafkaProperties.Allowed)}.",
            Example = "client.rack=eu-1a",
        },
        new("RequestTimeoutSeconds", "Time limit of one request, in seconds", FieldType.Integer) { Min = 1, Max = 300, Help = "1 to 300. Left empty: 10." },
    ];
}
