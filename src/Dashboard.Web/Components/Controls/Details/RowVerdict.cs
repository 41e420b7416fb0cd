using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls.Details;

/// <summary>The first line of a row's page: the worst that was found, or that nothing was, as far as all could be judged.</summary>
/// <param name="Tone">How bad.</param>
/// <param name="Text">A sentence; may hold names from the broker.</param>
/// <param name="Finding">The finding it tells; null where it tells none.</param>
/// <param name="More">Further findings about the row.</param>
/// <param name="NothingSince">Since when nothing was found wrong; null where that cannot be said.</param>
public sealed record RowVerdict(Tone Tone, string Text, Finding? Finding = null, int More = 0, DateTimeOffset? NothingSince = null)
{
    /// <summary>The worst of: data out of date, a finding, a cell of the row that is bad news. Never claims health from missing data.</summary>
    public static RowVerdict Of(SectionSnapshot section, int row, ConnectionDiagnosis? diagnosis)
    {
        var table = section.Table!;
        var key = table.Keys[row];
        if (section.Problem is { } problem)
            return new(Tone.Unknown, $"How it is now is not known: {problem.Message}");
        var findings = diagnosis?.Of(section.Definition.Id, key).ToList() ?? [];
        if (findings is [{ Tone: not Tone.Info } worst, ..])
            return new(worst.Tone, worst.Text, worst, findings.Count - 1);
        if (WorstCell(table, row) is { } cell)
            return cell;
        if (findings is [var note, ..])
            return new(note.Tone, note.Text, note, findings.Count - 1);
        return Quiet(section, row, diagnosis);
    }

    // Nothing was found: what that is worth.
    private static RowVerdict Quiet(SectionSnapshot section, int row, ConnectionDiagnosis? diagnosis)
    {
        var table = section.Table!;
        var id = section.Definition.Id;
        var verdict = section.Definition.OrdinalOf(VerdictColumn.Id) < 0 ? null : table[VerdictColumn.Id].TextAt(row);
        if (verdict == VerdictColumn.Ok && diagnosis?.NothingWrongSince(id, table.Keys[row]) is { } since)
            return new(Tone.Good, $"Nothing wrong found{FactsOf(table, row)}.", NothingSince: since);
        if (verdict is not null)
        {
            var missing = diagnosis?.Unjudged.FirstOrDefault(u => u.SectionId == id || u.Signals.Any(s => s.Needs.Count > 0 && s.Needs[0].SectionId == id))?.Missing;
            return new(Tone.Unknown, $"Nothing wrong was found, but not all could be judged{FactsOf(table, row)}.{(missing is null ? "" : " " + missing)}");
        }

        return new(Tone.Neutral, $"The broker reports nothing wrong with it{FactsOf(table, row)}.");
    }

    // Its main counts, so that the first line answers even where no verdict can be given.
    private static string FactsOf(SectionTable table, int row)
    {
        var facts = table.Definition.Columns
            .Where(c => c is { Type: ColumnType.Integer, KeepsHistory: true, IsDefaultVisible: true } && table[c.Id].HasValue(row))
            .Take(4)
            .Select(c => $"{Figures.Count(table[c.Id].NumberAt(row))} {c.Title.ToLowerInvariant()}")
            .ToList();
        return facts.Count == 0 ? "" : ": " + string.Join(", ", facts);
    }

    private static RowVerdict? WorstCell(SectionTable table, int row)
    {
        RowVerdict? worst = null;
        foreach (var column in table.Definition.Columns.Where(c => c.Tones.Count > 0 && c.Id != VerdictColumn.Id))
        {
            var data = table[column.Id];
            if (!data.HasValue(row))
                continue;
            var value = data.TextAt(row)!;
            var shown = value;
            if (column.Type == ColumnType.Flag)
            {
                var isOn = data.NumberAt(row) != 0;
                shown = isOn ? "yes" : "no";
                value = isOn ? "true" : "false";
            }

            var tone = column.Tones.TryGetValue(value, out var found) || column.Tones.TryGetValue(shown, out found) ? found : Tone.Neutral;
            if (tone is Tone.Bad or Tone.Warning && (worst is null || Tones.Rank(tone) < Tones.Rank(worst.Tone)))
                worst = new(tone, $"{column.Title} is {shown}.{(column.Help.Length > 0 ? " " + column.Help : "")}");
        }

        return worst;
    }
}
