using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls.Details;

/// <summary>The first line of a row's page: what is known to be wrong with it, said by the broker itself, or that nothing is.</summary>
/// <param name="Tone">How bad.</param>
/// <param name="Text">A sentence; may hold names from the broker.</param>
public sealed record RowVerdict(Tone Tone, string Text)
{
    /// <summary>The worst of: data out of date, a notice about the row, a cell of the row that is bad news. Never claims health from missing data.</summary>
    public static RowVerdict Of(ConnectionSnapshot snapshot, SectionSnapshot section, int row)
    {
        var table = section.Table!;
        var key = table.Keys[row];
        if (section.Problem is { } problem)
            return new(Tone.Unknown, $"How it is now is not known: {problem.Message}");
        var notice = snapshot.Notices
            .Where(n => n.SectionId == section.Definition.Id && n.Key == key)
            .OrderBy(n => Tones.Rank(n.Tone))
            .FirstOrDefault();
        if (notice is { Tone: Tone.Bad or Tone.Warning })
            return new(notice.Tone, notice.Text);
        if (WorstCell(table, row) is { } cell)
            return cell;
        return notice is not null ? new(notice.Tone, notice.Text) : new(Tone.Neutral, $"The broker reports nothing wrong with it{FactsOf(table, row)}.");
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
        foreach (var column in table.Definition.Columns.Where(c => c.Tones.Count > 0))
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
