using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.RabbitMq;

/// <summary>Reads <see cref="RabbitMqSettings"/> and collects everything that is wrong with them, each under its exact key.</summary>
internal sealed class RabbitMqSettingsReader(ConnectionSettings settings)
{
    private static readonly string[] KnownKeys =
    [
        "ManagementUrls", "AmqpEndpoints", "Username", "Password", "PasswordFile", "VirtualHosts", "RequestTimeoutSeconds", "MaxResponseMegabytes",
        "Tls:CaFile", "Tls:SkipHostnameCheck", "Tls:ClientCertificateFile", "Tls:ClientKeyFile", "Tls:ClientKeyPasswordFile",
    ];

    private readonly List<SettingProblem> _problems = [];

    public IReadOnlyList<SettingProblem> Problems => _problems;

    /// <summary>The settings, or null where <see cref="Problems"/> has some. To be called once.</summary>
    public RabbitMqSettings? Read()
    {
        CheckNames();
        var managementUrls = Addresses("ManagementUrls", ["http", "https"]);
        if (managementUrls.Count == 0 && _problems.Count == 0)
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
        return _problems.Count == 0 ? result : null;
    }

    private static Uri AmqpBeside(Uri management) => management.Scheme == Uri.UriSchemeHttps
        ? new UriBuilder("amqps", management.Host, 5671).Uri
        : new UriBuilder("amqp", management.Host, 5672).Uri;

    private static Uri WithPort(Uri endpoint) => endpoint.Port > 0
        ? endpoint
        : new UriBuilder(endpoint) { Port = endpoint.Scheme == "amqps" ? 5671 : 5672 }.Uri;

    private void CheckNames()
    {
        foreach (var key in settings.Values.Keys.Order(StringComparer.OrdinalIgnoreCase))
        {
            var isKnown = KnownKeys.Any(known => key.Equals(known, StringComparison.OrdinalIgnoreCase)
                || key.StartsWith(known + ":", StringComparison.OrdinalIgnoreCase)
                || known.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));
            if (!isKnown)
                Problem(key, $"is not known; known are {string.Join(", ", KnownKeys)}.");
        }
    }

    private List<Uri> Addresses(string name, string[] schemes)
    {
        var addresses = new List<Uri>();
        foreach (var (key, value) in List(name))
        {
            var wanted = string.Join(" or ", schemes.Select(s => s + "://"));
            if (!Uri.TryCreate(value.Trim(), UriKind.Absolute, out var uri) || !schemes.Contains(uri.Scheme, StringComparer.OrdinalIgnoreCase) || uri.Host.Length == 0)
                Problem(key, $"is not an address that begins with {wanted} and names a host.");
            else if (uri.UserInfo.Length > 0)
                Problem(key, "holds a user name or password; these belong under Username and Password (or PasswordFile).");
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
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
            if (authorities.Count == 0)
                Problem("Tls:CaFile", "holds no PEM certificate.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            Problem("Tls:CaFile", $"cannot be read: {e.Message}");
        }

        return new RabbitMqTls { CaFile = file, SkipHostnameCheck = skip, Authorities = authorities, ClientCertificate = ReadClientCertificate() };
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
        var file = Text("PasswordFile");
        if (settings.Values.TryGetValue("Password", out var password) && password is not null)
        {
            if (file is not null)
                Problem("PasswordFile", "stands beside Password; keep one of the two.");
            return password;
        }

        if (file is null)
        {
            Problem("Password", "is missing: give Password or PasswordFile.");
            return "";
        }

        try
        {
            if (new FileInfo(file).Length > 64 * 1024)
            {
                Problem("PasswordFile", "names a file of over 64 KiB, which is no password file.");
                return "";
            }

            // Editors end files with a line break, which is not meant.
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Problem("PasswordFile", $"cannot be read: {e.Message}");
            return "";
        }
    }

    private string Required(string key)
    {
        if (Text(key) is { } value)
            return value;
        Problem(key, "is missing.");
        return "";
    }

    private double Number(string key, double fallback, double min, double max)
    {
        if (Text(key) is not { } text)
            return fallback;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Problem(key, $"is not a number from {min} to {max}.");
        return fallback;
    }

    private bool Flag(string key, string text)
    {
        if (bool.TryParse(text, out var value))
            return value;
        Problem(key, "is neither true nor false.");
        return false;
    }

    /// <summary>A list <c>name:0</c>, <c>name:1</c>... or a single value under <c>name</c> itself, in the order of the numbers.</summary>
    private List<(string Key, string Value)> List(string name)
    {
        var items = new List<(int Order, string Key, string Value)>();
        foreach (var (key, value) in settings.Values)
        {
            if (string.IsNullOrWhiteSpace(value))
                continue;
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                items.Add((-1, name, value));
            else if (key.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                items.Add((int.TryParse(key.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : int.MaxValue, key, value));
        }

        return items.OrderBy(i => i.Order).ThenBy(i => i.Key, StringComparer.Ordinal).Select(i => (i.Key, i.Value)).ToList();
    }

    private string? Text(string key) => settings.Values.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    private void Problem(string key, string message) => _problems.Add(new SettingProblem($"{settings.KeyPrefix}:{key}", message));
}
