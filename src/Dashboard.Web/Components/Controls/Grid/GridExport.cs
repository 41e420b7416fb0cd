using System.Text;
using System.Text.Json;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>Writes what a list shows into a file: the filtered rows in their order, the shown columns, exact values, no units.</summary>
public static class GridExport
{
    /// <summary>CSV with a head line. A text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    public static async Task WriteCsvAsync(SectionView view, IReadOnlyList<GridColumn> columns, Stream destination, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(destination, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', columns.Select(c => Field(c.Id))));
        var line = new StringBuilder();
        foreach (var row in view.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            line.Clear();
            foreach (var column in columns)
            {
                if (line.Length > 0 || column != columns[0])
                    line.Append(',');
                line.Append(column.Definition.IsText ? Field(Safe(view.Table.Columns[column.Ordinal].TextAt(row))) : Value(view.Table, column, row));
            }

            await writer.WriteLineAsync(line, cancellationToken);
        }
    }

    /// <summary>A JSON array of objects by column id; unknown cells are null.</summary>
    public static async Task WriteJsonAsync(SectionView view, IReadOnlyList<GridColumn> columns, Stream destination, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(destination, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var row in view.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            json.WriteStartObject();
            foreach (var column in columns)
            {
                var data = view.Table.Columns[column.Ordinal];
                if (!data.HasValue(row))
                    json.WriteNull(column.Id);
                else if (column.Definition.IsText)
                    json.WriteString(column.Id, data.TextAt(row));
                else if (column.Definition.Type == ColumnType.Flag)
                    json.WriteBoolean(column.Id, data.NumberAt(row) != 0);
                else if (column.Definition.Type == ColumnType.Timestamp)
                    json.WriteString(column.Id, Moment(data.NumberAt(row)));
                else
                    json.WriteNumber(column.Id, data.NumberAt(row));
            }

            json.WriteEndObject();
            if (json.BytesPending > 64 * 1024)
                await json.FlushAsync(cancellationToken);
        }

        json.WriteEndArray();
    }

    private static string Value(SectionTable table, GridColumn column, int row)
    {
        var data = table.Columns[column.Ordinal];
        if (!data.HasValue(row))
            return "";
        return column.Definition.Type switch
        {
            ColumnType.Timestamp => Moment(data.NumberAt(row)),
            ColumnType.Flag => data.NumberAt(row) == 0 ? "false" : "true",
            _ => data.TextAt(row) ?? "",
        };
    }

    private static string Moment(double milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds).ToString("O");

    private static string Safe(string? text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + text : text ?? "";

    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
