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

    /// <summary>These points, and before the first of them those of an older series.</summary>
    public HistorySeries After(HistorySeries older)
    {
        if (Times.Length == 0)
            return older;
        var count = Array.BinarySearch(older.Times, Times[0]);
        count = count < 0 ? ~count : count;
        return count == 0 ? this : new HistorySeries([.. older.Times.AsSpan(0, count), .. Times], [.. older.Values.AsSpan(0, count), .. Values]);
    }

    /// <summary>The series whose values hold until the next change, at the times it was read, with a gap where two of them lie further apart.</summary>
    /// <param name="ticks">When it was read, seconds since 1970 UTC, rising.</param>
    /// <param name="changes">From when on which value holds, rising. May begin before the first tick.</param>
    /// <param name="gapSeconds">Ticks further apart than this have a gap between them.</param>
    public static HistorySeries Held(IReadOnlyList<double> ticks, IReadOnlyList<(double Time, double Value)> changes, double gapSeconds)
    {
        var points = new List<(double Time, double Value)>(ticks.Count);
        var next = 0;
        foreach (var tick in ticks)
        {
            while (next < changes.Count && changes[next].Time <= tick)
                next++;
            if (next > 0)
                points.Add((tick, changes[next - 1].Value));
        }

        return WithGaps(points, gapSeconds);
    }

    internal static HistorySeries WithGaps(List<(double Time, double Value)> points, double gapSeconds)
    {
        if (points.Count == 0)
            return Empty;
        var times = new List<double>(points.Count);
        var values = new List<double>(points.Count);
        foreach (var (time, value) in points)
        {
            if (times.Count > 0 && time - times[^1] > gapSeconds)
            {
                times.Add((times[^1] + time) / 2);
                values.Add(double.NaN);
            }

            times.Add(time);
            values.Add(value);
        }

        return new HistorySeries([.. times], [.. values]);
    }
}
