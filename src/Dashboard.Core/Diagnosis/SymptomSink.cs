using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Diagnosis;

/// <summary>Takes in what looks wrong in one snapshot, and what could not be judged.</summary>
public sealed class SymptomSink(DiagnosisInput input)
{
    private readonly List<Symptom> _symptoms = [];
    private readonly List<(SignalDefinition Signal, string SectionId, string Missing)> _missing = [];
    private readonly Dictionary<string, RowGaps> _gaps = [];
    private readonly HashSet<string> _judged = [];

    /// <summary>What looks wrong, in the order reported.</summary>
    public IReadOnlyList<Symptom> Symptoms => _symptoms;

    /// <summary>Signals that were judged, by id.</summary>
    internal IReadOnlySet<string> Judged => _judged;

    /// <summary>Signals that could not be judged at all, and why.</summary>
    internal IReadOnlyList<(SignalDefinition Signal, string SectionId, string Missing)> Missing => _missing;

    /// <summary>Rows of which too little is known, by section.</summary>
    internal IReadOnlyDictionary<string, RowGaps> Gaps => _gaps;

    /// <summary>Asks whether all that the signal needs is known. False notes what is missing: then report nothing for it.</summary>
    public bool Begin(SignalDefinition signal)
    {
        foreach (var need in signal.Needs)
        {
            if (WhatIsMissing(need) is not { } missing)
                continue;
            _missing.Add((signal, need.SectionId, missing));
            return false;
        }

        _judged.Add(signal.Id);
        return true;
    }

    /// <summary>A row looks wrong.</summary>
    /// <param name="signal">By which signal.</param>
    /// <param name="table">The table that holds the row.</param>
    /// <param name="row">Its ordinal.</param>
    /// <param name="figures">The figures of the text, so that it is written anew only when one of them changes.</param>
    /// <param name="describe">Writes it.</param>
    /// <param name="since">Since when, where that is known better than by the dashboard's first sight.</param>
    public void Report(
        SignalDefinition signal, SectionTable table, int row, (double, double, double, double) figures, Func<SymptomText> describe, DateTimeOffset? since = null)
        => _symptoms.Add(new Symptom { Signal = signal, SectionId = table.Definition.Id, Key = table.Keys[row], Figures = figures, Describe = describe, Since = since });

    /// <summary>A row looks wrong, in one of several ways.</summary>
    public void Report(SignalDefinition signal, SectionTable table, int row, string part, (double, double, double, double) figures, Func<SymptomText> describe)
        => _symptoms.Add(new Symptom { Signal = signal, SectionId = table.Definition.Id, Key = table.Keys[row], Part = part, Figures = figures, Describe = describe });

    /// <summary>Reports again what was reported before, where what it rests on is the same.</summary>
    public void Repeat(IEnumerable<Symptom> symptoms) => _symptoms.AddRange(symptoms);

    /// <summary>The connection as a whole looks wrong.</summary>
    public void Report(SignalDefinition signal, (double, double, double, double) figures, Func<SymptomText> describe)
        => _symptoms.Add(new Symptom { Signal = signal, Figures = figures, Describe = describe });

    /// <summary>Too little is known of a row to call it healthy.</summary>
    public void NotKnown(SectionTable table, int row, string missing)
    {
        if (!_gaps.TryGetValue(table.Definition.Id, out var gaps))
            _gaps[table.Definition.Id] = gaps = new RowGaps(table.RowCount);
        gaps.Add(row, missing);
    }

    private string? WhatIsMissing(SignalNeed need)
    {
        var section = input.Snapshot.Section(need.SectionId);
        if (section is null)
            return "This broker has no such list.";
        if (section.Problem is { } problem)
            return problem.Message;
        if (section.Table is not { } table)
            return "Not read yet.";
        foreach (var column in need.ColumnIds)
        {
            if (table.Definition.OrdinalOf(column) is var ordinal && (ordinal < 0 || table.Columns[ordinal].UnavailableReason is not null))
                return ordinal < 0 ? $"There is no column {column}." : table.Columns[ordinal].UnavailableReason;
        }

        return null;
    }

    /// <summary>Rows of one table of which too little is known.</summary>
    internal sealed class RowGaps(int rowCount)
    {
        public bool[] IsUnknown { get; } = new bool[rowCount];

        public Dictionary<string, int> Reasons { get; } = [];

        public void Add(int row, string missing)
        {
            if (IsUnknown[row])
                return;
            IsUnknown[row] = true;
            Reasons[missing] = Reasons.GetValueOrDefault(missing) + 1;
        }
    }
}
