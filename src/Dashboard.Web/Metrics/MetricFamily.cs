namespace Dashboard.Web.Metrics;

/// <summary>All samples of one metric, as it is exported.</summary>
/// <param name="Name">Letters, digits and underscore, with the unit at the end.</param>
/// <param name="Help">What it means.</param>
/// <param name="IsCounter">It only rises, until the process ends.</param>
/// <param name="Samples">No two with the same labels; values are finite.</param>
internal sealed record MetricFamily(string Name, string Help, bool IsCounter, IReadOnlyList<MetricSample> Samples);

/// <summary>One value with its labels. Label values may hold names from a broker.</summary>
internal readonly record struct MetricSample(double Value, params IReadOnlyList<KeyValuePair<string, string>> Labels);
