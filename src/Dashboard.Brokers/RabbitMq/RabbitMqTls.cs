using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Dashboard.Brokers.RabbitMq;

/// <summary>How server certificates are judged, for HTTPS and AMQPS alike. The defaults are the machine's own certificate authorities and a name check.</summary>
public sealed class RabbitMqTls
{
    /// <summary>PEM file with the certificate authorities that are trusted instead of the machine's; null for the machine's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Accept a certificate that was made out for another host name. The chain is checked all the same.</summary>
    public bool SkipHostnameCheck { get; init; }

    /// <summary>The authorities of <see cref="CaFile"/>; null where there is none.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The certificate with its key that the dashboard presents, to the management plugin and over AMQPS; null for none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Judges a server's certificate; fits <see cref="RemoteCertificateValidationCallback"/>.</summary>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        => new ServerTrust(Authorities, SkipHostnameCheck).Accepts(sender, certificate, chain, errors);
}
