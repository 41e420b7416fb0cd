using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Diagnosis;

/// <summary>What is found on one connection at one moment: immutable, replaced whole.</summary>
public sealed class ConnectionDiagnosis
{
    private readonly Lazy<ILookup<(string? SectionId, RowKey? Key), Finding>> _byRow;

    public ConnectionDiagnosis(ConnectionInfo connection, DateTimeOffset judgedAt, IReadOnlyList<Finding> findings, IReadOnlyList<Unjudged> unjudged)
    {
        Connection = connection;
        JudgedAt = judgedAt;
        Findings = findings;
        Unjudged = unjudged;
        _byRow = new(() => Findings.ToLookup(f => (f.SectionId, f.Key)));
    }

    public ConnectionInfo Connection { get; }

    /// <summary>When the snapshot it judges was taken.</summary>
    public DateTimeOffset JudgedAt { get; }

    /// <summary>Nothing was read of the connection yet.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>Worst first; among equals the oldest first.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>What could not be judged.</summary>
    public IReadOnlyList<Unjudged> Unjudged { get; }

    /// <summary>The signals of this kind of broker.</summary>
    public IReadOnlyList<SignalDefinition> Signals { get; init; } = [];

    /// <summary>Sections that are judged, each with the time since which all that is needed was readable.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> JudgedSince { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>When the last finding about a row ended, for rows where that was in the last hour.</summary>
    internal IReadOnlyDictionary<(string SectionId, RowKey Key), DateTimeOffset> EndedAt { get; init; } = new Dictionary<(string, RowKey), DateTimeOffset>();

    /// <summary>Findings an operator has to act on: problems and warnings.</summary>
    public int ToActOn => Findings.Count(f => f.Tone is Tone.Bad or Tone.Warning);

    /// <summary>Findings about one row, worst first.</summary>
    public IEnumerable<Finding> Of(string sectionId, RowKey key) => _byRow.Value[(sectionId, key)];

    /// <summary>Since when nothing was found wrong with a row; null where its section is not judged, or not completely.</summary>
    public DateTimeOffset? NothingWrongSince(string sectionId, RowKey key)
    {
        if (!JudgedSince.TryGetValue(sectionId, out var judged) || Of(sectionId, key).Any())
            return null;
        return EndedAt.TryGetValue((sectionId, key), out var ended) && ended > judged ? ended : judged;
    }
}
