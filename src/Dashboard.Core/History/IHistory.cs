using Dashboard.Core.Model;

namespace Dashboard.Core.History;

/// <summary>The last hour of columns and figures that keep history, in memory.</summary>
public interface IHistory
{
    /// <summary>Points of one cell, oldest first; empty where nothing was kept.</summary>
    HistorySeries OfCell(ConnectionId connection, string sectionId, RowKey key, string columnId);

    /// <summary>Points of one figure of a connection, oldest first.</summary>
    HistorySeries OfFigure(ConnectionId connection, string figureId);
}

/// <summary>Points of a series: equal lengths, times rising. NaN is a gap (nothing known at that time).</summary>
/// <param name="Times">Seconds since 1970 UTC.</param>
/// <param name="Values">In the unit of the column.</param>
public sealed record HistorySeries(double[] Times, double[] Values)
{
    public static readonly HistorySeries Empty = new([], []);
}
