using Confluent.Kafka;

namespace Dashboard.Brokers.Kafka.Client;

/// <summary>The settings of a connection as librdkafka takes them.</summary>
internal static class KafkaConfig
{
    /// <summary>What all clients of a connection share.</summary>
    /// <param name="settings">The connection.</param>
    /// <param name="purpose">Ends the client id that brokers show and log: <c>broker-dashboard-read</c>.</param>
    public static ClientConfig Of(KafkaSettings settings, string purpose)
    {
        var config = new ClientConfig(new Dictionary<string, string>(settings.Properties))
        {
            BootstrapServers = string.Join(',', settings.BootstrapServers),
            ClientId = $"broker-dashboard-{purpose}",
            SecurityProtocol = settings.Protocol,
        };
        var tls = settings.Tls;
        if (settings.Protocol is SecurityProtocol.Ssl or SecurityProtocol.SaslSsl)
        {
            config.SslCaLocation = tls.CaFile;
            config.SslEndpointIdentificationAlgorithm = tls.SkipHostnameCheck ? SslEndpointIdentificationAlgorithm.None : SslEndpointIdentificationAlgorithm.Https;
            if (tls.ClientCertificateFile is { } certificate)
            {
                config.SslCertificateLocation = certificate;
                config.SslKeyLocation = tls.ClientKeyFile ?? certificate;
                config.SslKeyPassword = tls.ClientKeyPassword;
            }
        }

        if (settings.Sasl is { } sasl)
            SignIn(config, sasl);
        return config;
    }

    private static void SignIn(ClientConfig config, KafkaSasl sasl)
    {
        config.SaslMechanism = sasl.Mechanism;
        if (sasl.Mechanism != SaslMechanism.OAuthBearer)
        {
            config.SaslUsername = sasl.Username;
            config.SaslPassword = sasl.Password;
            return;
        }

        config.SaslOauthbearerMethod = SaslOauthbearerMethod.Oidc;
        config.SaslOauthbearerClientId = sasl.Username;
        config.SaslOauthbearerClientSecret = sasl.Password;
        config.SaslOauthbearerTokenEndpointUrl = sasl.TokenEndpoint?.AbsoluteUri;
        config.SaslOauthbearerScope = sasl.Scope;
    }
}
