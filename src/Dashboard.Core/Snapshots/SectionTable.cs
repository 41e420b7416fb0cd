using Dashboard.Core.Model;

namespace Dashboard.Core.Snapshots;

/// <summary>One section as it was read at one moment: immutable columns of equal length, and the rows' keys.</summary>
public sealed class SectionTable
{
    private readonly Lazy<Dictionary<RowKey, int>> _rowsByKey;

    /// <param name="definition">The declaration it follows.</param>
    /// <param name="keys">One key per row, no two equal.</param>
    /// <param name="columns">One for each declared column, in the declared order, each with one cell per row.</param>
    /// <param name="readAt">When the broker was asked.</param>
    /// <exception cref="ArgumentException">Columns and declaration do not fit.</exception>
    public SectionTable(SectionDefinition definition, RowKey[] keys, IReadOnlyList<ColumnData> columns, DateTimeOffset readAt)
    {
        if (columns.Count != definition.Columns.Count)
            throw new ArgumentException($"Section '{definition.Id}' declares {definition.Columns.Count} columns, {columns.Count} were given.", nameof(columns));
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].RowCount != keys.Length)
                throw new ArgumentException($"Column '{definition.Columns[i].Id}' has {columns[i].RowCount} cells for {keys.Length} rows.", nameof(columns));
        }

        Definition = definition;
        Keys = keys;
        Columns = columns;
        ReadAt = readAt;
        _rowsByKey = new(() => RowsByKey(keys));
    }

    public SectionDefinition Definition { get; }

    public IReadOnlyList<RowKey> Keys { get; }

    public IReadOnlyList<ColumnData> Columns { get; }

    public DateTimeOffset ReadAt { get; }

    public int RowCount => Keys.Count;

    /// <summary>The row with this key, or -1.</summary>
    public int RowOf(RowKey key) => _rowsByKey.Value.TryGetValue(key, out var row) ? row : -1;

    /// <summary>The column's cells.</summary>
    /// <exception cref="KeyNotFoundException">No such column is declared.</exception>
    public ColumnData this[string columnId] => Definition.OrdinalOf(columnId) is var i and >= 0
        ? Columns[i]
        : throw new KeyNotFoundException($"Section '{Definition.Id}' has no column '{columnId}'.");

    /// <summary>The same rows with other cells in one column.</summary>
    /// <exception cref="KeyNotFoundException">No such column is declared.</exception>
    public SectionTable With(string columnId, ColumnData cells)
    {
        var columns = Columns.ToArray();
        columns[Definition.OrdinalOf(columnId) is var i and >= 0 ? i : throw new KeyNotFoundException($"Section '{Definition.Id}' has no column '{columnId}'.")] = cells;
        return new SectionTable(Definition, (RowKey[])Keys, columns, ReadAt);
    }

    /// <summary>The row as a place for messages; null where the section declares no destination kind.</summary>
    public DestinationRef? DestinationAt(ConnectionId connection, int row)
    {
        if (Definition.DestinationKind is not { } kind)
            return null;
        var scope = Definition.ScopeColumn is { } column ? this[column].TextAt(row) ?? "" : "";
        return new DestinationRef(connection, kind, scope, this[Definition.NameColumn].TextAt(row) ?? "");
    }

    // A list that a broker pages through while it changes can name a row twice: the first one stands, and no page fails over it.
    private static Dictionary<RowKey, int> RowsByKey(RowKey[] keys)
    {
        var rows = new Dictionary<RowKey, int>(keys.Length);
        for (var row = 0; row < keys.Length; row++)
            rows.TryAdd(keys[row], row);
        return rows;
    }
}
