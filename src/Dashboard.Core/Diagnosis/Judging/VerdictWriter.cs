using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Diagnosis.Judging;

/// <summary>
/// Writes the verdict column of the sections that declare one. A table whose rows and verdicts are those of before stays the same object, so that
/// nothing is drawn or worked out anew for it.
/// </summary>
internal sealed class VerdictWriter
{
    private readonly Dictionary<string, Written> _written = [];

    public ConnectionSnapshot Write(ConnectionSnapshot snapshot, ConnectionDiagnosis diagnosis, SymptomSink sink)
    {
        if (!snapshot.Sections.Any(s => HasVerdict(s)))
            return snapshot;
        var bySection = diagnosis.Findings.ToLookup(f => f.SectionId);
        return snapshot with { Sections = [.. snapshot.Sections.Select(s => HasVerdict(s) ? Written(s) : s)] };

        SectionSnapshot Written(SectionSnapshot section)
        {
            var id = section.Definition.Id;
            var table = section.Table!;
            var known = _written.GetValueOrDefault(id);
            // Out of date: what was said of it when it was not.
            if (section.Problem is not null && ReferenceEquals(known?.Source, table))
                return section with { Table = known!.Result };
            var words = WordsOf(table, bySection[id], sink, diagnosis.JudgedSince.ContainsKey(id));
            if (!ReferenceEquals(known?.Source, table) || !known!.Words.AsSpan().SequenceEqual(words))
                _written[id] = known = new Written(table, words, table.With(VerdictColumn.Id, new TextColumn(words)));
            return section with { Table = known.Result };
        }
    }

    private static bool HasVerdict(SectionSnapshot section) => section.Table is not null && section.Definition.OrdinalOf(VerdictColumn.Id) >= 0;

    private static string?[] WordsOf(SectionTable table, IEnumerable<Finding> findings, SymptomSink sink, bool isJudged)
    {
        var words = new string?[table.RowCount];
        Array.Fill(words, isJudged ? VerdictColumn.Ok : VerdictColumn.Unknown);
        if (sink.Gaps.TryGetValue(table.Definition.Id, out var gaps) && gaps.IsUnknown.Length == words.Length)
        {
            for (var row = 0; row < words.Length; row++)
            {
                if (gaps.IsUnknown[row])
                    words[row] = VerdictColumn.Unknown;
            }
        }

        // Worst first: the first one that speaks of a row is its verdict.
        var told = new HashSet<int>();
        foreach (var finding in findings)
        {
            if (finding.Tone is not Tone.Info && finding.Key is { } key && table.RowOf(key) is var row and >= 0 && told.Add(row))
                words[row] = finding.Signal.Word;
        }

        return words;
    }

    private sealed record Written(SectionTable Source, string?[] Words, SectionTable Result);
}
