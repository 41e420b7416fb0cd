using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Diagnosis.Judging;

/// <summary>
/// Turns symptoms, which come and go with each snapshot, into findings: a condition becomes one when it has held for its hold-down and ends when it
/// was not seen for its release time. While its data cannot be read a finding neither ends nor grows older than it is known to be.
/// One connection; one thread at a time.
/// </summary>
internal sealed class SymptomTracker(ConnectionId connection)
{
    private static readonly TimeSpan EndsAreKept = TimeSpan.FromHours(1);
    private const int MostEndsKept = 20_000;

    /// <summary>What shows up within this time of the first judgement may be as old as anything.</summary>
    private static readonly TimeSpan FirstSight = TimeSpan.FromSeconds(60);

    private readonly Dictionary<EntryKey, Entry> _entries = [];
    private readonly Dictionary<string, DateTimeOffset> _firstJudged = [];
    private readonly Dictionary<(string SectionId, RowKey Key), DateTimeOffset> _ended = [];
    private Finding[] _findings = [];
    private volatile ImmutableDictionary<string, KeptFinding> _kept = ImmutableDictionary<string, KeptFinding>.Empty;

    /// <summary>When the last finding about a row ended.</summary>
    public IReadOnlyDictionary<(string SectionId, RowKey Key), DateTimeOffset> Ended => new Dictionary<(string, RowKey), DateTimeOffset>(_ended);

    /// <summary>Findings of before the restart that were not seen again and are not over either. For any thread.</summary>
    public IEnumerable<KeptFinding> Unclaimed => _kept.Values;

    /// <summary>What was open before the restart; before the first step.</summary>
    public void Restore(IReadOnlyList<KeptFinding> kept) => _kept = kept.DistinctBy(finding => finding.Id).ToImmutableDictionary(finding => finding.Id);

    /// <summary>Takes in what one snapshot showed.</summary>
    /// <returns>The findings now, worst first; the same list where nothing changed.</returns>
    public IReadOnlyList<Finding> Step(DiagnosisInput input, IReadOnlyList<Symptom> symptoms, IReadOnlySet<string> judged)
    {
        var now = input.Now;
        var hasChanged = false;
        foreach (var signal in judged)
            _firstJudged.TryAdd(signal, now);
        foreach (var symptom in symptoms)
            hasChanged |= See(symptom, now);
        hasChanged |= Age(input, judged, now);
        ForgetKept(judged, now);
        if (!hasChanged)
            return _findings;
        ForgetEnds(now);
        return _findings =
        [
            .. _entries.Values.Where(e => e.Finding is not null).Select(e => e.Finding!)
                .OrderBy(f => ToneOrder.Rank(f.Tone)).ThenBy(f => f.Since).ThenByDescending(f => f.Weight).ThenBy(f => f.Id, StringComparer.Ordinal),
        ];
    }

    private bool See(Symptom symptom, DateTimeOffset now)
    {
        var key = new EntryKey(symptom.Signal.Id, symptom.SectionId, symptom.Key, symptom.Part);
        if (!_entries.TryGetValue(key, out var entry))
        {
            _entries[key] = entry = new Entry
            {
                Signal = symptom.Signal,
                FirstSeen = now,
                IsOlderThanKnown = symptom.Since is null && now - _firstJudged[symptom.Signal.Id] < FirstSight,
            };
            if (!_kept.IsEmpty && _kept.GetValueOrDefault(IdOf(symptom)) is { } kept && kept.Since <= now)
            {
                (entry.FirstSeen, entry.IsOlderThanKnown) = (kept.Since, kept.IsOlderThanKnown);
                _kept = _kept.Remove(kept.Id);
            }
        }

        entry.LastSeen = now;
        if (symptom.Since is { } since && since < entry.FirstSeen)
            (entry.FirstSeen, entry.IsOlderThanKnown) = (since, false);
        if (entry.Finding is null && now - entry.FirstSeen < symptom.Signal.HoldDown)
            return false;
        if (entry.Finding is { IsStale: false } shown && entry.Figures == symptom.Figures && shown.Since == entry.FirstSeen && shown.NextTryAt == symptom.NextTryAt)
            return false;
        entry.Figures = symptom.Figures;
        entry.Finding = Describe(symptom, entry);
        return true;
    }

    /// <summary>What was not seen this time: gone, or not looked for.</summary>
    private bool Age(DiagnosisInput input, IReadOnlySet<string> judged, DateTimeOffset now)
    {
        var hasChanged = false;
        foreach (var (key, entry) in _entries)
        {
            if (entry.LastSeen == now)
                continue;
            if (!judged.Contains(key.SignalId))
            {
                entry.LastSeen = now;
                hasChanged |= entry.Finding is { IsStale: false };
                entry.Finding = entry.Finding is null ? null : entry.Finding with { IsStale = true };
                continue;
            }

            if (entry.Finding is not null && now - entry.LastSeen < entry.Signal.Release && IsThere(input, key))
                continue;
            _entries.Remove(key);
            if (entry.Finding is null)
                continue;
            hasChanged = true;
            if (key is { SectionId: { } section, Key: { } row })
                _ended[(section, row)] = now;
        }

        return hasChanged;
    }

    // What is not seen again soon after its signal was first judged has ended while nobody looked. Some columns are read in turns, which takes a moment.
    private void ForgetKept(IReadOnlySet<string> judged, DateTimeOffset now)
    {
        if (!_kept.IsEmpty)
            _kept = _kept.RemoveRange(_kept.Values.Where(kept => judged.Contains(kept.SignalId) && now - _firstJudged[kept.SignalId] >= FirstSight).Select(kept => kept.Id).ToList());
    }

    private static bool IsThere(DiagnosisInput input, EntryKey key)
        => key is not { SectionId: { } section, Key: { } row } || input.Table(section)?.RowOf(row) >= 0;

    private string IdOf(Symptom symptom) =>
        string.Join('/', new[] { connection.Value, symptom.Signal.Id, symptom.SectionId, symptom.Key?.Value, symptom.Part }.Where(part => !string.IsNullOrEmpty(part)));

    private Finding Describe(Symptom symptom, Entry entry)
    {
        var text = symptom.Describe();
        return new Finding
        {
            Id = IdOf(symptom),
            Connection = connection,
            Signal = symptom.Signal,
            Tone = symptom.Signal.Tone,
            SectionId = symptom.SectionId,
            Key = symptom.Key,
            Text = text.Text,
            Since = entry.FirstSeen,
            IsOlderThanKnown = entry.IsOlderThanKnown,
            Evidence = text.Evidence,
            NextStep = text.NextStep,
            NextTryAt = symptom.NextTryAt,
            Weight = symptom.Figures.Item1 >= 1 ? (int)Math.Log10(symptom.Figures.Item1) : 0,
        };
    }

    private void ForgetEnds(DateTimeOffset now)
    {
        foreach (var (row, at) in _ended)
        {
            if (now - at > EndsAreKept || _ended.Count > MostEndsKept)
                _ended.Remove(row);
        }
    }

    private readonly record struct EntryKey(string SignalId, string? SectionId, RowKey? Key, string Part);

    private sealed class Entry
    {
        public required SignalDefinition Signal { get; init; }

        public DateTimeOffset FirstSeen { get; set; }

        public bool IsOlderThanKnown { get; set; }

        public DateTimeOffset LastSeen { get; set; }

        public (double, double, double, double) Figures { get; set; }

        /// <summary>Null until it has held for long enough.</summary>
        public Finding? Finding { get; set; }
    }
}
