using Dashboard.Core.Capabilities;
using Dashboard.Core.Filtering;
using Dashboard.Web.Metrics;
using Dashboard.Web.Telemetry;

namespace Dashboard.Web.Configuration;

/// <summary>Checks <c>Dashboard:Metrics</c> and <c>Dashboard:Telemetry</c>, which are bound where they are used.</summary>
internal static class TelemetrySettings
{
    private const int MostRows = 100_000;

    public static IEnumerable<SettingProblem> FindProblems(IConfigurationSection root)
    {
        var rows = root.GetSection("Metrics:MaxRows");
        if (rows.Value is not null && !(int.TryParse(rows.Value, out var count) && count is >= 0 and <= MostRows))
            yield return new(rows.Path, $"is a number from 0 to {MostRows:N0}.");
        var loopback = root.GetSection("Metrics:AllowLoopback");
        if (loopback.Value is { Length: > 0 } && !bool.TryParse(loopback.Value, out _))
            yield return new(loopback.Path, "is true or false.");
        var filter = root.GetSection("Metrics:Filter");
        if (filter.Value is { Length: > 0 } text && FilterParser.Parse(text) is { Error: { } error, ErrorAt: var at })
            yield return new(filter.Path, $"cannot be read at character {at + 1}: {error}");
        var endpoint = root.GetSection("Telemetry:Otlp:Endpoint");
        if (endpoint.Value is { Length: > 0 } && !(Uri.TryCreate(endpoint.Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return new(endpoint.Path, "is an address: http://127.0.0.1:4318");
        var protocol = root.GetSection("Telemetry:Otlp:Protocol");
        if (protocol.Value is { Length: > 0 } && !OtlpOptions.Protocols.Contains(protocol.Value, StringComparer.Ordinal))
            yield return new(protocol.Path, $"is {string.Join(" or ", OtlpOptions.Protocols)}.");
        var period = root.GetSection("Telemetry:Otlp:MetricsEvery");
        if (period.Value is { Length: > 0 } && !(TimeSpan.TryParse(period.Value, System.Globalization.CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.FromMilliseconds(100)))
            yield return new(period.Path, "is a length of time, 00:00:15 for one.");
    }
}
