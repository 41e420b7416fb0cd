using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>Writes the cells of one section for people.</summary>
/// <param name="connection">Whose section it is.</param>
/// <param name="history">Where sparklines come from; null for none.</param>
/// <param name="preferences">How this circuit writes times.</param>
/// <param name="time">The clock.</param>
/// <param name="written">What others have written already; null where cells are not for a grid.</param>
public sealed class CellWriter(ConnectionId connection, IHistory? history, ViewPreferences preferences, TimeProvider time, WrittenCells? written = null)
{
    /// <summary>Cells older than this say so, in columns that are read in turns.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(90);

    public GridCell Write(SectionTable table, SectionTable? previous, GridColumn column, int row)
    {
        var data = table.Columns[column.Ordinal];
        var trend = column.HasTrend && previous is not null && data.HasValue(row) ? TrendOf(previous, column, table.Keys[row], row, data.NumberAt(row)) : 0;
        var place = (column.Ordinal, row, trend);
        // The same for every circuit but for its zone and for what grows old while nothing is read.
        var age = data.ReadAtMilliseconds is { } readAt && data.HasValue(row) ? AgeOf(readAt[row]) : null;
        var isShared = written is not null && column.Definition.Type != ColumnType.Timestamp && !(age > Old);
        if (isShared && written!.TryGet(table, place, out var known))
            return known;
        var cell = WriteAnew(table, column, data, row) with { Trend = trend };
        if (age is { } old && old > Old)
            cell = cell with { Title = $"{(cell.Title is null ? "" : cell.Title + "\n")}Read {Figures.Age(old)} ago" };
        cell = cell with { Markup = CellMarkup.Of(column, cell) };
        if (isShared)
            written!.Keep(table, place, cell);
        return cell;
    }

    /// <summary>A cell written apart from a grid: no sparkline, no trend, links kept.</summary>
    public GridCell Write(SectionTable table, ColumnDefinition definition, int row)
    {
        var column = new GridColumn(definition, table.Definition.OrdinalOf(definition.Id), 0, false);
        var data = table.Columns[column.Ordinal];
        if (!data.HasValue(row))
            return Missing(data, column, row);
        var cell = definition.IsText ? Text(table, column, data, row) : Figure(column, data, row);
        return definition.IsText || cell.IsUnknown || definition.Type is ColumnType.Flag or ColumnType.Timestamp
            ? cell
            : cell with { Text = Figures.Write(definition.Type, data.NumberAt(row), withUnit: true) };
    }

    private GridCell WriteAnew(SectionTable table, GridColumn column, ColumnData data, int row)
    {
        if (!data.HasValue(row))
            return Missing(data, column, row);
        var cell = column.Definition.IsText ? Text(table, column, data, row) : Figure(column, data, row);
        return column.HasSparkline && history is not null
            ? cell with { Sparkline = Sparkline.Markup(history.OfCell(connection, table.Definition.Id, table.Keys[row], column.Id)) }
            : cell;
    }

    private GridCell Missing(ColumnData data, GridColumn column, int row)
    {
        if (data.UnavailableReason is { } reason)
            return new GridCell(Figures.Unknown) { IsUnknown = true, Title = reason };
        if (data.MissingReasons?[row] is { } ofCell)
            return new GridCell(Figures.Unknown) { IsUnknown = true, Title = ofCell };
        if (column.Definition.IsRotating && (data.ReadAtMilliseconds is null || data.ReadAtMilliseconds[row] == 0))
            return new GridCell(Figures.Unknown) { IsUnknown = true, Title = "Not read yet: this column is read in turns, rows on the screen first." };
        return column.Definition.IsText
            ? new GridCell("") { IsZero = true }
            : new GridCell(Figures.Unknown) { IsUnknown = true, Title = "The broker does not tell." };
    }

    private GridCell Text(SectionTable table, GridColumn column, ColumnData data, int row)
    {
        var value = data.TextAt(row)!;
        var shown = column.IsName || column.Definition.Link is not null ? Names.Shown(value) : value;
        var href = column.IsName
            ? Links.Row(connection, table.Definition.Id, table.Keys[row])
            : column.Definition.Link is { } link && value.Length > 0 ? LinkOf(table, link, row) : null;
        return new GridCell(shown)
        {
            Title = shown.Length > 12 ? shown : null,
            Tone = column.Definition.Tones.GetValueOrDefault(value, Tone.Neutral),
            Href = href,
        };
    }

    private GridCell Figure(GridColumn column, ColumnData data, int row)
    {
        var value = data.NumberAt(row);
        switch (column.Definition.Type)
        {
            case ColumnType.Flag:
                var word = value == 0 ? "no" : "yes";
                return new GridCell(word) { IsZero = value == 0, Tone = ToneOfFlag(column.Definition, value) };
            case ColumnType.Timestamp:
                var at = DateTimeOffset.FromUnixTimeMilliseconds((long)value);
                return new GridCell(preferences.DateTime(at)) { Title = $"{preferences.Iso(at)}, {Figures.Age(time.GetUtcNow() - at)} ago" };
            default:
                return new GridCell(Figures.Write(column.Definition.Type, value))
                {
                    Title = Figures.WriteExact(column.Definition.Type, value),
                    IsZero = value == 0,
                };
        }
    }

    private static Tone ToneOfFlag(ColumnDefinition definition, double value)
    {
        var (number, word, literal) = value == 0 ? ("0", "no", "false") : ("1", "yes", "true");
        return definition.Tones.TryGetValue(literal, out var tone) || definition.Tones.TryGetValue(word, out tone) || definition.Tones.TryGetValue(number, out tone)
            ? tone
            : Tone.Neutral;
    }

    private string? LinkOf(SectionTable table, LinkDefinition link, int row)
    {
        var parts = new string[link.KeyColumns.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            if (table.Definition.OrdinalOf(link.KeyColumns[i]) is not (var ordinal and >= 0) || table.Columns[ordinal].TextAt(row) is not { } part)
                return null;
            parts[i] = part;
        }

        return Links.Row(connection, link.SectionId, RowKey.Of(parts));
    }

    private static int TrendOf(SectionTable previous, GridColumn column, RowKey key, int likelyRow, double now)
    {
        // Most lists come in the same order each time: then the table needs no index of its keys.
        var row = likelyRow < previous.RowCount && previous.Keys[likelyRow] == key ? likelyRow : previous.RowOf(key);
        if (row < 0)
            return 0;
        var before = previous.Columns[column.Ordinal].NumberAt(row);
        return double.IsNaN(before) || double.IsNaN(now) ? 0 : Math.Sign(now - before);
    }

    private TimeSpan? AgeOf(long readAt) => readAt == 0 ? null : time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(readAt);
}
