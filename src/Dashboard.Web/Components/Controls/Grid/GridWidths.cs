using System.Globalization;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>Widths of columns as one text, <c>ready:90,state:120</c>, and back.</summary>
public static class GridWidths
{
    public static string Write(IReadOnlyDictionary<string, int> widths) => string.Join(
        ',', widths.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}:{pair.Value}")));

    /// <summary>The same widths but for one column.</summary>
    public static IReadOnlyDictionary<string, int> With(IReadOnlyDictionary<string, int> widths, string columnId, int width) =>
        new Dictionary<string, int>(widths) { [columnId] = Math.Clamp(width, GridColumns.LeastWidth, GridColumns.MostWidth) };

    /// <summary>Reads what can be read; the rest is passed over.</summary>
    public static IReadOnlyDictionary<string, int> Read(string text)
    {
        var widths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.LastIndexOf(':');
            if (colon > 0 && int.TryParse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var width))
                widths[part[..colon]] = Math.Clamp(width, GridColumns.LeastWidth, GridColumns.MostWidth);
        }

        return widths;
    }
}
