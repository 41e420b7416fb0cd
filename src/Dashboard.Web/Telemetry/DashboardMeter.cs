using System.Diagnostics.Metrics;
using Dashboard.Web.Metrics;

namespace Dashboard.Web.Telemetry;

/// <summary>The metrics of <c>/metrics</c> as instruments, one for each name as soon as it is first seen.</summary>
internal sealed class DashboardMeter(MetricsCollection metrics, TimeProvider time) : IDisposable
{
    public const string Name = "Dashboard";

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private readonly Meter _meter = new(Name);
    private readonly Lock _gate = new();
    private readonly HashSet<string> _instruments = new(StringComparer.Ordinal);
    private Dictionary<string, MetricFamily> _latest = new(StringComparer.Ordinal);
    private DateTimeOffset _gatheredAt = DateTimeOffset.MinValue;

    /// <summary>Makes instruments for names that are new. Not from within an instrument's own callback.</summary>
    public void AddInstruments()
    {
        foreach (var family in Gathered().Values.Where(family => _instruments.Add(family.Name)))
        {
            if (family.IsCounter)
                _meter.CreateObservableCounter(family.Name, () => Measure(family.Name), description: family.Help);
            else
                _meter.CreateObservableGauge(family.Name, () => Measure(family.Name), description: family.Help);
        }
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> Measure(string name) => Gathered().TryGetValue(name, out var family)
        ? family.Samples.Select(sample => new Measurement<double>(sample.Value, sample.Labels.Select(label => KeyValuePair.Create(label.Key, (object?)label.Value))))
        : [];

    // One export asks every instrument in turn; they share what was gathered for the first one.
    private Dictionary<string, MetricFamily> Gathered()
    {
        lock (_gate)
        {
            if (time.GetUtcNow() - _gatheredAt > Freshness)
            {
                _latest = metrics.Gather().ToDictionary(family => family.Name, StringComparer.Ordinal);
                _gatheredAt = time.GetUtcNow();
            }

            return _latest;
        }
    }
}
