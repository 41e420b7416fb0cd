using System.Globalization;

namespace Dashboard.Core.Snapshots;

/// <summary>
/// How numbers are written for people, everywhere: exact up to 99,999, then with three digits and a magnitude. Unknown is "–", never 0.
/// </summary>
public static class Figures
{
    /// <summary>What stands where nothing is known.</summary>
    public const string Unknown = "–";

    private static readonly string[] Magnitudes = ["", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] ByteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>A count: <c>99,999</c>, <c>123k</c>, <c>1.2M</c>.</summary>
    public static string Count(double value)
    {
        if (!double.IsFinite(value))
            return Unknown;
        return Math.Abs(value) <= 99_999.5 ? Exact(Math.Round(value)) : Scaled(value);
    }

    /// <summary>A number without a unit of its own: at most two decimals below 100.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
            return Unknown;
        return Math.Abs(value) < 100 ? value.ToString("0.##", CultureInfo.InvariantCulture) : Count(value);
    }

    /// <summary>Per second, without the unit: one decimal below 10. A rate that is not zero is never written as 0.</summary>
    public static string Rate(double perSecond)
    {
        if (!double.IsFinite(perSecond))
            return Unknown;
        return Math.Abs(perSecond) switch
        {
            0 => "0",
            < 0.05 => "<0.1",
            < 9.95 => perSecond.ToString("0.0", CultureInfo.InvariantCulture),
            _ => Count(perSecond),
        };
    }

    /// <summary>Per second with the unit: <c>1,240/s</c>.</summary>
    public static string RateWithUnit(double perSecond) => double.IsFinite(perSecond) ? Rate(perSecond) + "/s" : Unknown;

    /// <summary>A size: <c>512 B</c>, <c>3.4 KiB</c>, <c>120 MiB</c>.</summary>
    public static string Bytes(double bytes)
    {
        if (!double.IsFinite(bytes))
            return Unknown;
        var unit = 0;
        while (Math.Abs(bytes) >= 1023.5 && unit < ByteUnits.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        var digits = unit == 0 || Math.Abs(bytes) >= 99.95 ? "0" : "0.0";
        return $"{bytes.ToString(digits, CultureInfo.InvariantCulture)} {ByteUnits[unit]}";
    }

    /// <summary>A share from 0 to 1: <c>87%</c>, <c>0.4%</c>.</summary>
    public static string Percent(double ratio)
    {
        if (!double.IsFinite(ratio))
            return Unknown;
        var percent = ratio * 100;
        return Math.Abs(percent) is > 0 and < 9.95
            ? percent.ToString("0.#", CultureInfo.InvariantCulture) + "%"
            : Exact(Math.Round(percent)) + "%";
    }

    /// <summary>A length of time: <c>240 ms</c>, <c>3m 12s</c>, <c>2h 5m</c>, <c>3d 4h</c>.</summary>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds))
            return Unknown;
        if (seconds < 0)
            return "-" + Duration(-seconds);
        if (seconds is > 0 and < 0.9995)
            return seconds < 0.001 ? "<1 ms" : $"{Math.Round(seconds * 1000).ToString(CultureInfo.InvariantCulture)} ms";
        if (seconds < 9.95 && seconds != Math.Floor(seconds))
            return seconds.ToString("0.0", CultureInfo.InvariantCulture) + "s";
        var whole = (long)Math.Min(Math.Round(seconds), long.MaxValue / 2);
        return whole switch
        {
            < 60 => $"{whole}s",
            < 3600 => Pair(whole / 60, "m", whole % 60, "s"),
            < 86_400 => Pair(whole / 3600, "h", whole % 3600 / 60, "m"),
            _ => Pair(whole / 86_400, "d", whole % 86_400 / 3600, "h"),
        };
    }

    /// <summary>How long ago, for the eye: <c>2 s</c>, <c>4 min</c>, <c>3 h</c>, <c>5 d</c>.</summary>
    public static string Age(TimeSpan age) => age.TotalSeconds switch
    {
        < 1 => "0 s",
        < 60 => $"{(int)age.TotalSeconds} s",
        < 3600 => $"{(int)age.TotalMinutes} min",
        < 48 * 3600 => $"{(int)age.TotalHours} h",
        _ => $"{(int)age.TotalDays} d",
    };

    /// <summary>All digits, grouped: <c>1,234,567</c>; decimals only where there are any.</summary>
    public static string Exact(double value) => double.IsFinite(value)
        ? value.ToString(value == Math.Floor(value) ? "#,##0" : "#,##0.###", CultureInfo.InvariantCulture)
        : Unknown;

    /// <summary>"1 queue", "2 queues": the count in digits and the noun after it.</summary>
    public static string Plural(double count, string singular, string? plural = null) =>
        $"{Count(count)} {(count == 1 ? singular : plural ?? Pluralise(singular))}";

    /// <summary>As <see cref="Plural"/>, with all digits: for accounts, audits and limits. The noun may bring its verb: "message is", "messages are".</summary>
    public static string PluralExact(double count, string singular, string? plural = null) =>
        $"{Exact(count)} {(count == 1 ? singular : plural ?? Pluralise(singular))}";

    /// <summary>A value of a column or figure type as people read it; <paramref name="withUnit"/> where no column head says the unit.</summary>
    public static string Write(ColumnType type, double value, bool withUnit = false) => type switch
    {
        ColumnType.Rate => withUnit ? RateWithUnit(value) : Rate(value),
        ColumnType.Bytes => Bytes(value),
        ColumnType.Percent => Percent(value),
        ColumnType.Duration => Duration(value),
        ColumnType.Number => Number(value),
        ColumnType.Flag => double.IsFinite(value) ? value == 0 ? "no" : "yes" : Unknown,
        _ => Count(value),
    };

    /// <summary>The same with every digit, for the hover; null where the short form already is exact.</summary>
    public static string? WriteExact(ColumnType type, double value) => type switch
    {
        _ when !double.IsFinite(value) => null,
        ColumnType.Bytes when Math.Abs(value) >= 1024 => PluralExact(value, "byte"),
        ColumnType.Rate when value != Math.Floor(value) => $"{value.ToString("0.###", CultureInfo.InvariantCulture)} per second",
        ColumnType.Integer when Math.Abs(value) > 99_999 => Exact(value),
        ColumnType.Duration when value >= 3600 => $"{Exact(Math.Round(value))} s",
        _ => null,
    };

    private static string Scaled(double value)
    {
        var magnitude = 0;
        while (Math.Abs(value) >= 999.5 && magnitude < Magnitudes.Length - 1)
        {
            value /= 1000;
            magnitude++;
        }

        var digits = Math.Abs(value) < 9.95 ? "0.0" : "0";
        return value.ToString(digits, CultureInfo.InvariantCulture) + Magnitudes[magnitude];
    }

    private static string Pair(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? $"{large}{largeUnit}" : $"{large}{largeUnit} {small}{smallUnit}";

    private static string Pluralise(string singular) => singular switch
    {
        [.., 'y'] when singular.Length > 1 && !"aeiou".Contains(singular[^2], StringComparison.Ordinal) => singular[..^1] + "ies",
        [.., 's'] or [.., 'x'] or [.., 'c', 'h'] or [.., 's', 'h'] => singular + "es",
        _ => singular + "s",
    };
}
