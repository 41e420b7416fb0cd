namespace Dashboard.Core.Model;

/// <summary>A figure that says how far it can be trusted, and why not further.</summary>
/// <param name="Value">The figure; meaningless while <paramref name="Accuracy"/> is <see cref="MetricAccuracy.Unavailable"/>.</param>
/// <param name="Accuracy">How far it can be trusted.</param>
/// <param name="Reason">Why it is not exact, in words for the operator; null for exact figures.</param>
public readonly record struct Metric(double Value, MetricAccuracy Accuracy, string? Reason = null)
{
    public static Metric Exact(double value) => new(value, MetricAccuracy.Exact);

    public static Metric Unavailable(string reason) => new(double.NaN, MetricAccuracy.Unavailable, reason);

    public bool IsAvailable => Accuracy != MetricAccuracy.Unavailable;
}
