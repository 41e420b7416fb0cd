using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Makes tables out of lists of JSON objects.</summary>
internal static class SectionRows
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    /// <summary>
    /// One row for each item that has a key; items without one, and the second of two with the same, are left out: a table that could not be
    /// built would be worse than one that misses a row which the broker itself cannot name.
    /// </summary>
    public static SectionTable Table<T>(
        SectionDefinition definition,
        IEnumerable<T> items,
        DateTimeOffset now,
        Func<T, RowKey?> keyOf,
        Action<SectionTableBuilder, T> fill,
        IReadOnlyDictionary<string, string>? unavailable = null)
    {
        var rows = new List<(RowKey Key, T Item)>();
        var keys = new HashSet<RowKey>();
        foreach (var item in items)
        {
            if (keyOf(item) is { } key && keys.Add(key))
                rows.Add((key, item));
        }

        var table = new SectionTableBuilder(definition, rows.Count);
        foreach (var (key, item) in rows)
            fill(table.Row(key), item);
        foreach (var (column, reason) in unavailable ?? Nothing)
            table.Unavailable(column, reason);
        return table.Build(now);
    }

    /// <summary>
    /// The table with a reason on each column of figures that no row has a value for: the broker does not tell them, as opposed to there being none.
    /// </summary>
    public static SectionTable Explain(SectionTable table, string? reason)
    {
        if (reason is null || table.RowCount == 0)
            return table;
        var columns = table.Columns.ToArray();
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].UnavailableReason is not null || columns[i].Coverage() > 0)
                continue;
            if (columns[i] is IntegerColumn)
                columns[i] = new IntegerColumn([.. Enumerable.Repeat(IntegerColumn.Missing, table.RowCount)]) { UnavailableReason = reason };
            else if (columns[i] is NumberColumn)
                columns[i] = new NumberColumn([.. Enumerable.Repeat(double.NaN, table.RowCount)]) { UnavailableReason = reason };
        }

        return new SectionTable(table.Definition, [.. table.Keys], columns, table.ReadAt);
    }

    /// <summary>
    /// A rate of <c>message_stats</c>. The broker leaves it out until something of the kind has happened, which is a rate of nothing; null where
    /// there is no sign that it was counted at all.
    /// </summary>
    public static double? RateOf(JsonElement item, string field)
    {
        var stats = item.Member("message_stats");
        return stats.Member(field + "_details").Number("rate")
            ?? (stats.ValueKind is JsonValueKind.Undefined or JsonValueKind.Array or JsonValueKind.Object && stats.Member(field).ValueKind == JsonValueKind.Undefined ? 0 : null);
    }
}
