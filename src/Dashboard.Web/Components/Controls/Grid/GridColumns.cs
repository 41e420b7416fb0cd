using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>Which columns of a section are shown, in which order and how wide.</summary>
public static class GridColumns
{
    public const int LeastWidth = 48;
    public const int MostWidth = 900;

    /// <summary>Names of things have about so many letters.</summary>
    public const int NameLetters = 28;

    /// <summary>
    /// The shown columns. The name column always is the first; unknown ids are passed over, so an old link or memory never breaks a page.
    /// </summary>
    /// <param name="definition">The section.</param>
    /// <param name="chosen">Ids joined with commas; null for the defaults.</param>
    /// <param name="widths">Remembered widths by column id.</param>
    /// <param name="hidden">Columns that say nothing here (all rows are alike in them).</param>
    public static IReadOnlyList<GridColumn> Resolve(
        SectionDefinition definition, string? chosen, IReadOnlyDictionary<string, int> widths, IReadOnlySet<string>? hidden = null)
    {
        var ids = chosen is null ? DefaultIds(definition, hidden) : chosen.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var shown = new List<GridColumn> { Make(definition, definition.NameColumn, widths) };
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (id != definition.NameColumn && definition.OrdinalOf(id) >= 0)
                shown.Add(Make(definition, id, widths));
        }

        var hasLong = shown.Exists(column => column.IsLong);
        return [.. shown.Select(column => column with { TakesRest = !widths.ContainsKey(column.Id) && (hasLong ? column.IsLong : column.IsName) })];
    }

    public static IReadOnlyList<string> DefaultIds(SectionDefinition definition, IReadOnlySet<string>? hidden = null) =>
        [.. definition.Columns.Where(c => c.IsDefaultVisible && hidden?.Contains(c.Id) != true).Select(c => c.Id)];

    private static GridColumn Make(SectionDefinition definition, string id, IReadOnlyDictionary<string, int> widths)
    {
        var ordinal = definition.OrdinalOf(id);
        var column = definition.Columns[ordinal];
        var isName = id == definition.NameColumn;
        var width = widths.TryGetValue(id, out var remembered) ? Math.Clamp(remembered, LeastWidth, MostWidth) : DefaultWidth(column, isName);
        return new GridColumn(column, ordinal, width, isName);
    }

    private static int DefaultWidth(ColumnDefinition column, bool isName)
    {
        var width = column.Type switch
        {
            _ when column.Letters is { } letters => (int)(letters * 7.5) + 26,
            _ when isName => 236,
            ColumnType.Text => 150,
            ColumnType.Enumeration when column.Tones.Count > 0 => Math.Max(100, (column.Tones.Keys.Max(value => value.Length) * 7) + 44),
            ColumnType.Enumeration => 88,
            ColumnType.Flag => 72,
            ColumnType.Rate when column.KeepsHistory => 122,
            ColumnType.Timestamp => 150,
            ColumnType.Bytes => 92,
            _ => 84,
        };

        // The head is never cut: about 7.8 px a letter, and room for the marks of sort and filter.
        return Math.Max(width, (int)((column.Title.Length * 7.8) + 48));
    }
}
