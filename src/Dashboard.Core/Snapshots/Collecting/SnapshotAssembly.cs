using Dashboard.Core.Model;

namespace Dashboard.Core.Snapshots.Collecting;

/// <summary>Makes the next snapshot of a connection from what its sources said last. Touched by the poller's loop alone.</summary>
internal sealed class SnapshotAssembly(IReadOnlyList<SourceState> sources)
{
    // Figures stand in the order in which they were first seen, whichever source answers first afterwards.
    private readonly List<string> _figureOrder = [];
    private readonly Dictionary<string, (Figure Figure, SourceState From)> _figures = [];
    private readonly Dictionary<string, SectionTable> _tables = [];
    private string? _product;
    private string? _clusterName;
    private DateTimeOffset? _lastGoodAt;

    /// <summary>Takes in what a source has just said.</summary>
    public void Add(SourceState source, SourceReading reading, DateTimeOffset now)
    {
        foreach (var table in reading.Tables)
            _tables[table.Definition.Id] = table;
        foreach (var figure in reading.Figures)
        {
            if (!_figures.ContainsKey(figure.Id))
                _figureOrder.Add(figure.Id);
            _figures[figure.Id] = (figure, source);
        }

        _product = reading.Product ?? _product;
        _clusterName = reading.ClusterName ?? _clusterName;
        if (source.Source.IsEssential)
            _lastGoodAt = now;
    }

    /// <summary>The snapshot as it stands now, following an earlier one.</summary>
    public ConnectionSnapshot Next(ConnectionSnapshot earlier, DateTimeOffset now) => earlier with
    {
        TakenAt = now,
        Health = HealthOf(sources),
        LastGoodAt = _lastGoodAt,
        Product = _product,
        ClusterName = _clusterName,
        Sections = [.. earlier.Sections.Select(section => new SectionSnapshot(
            section.Definition,
            _tables.GetValueOrDefault(section.Definition.Id),
            sources.FirstOrDefault(s => s.Problem is not null && s.Source.SectionIds.Contains(section.Definition.Id))?.Problem))],
        Figures = [.. _figureOrder.Select(id => AsKnownNow(_figures[id]))],
        Notices = [.. sources.SelectMany(s => s.LastGood?.Notices ?? [])],
        Reads = sources.Where(s => s.LastDuration is not null).ToDictionary(s => s.Source.Id, s => s.LastDuration!.Value),
        Problems = sources.Where(s => s.Problem is not null).ToDictionary(s => s.Source.Id, s => s.Problem!),
    };

    internal static ConnectionHealth HealthOf(IReadOnlyList<SourceState> sources)
    {
        if (sources.Any(s => s.Problem is not null && s.Source.IsEssential))
            return ConnectionHealth.Down;
        // What the broker does not offer does not fail.
        if (sources.Any(s => s.Problem is { Kind: not SourceProblemKind.NotSupported }))
            return ConnectionHealth.Partial;
        // Up needs the word of an essential source; where none is declared, any will do.
        var hasEssential = sources.Any(s => s.Source.IsEssential);
        return sources.Any(s => s.HasAnswered && (s.Source.IsEssential || !hasEssential)) ? ConnectionHealth.Up : ConnectionHealth.Connecting;
    }

    private static Figure AsKnownNow((Figure Figure, SourceState From) known)
        => known.From.Problem is { } problem && known.Figure.Value.IsAvailable
            ? known.Figure with { Value = known.Figure.Value with { Accuracy = MetricAccuracy.Stale, Reason = problem.Message } }
            : known.Figure;
}
