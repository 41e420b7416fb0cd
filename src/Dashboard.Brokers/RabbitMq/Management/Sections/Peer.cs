using System.Globalization;
using System.Text.Json;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>The client's side of a connection.</summary>
internal static class Peer
{
    /// <summary><c>10.0.0.7:51234</c>; null where the broker does not tell.</summary>
    public static string? Of(JsonElement details)
    {
        var host = details.Text("peer_host");
        var port = details.Integer("peer_port");
        if (string.IsNullOrEmpty(host))
            return null;
        if (host.Contains(':', StringComparison.Ordinal))
            host = $"[{host}]";
        return port is null ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
    }
}
