namespace Dashboard.Core.Snapshots;

/// <summary>
/// The cells of one column, immutable once it is in a snapshot. A whole column that the broker does not tell has
/// <see cref="UnavailableReason"/> and no cells; a single missing cell is null (text), <see cref="IntegerColumn.Missing"/> or NaN.
/// </summary>
public abstract class ColumnData(int rowCount)
{
    public int RowCount { get; } = rowCount;

    /// <summary>Why no cell of this column is known, in words for the operator; null where cells are there.</summary>
    public string? UnavailableReason { get; init; }

    /// <summary>
    /// For rotating columns: when each cell was read, in milliseconds since 1970 UTC, 0 for a cell never read; null where all cells are as old as the table.
    /// </summary>
    public long[]? ReadAtMilliseconds { get; init; }

    /// <summary>Why single cells are missing, by row, where there is more to say than that the broker does not tell; null where there is not.</summary>
    public IReadOnlyList<string?>? MissingReasons { get; init; }

    /// <summary>Whether the cell is known.</summary>
    public abstract bool HasValue(int row);

    /// <summary>The cell as a number for sorting, charts and filters; NaN where it is missing or text.</summary>
    public abstract double NumberAt(int row);

    /// <summary>The cell as plain text, for search, export and comparison (not for people: no units); null where missing.</summary>
    public abstract string? TextAt(int row);

    /// <summary>Number of known cells.</summary>
    public int Coverage()
    {
        var count = 0;
        for (var row = 0; row < RowCount; row++)
        {
            if (HasValue(row))
                count++;
        }

        return count;
    }
}
