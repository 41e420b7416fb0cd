using Dashboard.Core.History;

namespace Dashboard.Core.Diagnosis;

/// <summary>How a value went over the last part of its history.</summary>
/// <param name="First">First known value of the window.</param>
/// <param name="Last">Last known value.</param>
/// <param name="PerSecond">Slope of the line that fits all points best (least squares).</param>
/// <param name="Covered">From the first to the last point.</param>
/// <param name="Points">Known points in the window.</param>
public readonly record struct Trend(double First, double Last, double PerSecond, TimeSpan Covered, int Points)
{
    public static readonly Trend None = new(double.NaN, double.NaN, double.NaN, TimeSpan.Zero, 0);

    /// <summary>The trend of the points not older than the window; <see cref="None"/> below two points.</summary>
    public static Trend Of(HistorySeries series, DateTimeOffset now, TimeSpan window)
    {
        var from = now.ToUnixTimeMilliseconds() / 1000.0 - window.TotalSeconds;
        double sumT = 0, sumV = 0, sumTT = 0, sumTV = 0, firstTime = 0, lastTime = 0, first = double.NaN, last = double.NaN;
        var points = 0;
        for (var i = 0; i < series.Times.Length; i++)
        {
            if (series.Times[i] < from || double.IsNaN(series.Values[i]))
                continue;
            var (time, value) = (series.Times[i] - from, series.Values[i]);
            if (points++ == 0)
                (firstTime, first) = (time, value);
            (lastTime, last) = (time, value);
            sumT += time;
            sumV += value;
            sumTT += time * time;
            sumTV += time * value;
        }

        var spread = points * sumTT - sumT * sumT;
        return points < 2 || spread <= 0
            ? None
            : new Trend(first, last, (points * sumTV - sumT * sumV) / spread, TimeSpan.FromSeconds(lastTime - firstTime), points);
    }

    /// <summary>Mean of the known points not older than the window; NaN where there are none.</summary>
    public static double Mean(HistorySeries series, DateTimeOffset now, TimeSpan window)
    {
        var from = now.ToUnixTimeMilliseconds() / 1000.0 - window.TotalSeconds;
        double sum = 0;
        var points = 0;
        for (var i = 0; i < series.Times.Length; i++)
        {
            if (series.Times[i] < from || double.IsNaN(series.Values[i]))
                continue;
            sum += series.Values[i];
            points++;
        }

        return points == 0 ? double.NaN : sum / points;
    }

    /// <summary>
    /// Since when a value holds a condition without a break, back from its latest point; null where the latest point does not hold it. A gap
    /// ends it: what was not seen is not claimed.
    /// </summary>
    public static DateTimeOffset? HeldSince(HistorySeries series, Func<double, bool> holds)
    {
        DateTimeOffset? since = null;
        for (var i = series.Times.Length - 1; i >= 0 && !double.IsNaN(series.Values[i]) && holds(series.Values[i]); i--)
            since = DateTimeOffset.FromUnixTimeMilliseconds((long)(series.Times[i] * 1000));
        return since;
    }
}
