using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>
/// What the cells of a table say, written once for all circuits: pages that show the same rows share their words and their sparklines, which are the greater
/// part of a row. They hang on the table and go with it. Thread-safe; one for the process.
/// </summary>
public sealed class WrittenCells
{
    /// <summary>Some hundreds of screens. Cells of a table beyond that are written for each page anew.</summary>
    private const int MostOfATable = 100_000;

    private readonly ConditionalWeakTable<SectionTable, Cells> _tables = [];

    /// <summary>The cell as it was written before; false where it was not.</summary>
    /// <param name="table">The table.</param>
    /// <param name="place">Ordinal of the column, row, and trend, which is not the table's own.</param>
    /// <param name="cell">The cell.</param>
    public bool TryGet(SectionTable table, (int Column, int Row, int Trend) place, out GridCell cell)
    {
        cell = default;
        return _tables.TryGetValue(table, out var cells) && cells.Written.TryGetValue(place, out cell);
    }

    /// <summary>Keeps the cell for the next one that asks.</summary>
    public void Keep(SectionTable table, (int Column, int Row, int Trend) place, in GridCell cell)
    {
        var cells = _tables.GetOrAdd(table, static _ => new Cells());
        if (Interlocked.Increment(ref cells.Count) <= MostOfATable)
            cells.Written.TryAdd(place, cell);
    }

    private sealed class Cells
    {
        public int Count;

        public ConcurrentDictionary<(int Column, int Row, int Trend), GridCell> Written { get; } = new();
    }
}
