using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Dashboard.Brokers.Shared;

/// <summary>Judges the certificates of servers.</summary>
/// <param name="Authorities">Trusted instead of the machine's; null for the machine's.</param>
/// <param name="SkipHostnameCheck">Accept a certificate that was made out for another host name. The chain is checked all the same.</param>
public sealed record ServerTrust(X509Certificate2Collection? Authorities, bool SkipHostnameCheck)
{
    /// <summary>Fits <see cref="RemoteCertificateValidationCallback"/>.</summary>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _ = sender;
        if (certificate is null)
            return false;
        if (SkipHostnameCheck)
            errors &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
        if (errors == SslPolicyErrors.None)
            return true;
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || Authorities is null)
            return false;

        // The machine does not know the authority; ours may. Intermediates that the server sent stand in the given chain.
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(Authorities);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (chain is not null)
        {
            foreach (var element in chain.ChainElements)
                own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return own.Build(leaf);
    }
}
