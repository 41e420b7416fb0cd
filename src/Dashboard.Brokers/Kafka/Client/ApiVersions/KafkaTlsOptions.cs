using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Dashboard.Brokers.Kafka.Client.ApiVersions;

/// <summary>The connection's TLS settings for a stream of our own, judged as librdkafka judges them: a given authority file counts alone.</summary>
internal static class KafkaTlsOptions
{
    public static SslClientAuthenticationOptions For(KafkaTls tls, string host)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (tls.Authorities is { } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (tls.SkipHostnameCheck)
        {
            options.RemoteCertificateValidationCallback = static (_, certificate, _, errors)
                => certificate is not null && (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;
        }

        if (tls.ClientCertificateFile is { } file)
            options.ClientCertificates = [Load(file, tls)];
        return options;
    }

    private static X509Certificate2 Load(string file, KafkaTls tls) => tls.ClientKeyPassword is { } password
        ? X509Certificate2.CreateFromEncryptedPemFile(file, password, tls.ClientKeyFile)
        : X509Certificate2.CreateFromPemFile(file, tls.ClientKeyFile);
}
