using Dashboard.Core.History;

namespace Dashboard.Web.Components.Controls.Charts;

/// <summary>Several series on one time axis, as the chart script wants them: a gap is null.</summary>
/// <param name="Times">Seconds since 1970 UTC, rising.</param>
/// <param name="Values">One array a line, each as long as <paramref name="Times"/>.</param>
internal sealed record ChartData(double[] Times, double?[][] Values)
{
    public static ChartData Align(IReadOnlyList<HistorySeries> lines)
    {
        var times = lines.SelectMany(line => line.Times).Distinct().Order().ToArray();
        return new ChartData(times, [.. lines.Select(line => OnAxis(line, times))]);
    }

    /// <summary>What came after a time.</summary>
    public ChartData After(double time)
    {
        var first = Array.FindIndex(Times, t => t > time);
        return first < 0 ? new ChartData([], [.. Values.Select(_ => Array.Empty<double?>())]) : new ChartData(Times[first..], [.. Values.Select(v => v[first..])]);
    }

    private static double?[] OnAxis(HistorySeries line, double[] times)
    {
        var values = new double?[times.Length];
        var at = 0;
        for (var i = 0; i < times.Length && at < line.Times.Length; i++)
        {
            if (line.Times[at] != times[i])
                continue;
            values[i] = double.IsFinite(line.Values[at]) ? line.Values[at] : null;
            at++;
        }

        return values;
    }
}
