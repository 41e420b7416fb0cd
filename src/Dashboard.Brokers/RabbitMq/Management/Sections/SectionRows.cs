using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Makes tables out of lists of JSON objects.</summary>
internal static class SectionRows
{
    /// <summary>
    /// One row for each item that has a key; items without one, and the second of two with the same, are left out: a table that could not be
    /// built would be worse than one that misses a row which the broker itself cannot name.
    /// </summary>
    public static SectionTable Table(
        SectionDefinition definition,
        IEnumerable<JsonElement> items,
        DateTimeOffset now,
        Func<JsonElement, RowKey?> keyOf,
        Action<SectionTableBuilder, JsonElement> fill)
    {
        var rows = new List<(RowKey Key, JsonElement Item)>();
        var keys = new HashSet<RowKey>();
        foreach (var item in items)
        {
            if (item.ValueKind == JsonValueKind.Object && keyOf(item) is { } key && keys.Add(key))
                rows.Add((key, item));
        }

        var table = new SectionTableBuilder(definition, rows.Count);
        foreach (var (key, item) in rows)
            fill(table.Row(key), item);
        return table.Build(now);
    }
}
