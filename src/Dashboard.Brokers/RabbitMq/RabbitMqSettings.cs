using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.RabbitMq;

/// <summary>
/// One RabbitMQ cluster's settings, read and checked. Holds the password: never log, show or serialise it.
/// Made by <see cref="RabbitMqSettingsReader"/>.
/// </summary>
public sealed class RabbitMqSettings
{
    /// <summary>Base addresses of the management plugin, without <c>/api</c> and without user info; the first that works is used.</summary>
    public required IReadOnlyList<Uri> ManagementUrls { get; init; }

    /// <summary>AMQP 0-9-1 endpoints (<c>amqp</c> or <c>amqps</c>), ports always set, no user info, no vhost.</summary>
    public required IReadOnlyList<Uri> AmqpEndpoints { get; init; }

    public required string Username { get; init; }

    public required string Password { get; init; }

    public RabbitMqTls Tls { get; init; } = new();

    /// <summary>Only these vhosts are shown; empty for all that the user may see.</summary>
    public IReadOnlyList<string> VirtualHosts { get; init; } = [];

    /// <summary>Limit of one HTTP request to one endpoint.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A longer answer, once unpacked, is refused.</summary>
    public long MaxResponseBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Whether things of this vhost are shown.</summary>
    public bool Shows(string virtualHost) => VirtualHosts.Count == 0 || VirtualHosts.Contains(virtualHost, StringComparer.Ordinal);

    /// <summary>The same with one management address and one AMQP endpoint.</summary>
    public RabbitMqSettings Only(Uri managementUrl, Uri amqpEndpoint) => new()
    {
        ManagementUrls = [managementUrl],
        AmqpEndpoints = [amqpEndpoint],
        Username = Username,
        Password = Password,
        Tls = Tls,
        VirtualHosts = VirtualHosts,
        RequestTimeout = RequestTimeout,
        MaxResponseBytes = MaxResponseBytes,
    };

    public override string ToString() => $"RabbitMQ at {string.Join(", ", ManagementUrls)}";

    /// <summary>The settings; mistakes are in <see cref="IBrokerProvider.Validate"/>.</summary>
    /// <exception cref="ArgumentException">They cannot be used.</exception>
    public static RabbitMqSettings From(ConnectionSettings settings)
    {
        var reader = new RabbitMqSettingsReader(settings);
        return reader.Read() ?? throw new ArgumentException(
            "The connection's settings cannot be used: " + string.Join("; ", reader.Problems.Select(p => $"{p.Key}: {p.Message}")), nameof(settings));
    }

    /// <summary>Connection settings' values by key, as configured in <paramref name="settings"/>: all problems at once.</summary>
    public static IReadOnlyList<SettingProblem> ProblemsOf(ConnectionSettings settings)
    {
        var reader = new RabbitMqSettingsReader(settings);
        reader.Read();
        return reader.Problems;
    }
}
