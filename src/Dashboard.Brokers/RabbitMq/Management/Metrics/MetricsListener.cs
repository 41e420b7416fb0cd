using System.Text.Json;

namespace Dashboard.Brokers.RabbitMq.Management.Metrics;

/// <summary>Where a node offers its metrics in Prometheus' format, as the overview tells.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Port">TCP port.</param>
internal sealed record MetricsListener(string Scheme, int Port)
{
    private const string Suffix = "/prometheus";

    /// <summary>From the overview's <c>listeners</c>: the encrypted one where there are both; null where there is none.</summary>
    public static MetricsListener? Of(JsonElement listeners) => listeners.Items()
        .Select(One)
        .OfType<MetricsListener>()
        .OrderByDescending(listener => listener.Scheme, StringComparer.Ordinal)
        .FirstOrDefault();

    private static MetricsListener? One(JsonElement listener)
        => listener.Text("protocol") is "http" + Suffix or "https" + Suffix && listener.Integer("port") is { } port and > 0 and <= ushort.MaxValue
            ? new MetricsListener(listener.Text("protocol")![..^Suffix.Length], (int)port)
            : null;
}
