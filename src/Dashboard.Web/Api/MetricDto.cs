using System.ComponentModel;
using Dashboard.Core.Model;

namespace Dashboard.Web.Api;

/// <summary>A figure that says how far it can be trusted.</summary>
internal sealed record MetricDto
{
    [Description("The figure; null while it is not known.")]
    public required double? Value { get; init; }

    [Description("exact, approximate, stale (of a source that fails now) or unavailable.")]
    public required MetricAccuracy Accuracy { get; init; }

    [Description("Why it is not exact; null for exact figures.")]
    public required string? Reason { get; init; }

    public static MetricDto Of(Metric metric) => new()
    {
        Value = metric.IsAvailable && double.IsFinite(metric.Value) ? metric.Value : null,
        Accuracy = metric.Accuracy,
        Reason = metric.Reason,
    };
}
