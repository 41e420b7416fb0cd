using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Brokers.RabbitMq;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

public sealed class TlsTests
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);

    [Fact]
    public void Accepts_CertificateOfOwnAuthority_OnlyWhenItIsConfigured()
    {
        using var authority = Authority("CN=Own CA");
        using var server = Issue(authority, "CN=rabbit");
        using var chain = new X509Chain();

        new RabbitMqTls { Authorities = [authority] }.Accepts(this, server, chain, SslPolicyErrors.RemoteCertificateChainErrors).ShouldBeTrue();
        new RabbitMqTls().Accepts(this, server, chain, SslPolicyErrors.RemoteCertificateChainErrors).ShouldBeFalse();
    }

    [Fact]
    public void Accepts_CertificateOfAnotherAuthority_No()
    {
        using var ours = Authority("CN=Own CA");
        using var theirs = Authority("CN=Own CA");
        using var server = Issue(theirs, "CN=rabbit");
        using var chain = new X509Chain();

        new RabbitMqTls { Authorities = [ours] }.Accepts(this, server, chain, SslPolicyErrors.RemoteCertificateChainErrors).ShouldBeFalse();
    }

    [Fact]
    public void Accepts_WrongHostName_OnlyWhenTheCheckIsSkipped()
    {
        using var authority = Authority("CN=Own CA");
        using var server = Issue(authority, "CN=rabbit");
        using var chain = new X509Chain();
        const SslPolicyErrors Errors = SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch;

        new RabbitMqTls { Authorities = [authority] }.Accepts(this, server, chain, Errors).ShouldBeFalse();
        new RabbitMqTls { Authorities = [authority], SkipHostnameCheck = true }.Accepts(this, server, chain, Errors).ShouldBeTrue();
        new RabbitMqTls { SkipHostnameCheck = true }.Accepts(this, server, chain, Errors).ShouldBeFalse("the chain is checked all the same");
    }

    [Fact]
    public void Accepts_ExpiredCertificate_No()
    {
        using var authority = Authority("CN=Own CA");
        using var server = Issue(authority, "CN=rabbit", From.AddMinutes(1), From.AddMinutes(2));
        using var chain = new X509Chain();

        new RabbitMqTls { Authorities = [authority] }.Accepts(this, server, chain, SslPolicyErrors.RemoteCertificateChainErrors).ShouldBeFalse();
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(From, From.AddDays(10));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        return request.Create(authority, from ?? From, until ?? From.AddDays(5), RandomNumberGenerator.GetBytes(8));
    }
}
