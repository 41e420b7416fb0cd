namespace Dashboard.Core.Model;

/// <summary>How far a figure can be trusted. Unavailable is never shown as zero.</summary>
public enum MetricAccuracy
{
    /// <summary>As the broker counted it at the time of reading.</summary>
    Exact,

    /// <summary>Sampled, interpolated or summed over parts that were not read at one moment.</summary>
    Approximate,

    /// <summary>The last good value of a source that fails now.</summary>
    Stale,

    /// <summary>The broker does not tell, or may not be asked.</summary>
    Unavailable,
}
