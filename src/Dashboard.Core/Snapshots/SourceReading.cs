namespace Dashboard.Core.Snapshots;

/// <summary>What one successful read of a source brought. What it does not hold stays as it was.</summary>
public sealed record SourceReading
{
    /// <summary>Whole new tables, at most one for each section.</summary>
    public IReadOnlyList<SectionTable> Tables { get; init; } = [];

    /// <summary>Figures about the connection; replace figures of the same id, in the order first seen.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>Notices of this source; replace all earlier notices of this source.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>Broker product and version in words (<c>RabbitMQ 3.10.8</c>); null keeps what was known.</summary>
    public string? Product { get; init; }

    /// <summary>The cluster's own name; null keeps what was known.</summary>
    public string? ClusterName { get; init; }
}
