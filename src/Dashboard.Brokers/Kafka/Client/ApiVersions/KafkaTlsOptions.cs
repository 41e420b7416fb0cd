using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Dashboard.Brokers.Kafka.Client.ApiVersions;

/// <summary>The connection's TLS settings for a stream of our own.</summary>
internal static class KafkaTlsOptions
{
    public static SslClientAuthenticationOptions For(KafkaTls tls, string host)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = tls.Trust.Accepts };
        if (tls.ClientCertificateFile is { } file)
            options.ClientCertificates = [Load(file, tls)];
        return options;
    }

    private static X509Certificate2 Load(string file, KafkaTls tls) => tls.ClientKeyPassword is { } password
        ? X509Certificate2.CreateFromEncryptedPemFile(file, password, tls.ClientKeyFile)
        : X509Certificate2.CreateFromPemFile(file, tls.ClientKeyFile);
}
