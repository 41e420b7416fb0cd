using System.Globalization;
using System.Text;
using Dashboard.Core.History;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>
/// A small line of the last points: one SVG path, gaps kept, always from zero so that two lines can be compared by eye. It is made as markup, which is one
/// frame of the render tree where its elements and attributes were eight: a grid draws dozens of them at each poll, for every browser. Figures alone go into it.
/// </summary>
public static class Sparkline
{
    public const int Points = 60;
    public const int LeastPoints = 4;

    // One unit a point, and half pixels upwards: whole numbers keep it short.
    private const int Right = Points - 1;
    private const int Bottom = 31;
    private const string Before = "<svg class='spark' width='48' height='16' viewBox='0 0 59 32' preserveAspectRatio='none' aria-hidden='true'><path d='";
    private const string After = "'/></svg>";

    /// <summary>The whole drawing; null where there are fewer than four points: too little to be called a line.</summary>
    public static string? Markup(HistorySeries series)
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

        return known < LeastPoints ? null : Draw(values, top);
    }

    private static string Draw(ReadOnlySpan<double> values, double top)
    {
        var markup = new StringBuilder(Before);
        int? last = null;
        var level = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                Level();
                last = null;
                continue;
            }

            var y = top == 0 ? Bottom : Bottom - (int)Math.Round(values[i] / top * (Bottom - 1));
            if (last is null)
            {
                // Older points stand left; a short history ends at the right edge.
                markup.Append(CultureInfo.InvariantCulture, $"M{Right - (values.Length - 1 - i)} {y}");
            }
            else if (y == last)
            {
                level++;
            }
            else
            {
                Level();
                markup.Append(CultureInfo.InvariantCulture, $"l1 {y - last}");
            }

            last = y;
        }

        Level();
        return markup.Append(After).ToString();

        void Level()
        {
            if (level > 0)
                markup.Append(CultureInfo.InvariantCulture, $"h{level}");
            level = 0;
        }
    }
}
