using Dashboard.Core.History;

namespace Dashboard.Web.Components.Controls.Charts;

/// <summary>Several series on one time axis, as the script wants them: times, then one array a line; null is a gap.</summary>
public sealed record ChartData(double[] Times, double?[][] Lines)
{
    /// <summary>Joins series; only points newer than <paramref name="after"/> (seconds since 1970).</summary>
    public static ChartData Join(IReadOnlyList<HistorySeries> series, double after = double.NegativeInfinity)
    {
        var times = series.SelectMany(s => s.Times).Where(t => t > after).Distinct().Order().ToArray();
        return new ChartData(times, [.. series.Select(s => Align(s, times))]);
    }

    private static double?[] Align(HistorySeries series, double[] times)
    {
        var aligned = new double?[times.Length];
        var at = 0;
        for (var i = 0; i < times.Length; i++)
        {
            while (at < series.Times.Length && series.Times[at] < times[i])
                at++;
            if (at < series.Times.Length && series.Times[at] == times[i] && double.IsFinite(series.Values[at]))
                aligned[i] = series.Values[at];
        }

        return aligned;
    }
}
