using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Api.Sections;

/// <summary>Rows of a table as the API writes them: typed cells, and nothing for what is not known.</summary>
internal static class RowWriting
{
    /// <param name="connection">Where the row is.</param>
    /// <param name="table">The table.</param>
    /// <param name="row">Ordinal of the row.</param>
    /// <param name="columns">Ordinals of the columns to write.</param>
    public static RowDto Write(ConnectionId connection, SectionTable table, int row, IReadOnlyList<int> columns)
    {
        var cells = new Dictionary<string, object?>(columns.Count, StringComparer.Ordinal);
        Dictionary<string, DateTimeOffset>? readAt = null;
        foreach (var ordinal in columns)
        {
            var definition = table.Definition.Columns[ordinal];
            var column = table.Columns[ordinal];
            cells[definition.Id] = CellOf(definition, column, row);
            if (column is { UnavailableReason: null, ReadAtMilliseconds: { } times } && times[row] > 0)
                (readAt ??= new(StringComparer.Ordinal))[definition.Id] = DateTimeOffset.FromUnixTimeMilliseconds(times[row]);
        }

        return new RowDto
        {
            Id = ApiPaths.IdOf(table.Keys[row]),
            Key = table.Keys[row].Parts,
            Cells = cells,
            ReadAt = readAt,
            Destination = table.DestinationAt(connection, row) is { } destination ? DestinationDto.Of(destination) : null,
        };
    }

    /// <summary>Why columns have no cells at all, by column.</summary>
    public static IReadOnlyDictionary<string, string> Unavailable(SectionTable table, IReadOnlyList<int> columns) => columns
        .Where(ordinal => table.Columns[ordinal].UnavailableReason is not null)
        .ToDictionary(ordinal => table.Definition.Columns[ordinal].Id, ordinal => table.Columns[ordinal].UnavailableReason!, StringComparer.Ordinal);

    private static object? CellOf(ColumnDefinition definition, ColumnData column, int row)
    {
        if (column.UnavailableReason is not null || !column.HasValue(row))
            return null;
        if (definition.IsText)
            return column.TextAt(row);
        var number = column.NumberAt(row);
        return definition.Type switch
        {
            ColumnType.Flag => number != 0,
            ColumnType.Timestamp => TimeOf(number),
            ColumnType.Integer or ColumnType.Bytes => (long)number,
            _ => double.IsFinite(number) ? number : null,
        };
    }

    // A broker's clock may say anything; what is no time of ours is not known.
    private static object? TimeOf(double milliseconds) =>
        milliseconds is >= -62_135_596_800_000 and <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null;
}
