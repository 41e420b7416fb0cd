using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Diagnosis.Judging;

/// <summary>Judges the snapshots of one connection, one after the other. One thread at a time.</summary>
internal sealed class ConnectionJudge(ConnectionInfo connection, IDiagnostics? diagnostics, IHistory history)
{
    private readonly SymptomTracker _tracker = new(connection.Id);
    private readonly VerdictWriter _verdicts = new();
    private readonly Dictionary<string, DateTimeOffset> _judgedSince = [];
    private readonly Dictionary<(string SectionId, string Missing), DateTimeOffset> _missingSince = [];

    /// <summary>Findings of before the restart that were not judged yet. For any thread.</summary>
    public IEnumerable<KeptFinding> Unclaimed => _tracker.Unclaimed;

    /// <summary>What was open before the restart; before the first snapshot.</summary>
    public void Restore(IReadOnlyList<KeptFinding> kept) => _tracker.Restore(kept);

    /// <summary>What is found, and the snapshot with verdicts written into its tables.</summary>
    public (ConnectionDiagnosis Diagnosis, ConnectionSnapshot Snapshot) Judge(ConnectionSnapshot snapshot)
    {
        var input = new DiagnosisInput(snapshot, history);
        var sink = new SymptomSink(input);
        diagnostics?.Judge(input, sink);
        var judged = sink.Judged.Concat(GeneralSymptoms.Signals.Select(s => s.Id)).ToHashSet();
        var findings = _tracker.Step(input, [.. sink.Symptoms, .. GeneralSymptoms.Of(snapshot)], judged);
        NoteJudged(sink, snapshot.TakenAt);
        var diagnosis = new ConnectionDiagnosis(connection, snapshot.TakenAt, findings, Unjudged(sink, snapshot.TakenAt))
        {
            IsWaiting = snapshot.Health == ConnectionHealth.Connecting,
            Signals = [.. diagnostics?.Signals ?? [], .. GeneralSymptoms.Signals],
            JudgedSince = new Dictionary<string, DateTimeOffset>(_judgedSince),
            EndedAt = _tracker.Ended,
        };
        return (diagnosis, _verdicts.Write(snapshot, diagnosis, sink));
    }

    /// <summary>The section a signal speaks about is the first that it needs.</summary>
    internal static string? SectionOf(SignalDefinition signal) => signal.Needs.Count == 0 ? null : signal.Needs[0].SectionId;

    private void NoteJudged(SymptomSink sink, DateTimeOffset now)
    {
        foreach (var section in (diagnostics?.Signals ?? []).Select(SectionOf).OfType<string>().Distinct())
        {
            if (sink.Missing.Any(m => SectionOf(m.Signal) == section))
                _judgedSince.Remove(section);
            else
                _judgedSince.TryAdd(section, now);
        }
    }

    private List<Unjudged> Unjudged(SymptomSink sink, DateTimeOffset now)
    {
        var found = new List<Unjudged>();
        foreach (var same in sink.Missing.GroupBy(m => (m.SectionId, m.Missing)))
            found.Add(new([.. same.Select(m => m.Signal)], same.Key.SectionId, same.Key.Missing, null, SinceOf(same.Key)));
        foreach (var (section, gaps) in sink.Gaps)
        {
            var signals = (diagnostics?.Signals ?? []).Where(s => SectionOf(s) == section).ToList();
            foreach (var (missing, rows) in gaps.Reasons)
                found.Add(new(signals, section, missing, rows, SinceOf((section, missing))));
        }

        foreach (var gone in _missingSince.Keys.Except(found.Select(u => (u.SectionId, u.Missing))).ToList())
            _missingSince.Remove(gone);
        return found;

        DateTimeOffset SinceOf((string, string) what)
        {
            _missingSince.TryAdd(what, now);
            return _missingSince[what];
        }
    }
}
