using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls.Grid;

namespace Dashboard.Web.Components.Controls.Details;

/// <summary>The related rows of one row as cells of a strip.</summary>
/// <param name="Relation">Where they come from.</param>
/// <param name="Cells">One for each row, in the order of the list; at most <see cref="Most"/>.</param>
/// <param name="Count">How many rows there are.</param>
/// <param name="Value">The column by which cells are shaded.</param>
/// <param name="Peak">The highest value; 0 where none is known.</param>
public sealed record StripPart(RelationDefinition Relation, IReadOnlyList<StripCell> Cells, int Count, ColumnDefinition Value, double Peak)
{
    /// <summary>More cells than this say nothing any more; the tab has them all.</summary>
    public const int Most = 400;

    private const int Levels = 5;

    /// <summary>The strip of a row; null where its related rows are not known, or it has none.</summary>
    public static StripPart? Of(RelationDefinition relation, ConnectionSnapshot snapshot, SectionTable table, int row)
    {
        if (relation.Strip is not { } strip || snapshot.Section(relation.SectionId)?.Table is not { RowCount: > 0 } related)
            return null;
        var rows = RowMatch.Rows(related, RowMatch.Of(relation, table, row)).ToList();
        if (rows.Count == 0)
            return null;
        var values = related[strip.ValueColumn];
        var known = rows.Where(values.HasValue).ToList();
        var (sum, peak) = (known.Sum(values.NumberAt), known.Count == 0 ? 0 : known.Max(values.NumberAt));
        var definition = related.Definition;
        var column = definition.Column(strip.ValueColumn)!;
        return new StripPart(relation, [.. rows.Take(Most).Select(r => Cell(r))], rows.Count, column, peak);

        StripCell Cell(int at)
        {
            var name = Names.Shown(related[definition.NameColumn].TextAt(at));
            var word = strip.ToneColumn is { } tones ? related[tones].TextAt(at) : null;
            var tone = word is not null && definition.Column(strip.ToneColumn!)!.Tones.TryGetValue(word, out var told) ? told : Tone.Neutral;
            var value = values.HasValue(at) ? values.NumberAt(at) : double.NaN;
            var figure = double.IsNaN(value) ? "not known" : $"{Figures.Write(column.Type, value, withUnit: true)} {column.Title.ToLowerInvariant()}{(sum > 0 ? $", {Figures.Percent(value / sum)}" : "")}";
            var level = double.IsNaN(value) ? -1 : value <= 0 || peak <= 0 ? 0 : Math.Clamp((int)Math.Ceiling(value / peak * Levels), 1, Levels);
            var isMarked = tone is Tone.Bad or Tone.Warning;
            return new StripCell(related.Keys[at], name, $"{definition.Singular} {name}: {figure}{(isMarked ? $" · {word}" : "")}", level, isMarked ? tone : Tone.Neutral);
        }
    }
}

/// <summary>One cell.</summary>
/// <param name="Key">The row it leads to.</param>
/// <param name="Name">Its name; hostile text.</param>
/// <param name="Title">What it is, in words.</param>
/// <param name="Level">Shade from 0, nothing, to 5, the most; -1 where the value is not known.</param>
/// <param name="Tone">A warning or a problem, or neutral.</param>
public sealed record StripCell(RowKey Key, string Name, string Title, int Level, Tone Tone);
