using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.RabbitMq;

/// <summary>Reads <see cref="RabbitMqSettings"/> and collects everything that is wrong with them, each under its exact key.</summary>
internal sealed class RabbitMqSettingsReader(ConnectionSettings settings) : SettingsReader(settings)
{
    private static readonly string[] KnownKeys =
    [
        "ManagementUrls", "AmqpEndpoints", "Username", "Password", "PasswordFile", "VirtualHosts", "RequestTimeoutSeconds", "MaxResponseMegabytes",
        "Tls:CaFile", "Tls:SkipHostnameCheck", "Tls:ClientCertificateFile", "Tls:ClientKeyFile", "Tls:ClientKeyPasswordFile",
    ];

    /// <summary>The settings, or null where <see cref="Problems"/> has some. To be called once.</summary>
    public RabbitMqSettings? Read()
    {
        CheckNames(KnownKeys);
        var managementUrls = Addresses("ManagementUrls", ["http", "https"]);
        if (managementUrls.Count == 0 && Problems.Count == 0)
            Problem("ManagementUrls:0", "is missing: give the address of the management plugin, http://rabbit.example:15672 for one.");
        var amqpEndpoints = Addresses("AmqpEndpoints", ["amqp", "amqps"]);
        if (amqpEndpoints.Count == 0)
            amqpEndpoints = managementUrls.ConvertAll(AmqpBeside);

        var result = new RabbitMqSettings
        {
            ManagementUrls = managementUrls,
            AmqpEndpoints = amqpEndpoints.ConvertAll(WithPort),
            Username = Required("Username"),
            Password = ReadPassword(),
            Tls = ReadTls(),
            VirtualHosts = List("VirtualHosts").ConvertAll(v => v.Value),
            RequestTimeout = TimeSpan.FromSeconds(Number("RequestTimeoutSeconds", 10, 1, 300)),
            MaxResponseBytes = (long)Number("MaxResponseMegabytes", 64, 1, 1024) * 1024 * 1024,
        };
        return Problems.Count == 0 ? result : null;
    }

    private static Uri AmqpBeside(Uri management) => management.Scheme == Uri.UriSchemeHttps
        ? new UriBuilder("amqps", management.Host, 5671).Uri
        : new UriBuilder("amqp", management.Host, 5672).Uri;

    private static Uri WithPort(Uri endpoint) => endpoint.Port > 0
        ? endpoint
        : new UriBuilder(endpoint) { Port = endpoint.Scheme == "amqps" ? 5671 : 5672 }.Uri;

    private List<Uri> Addresses(string name, string[] schemes)
    {
        var addresses = new List<Uri>();
        foreach (var (key, value) in List(name))
        {
            var wanted = string.Join(" or ", schemes.Select(s => s + "://"));
            if (!Uri.TryCreate(value.Trim(), UriKind.Absolute, out var uri) || !schemes.Contains(uri.Scheme, StringComparer.OrdinalIgnoreCase) || uri.Host.Length == 0)
                Problem(key, $"is not an address that begins with {wanted} and names a host.");
            else if (uri.UserInfo.Length > 0)
                Problem(key, "holds a user name or password; these have settings of their own.");
            else if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
                Problem(key, "holds a query or a fragment; give the plain address.");
            else if (uri.AbsolutePath.Length > 1 && uri.Scheme.StartsWith("amqp", StringComparison.Ordinal))
                Problem(key, "holds a path; a connection covers all vhosts, so give host and port only.");
            else
                addresses.Add(WithoutApi(uri));
        }

        return addresses;
    }

    /// <summary>People copy the address from the browser or from the API's manual; both mean the same place.</summary>
    private static Uri WithoutApi(Uri uri)
    {
        var path = uri.AbsolutePath.TrimEnd('/');
        if (path.EndsWith("/api", StringComparison.Ordinal))
            path = path[..^4];
        return new UriBuilder(uri) { Path = path }.Uri;
    }

    private RabbitMqTls ReadTls()
    {
        var skip = Text("Tls:SkipHostnameCheck") is { } flag && Flag("Tls:SkipHostnameCheck", flag);
        if (Text("Tls:CaFile") is not { } file)
            return new RabbitMqTls { SkipHostnameCheck = skip, ClientCertificate = ReadClientCertificate() };
        return new RabbitMqTls { CaFile = file, SkipHostnameCheck = skip, Authorities = Authorities("Tls:CaFile", file), ClientCertificate = ReadClientCertificate() };
    }

    /// <summary>From two PEM files; the key may be encrypted, with its password in a third one.</summary>
    private X509Certificate2? ReadClientCertificate()
    {
        if (Text("Tls:ClientCertificateFile") is not { } file)
        {
            foreach (var needless in new[] { "Tls:ClientKeyFile", "Tls:ClientKeyPasswordFile" }.Where(key => Text(key) is not null))
                Problem(needless, "stands without Tls:ClientCertificateFile.");
            return null;
        }

        // One file may hold both.
        var keyFile = Text("Tls:ClientKeyFile") ?? file;
        try
        {
            return Text("Tls:ClientKeyPasswordFile") is { } passwordFile
                ? X509Certificate2.CreateFromEncryptedPemFile(file, File.ReadAllText(passwordFile).TrimEnd('\r', '\n'), keyFile)
                : X509Certificate2.CreateFromPemFile(file, keyFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            Problem("Tls:ClientCertificateFile", $"cannot be read with its key: {e.Message}");
            return null;
        }
    }

    private string ReadPassword()
    {
        if (Secret("Password", "PasswordFile") is { } password)
            return password;
        Problem("Password", "is missing.", "Give Password or PasswordFile.");
        return "";
    }
}
