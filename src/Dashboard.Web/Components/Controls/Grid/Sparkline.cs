using System.Globalization;
using System.Text;
using Dashboard.Core.History;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>A small line of the last points: one SVG path, gaps kept, always from zero so that two lines can be compared by eye.</summary>
public static class Sparkline
{
    public const int Points = 60;
    public const int LeastPoints = 4;
    public const int Width = 48;
    public const int Height = 16;

    /// <summary>The path's data; null where there are fewer than four points: too little to be called a line.</summary>
    public static string? Path(HistorySeries series)
    {
        var count = Math.Min(Points, series.Values.Length);
        if (count < LeastPoints)
            return null;
        var values = series.Values.AsSpan(series.Values.Length - count);
        var top = 0.0;
        var known = 0;
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                continue;
            known++;
            top = Math.Max(top, value);
        }

        if (known < LeastPoints)
            return null;
        var path = new StringBuilder();
        var isDrawing = false;
        for (var i = 0; i < count; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                isDrawing = false;
                continue;
            }

            // Older points stand left; a short history starts at the right edge.
            var x = Width - ((count - 1 - i) * (double)Width / (Points - 1));
            var y = top == 0 ? Height - 1 : Height - 1 - (values[i] / top * (Height - 2));
            path.Append(isDrawing ? 'L' : 'M').Append(Round(x)).Append(' ').Append(Round(y));
            isDrawing = true;
        }

        return path.ToString();
    }

    private static string Round(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
