using System.Globalization;

namespace Dashboard.Core.Filtering.Syntax;

/// <summary>Numbers with units, in base units: <c>10k</c>, <c>1.2M</c>, <c>5MiB</c>, <c>250ms</c>, <c>1h30m</c>, <c>80%</c>, <c>100/s</c>.</summary>
public static class Quantity
{
    private static readonly Dictionary<string, double> Sizes = Units(
        ("", 1), ("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12),
        ("B", 1), ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12),
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("%", 0.01));

    private static readonly Dictionary<string, double> Times = Units(("ms", 0.001), ("s", 1), ("m", 60), ("min", 60), ("h", 3600), ("d", 86400));

    /// <summary>The quantity, or NaN.</summary>
    public static double Read(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            return Times.TryGetValue(text[(slash + 1)..], out var per) && ReadOne(text, slash, out var count, out var unit) == slash
                && Sizes.TryGetValue(unit, out var size)
                ? count * size / per
                : double.NaN;
        }

        var end = ReadOne(text, text.Length, out var number, out var word);
        if (end < 0)
            return double.NaN;
        if (end == text.Length && Sizes.TryGetValue(word, out var factor))
            return number * factor;

        // Durations can be put together: 1h30m.
        var total = 0.0;
        var at = 0;
        while (at < text.Length)
        {
            var rest = text[at..];
            var read = ReadOne(rest, rest.Length, out var part, out var unit);
            if (read <= 0 || !Times.TryGetValue(unit, out var seconds) || (at > 0 && rest[0] is '-' or '+'))
                return double.NaN;
            total += total < 0 || (at > 0 && text[0] == '-') ? -part * seconds : part * seconds;
            at += read;
        }

        return total;
    }

    /// <summary>Reads a number and the letters after it.</summary>
    /// <returns>Where it ends, or -1 where there is no number.</returns>
    private static int ReadOne(string text, int length, out double number, out string unit)
    {
        number = double.NaN;
        unit = "";
        var at = 0;
        if (at < length && text[at] is '-' or '+')
            at++;
        var digits = at;
        while (at < length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
            at++;
        if (at == digits)
            return -1;
        // 1e6, but not 1h or 1M.
        if (at + 1 < length && text[at] is 'e' or 'E' && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] is '-' or '+'))
        {
            at += 2;
            while (at < length && char.IsAsciiDigit(text[at]))
                at++;
        }

        if (!double.TryParse(text.AsSpan(0, at), NumberStyles.Float, CultureInfo.InvariantCulture, out number) || !double.IsFinite(number))
            return -1;
        var start = at;
        while (at < length && (char.IsAsciiLetter(text[at]) || text[at] == '%'))
            at++;
        unit = text[start..at];
        return at;
    }

    private static Dictionary<string, double> Units(params ReadOnlySpan<(string Unit, double Factor)> units)
    {
        var factors = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (unit, factor) in units)
            factors[unit] = factor;
        return factors;
    }
}
