using Dashboard.Core.Model;

namespace Dashboard.Core.History;

/// <summary>
/// A stretch of one subject's history: when it was read, and the values that changed then. A value that did not change is not repeated.
/// </summary>
/// <param name="Subject">Whose history.</param>
/// <param name="Columns">Ids of the columns; a figure has one with an empty id.</param>
/// <param name="Ticks">When it was read, seconds since 1970 UTC, rising. A longer pause between two is a gap.</param>
/// <param name="Changes">By row and column together, times rising within each.</param>
public sealed record HistoryChanges(
    HistorySubject Subject, IReadOnlyList<string> Columns, IReadOnlyList<double> Ticks, IReadOnlyList<HistoryChange> Changes);

/// <summary>A cell has this value from a time on.</summary>
/// <param name="Key">The row; the empty key for a figure.</param>
/// <param name="Column">Index among the columns of the stretch.</param>
/// <param name="Time">Seconds since 1970 UTC.</param>
/// <param name="Value">In the unit of the column; NaN from when on it is not known.</param>
public readonly record struct HistoryChange(RowKey Key, int Column, double Time, double Value);
