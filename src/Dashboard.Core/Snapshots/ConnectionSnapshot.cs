using Dashboard.Core.Model;

namespace Dashboard.Core.Snapshots;

/// <summary>
/// All that is known of one connection at one moment: immutable, replaced whole. Versions rise by one with each change.
/// </summary>
public sealed record ConnectionSnapshot
{
    public required ConnectionInfo Connection { get; init; }

    public required long Version { get; init; }

    /// <summary>When this value was made.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    public required ConnectionHealth Health { get; init; }

    /// <summary>When an essential source last answered; null when none did yet.</summary>
    public DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>Broker product and version in words; null until known. Hostile text.</summary>
    public string? Product { get; init; }

    /// <summary>The cluster's own name; null until known. Hostile text.</summary>
    public string? ClusterName { get; init; }

    /// <summary>In the provider's order.</summary>
    public required IReadOnlyList<SectionSnapshot> Sections { get; init; }

    public IReadOnlyList<Figure> Figures { get; init; } = [];

    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>Sources that fail now, by source id.</summary>
    public IReadOnlyDictionary<string, SourceProblem> Problems { get; init; } = new Dictionary<string, SourceProblem>();

    /// <summary>How long the last read of each source took that has ended, by source id.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Reads { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>The section, or null.</summary>
    public SectionSnapshot? Section(string sectionId) => Sections.FirstOrDefault(s => s.Definition.Id == sectionId);

    /// <summary>The figure, or null.</summary>
    public Figure? Figure(string figureId) => Figures.FirstOrDefault(f => f.Id == figureId);
}
