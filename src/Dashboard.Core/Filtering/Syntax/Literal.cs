using System.Globalization;

namespace Dashboard.Core.Filtering.Syntax;

/// <summary>A value in a filter. A bare word is everything it can be read as: text, number with unit, duration, time, yes or no.</summary>
internal sealed class Literal
{
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    private Literal(string text, bool isQuoted)
    {
        Text = text;
        IsQuoted = isQuoted;
        if (isQuoted)
        {
            Number = PlainNumber(text);
            return;
        }

        var time = Time(text);
        IsTime = !double.IsNaN(time);
        Number = IsTime ? time : Quantity.Read(text);
        Flag = text.ToUpperInvariant() switch
        {
            "TRUE" or "YES" => true,
            "FALSE" or "NO" => false,
            _ => null,
        };
    }

    public string Text { get; }

    public bool IsQuoted { get; }

    /// <summary>In base units, times as seconds since 1970; NaN where it is no number.</summary>
    public double Number { get; }

    public bool IsTime { get; }

    public bool? Flag { get; }

    public static Literal Of(FilterToken token) => new(token.Text, token.Kind == FilterTokenKind.Quoted);

    /// <summary>A field's text as a number to compare with this value; NaN where it is none.</summary>
    public double Read(string text) => IsTime ? Time(text) : PlainNumber(text);

    public override string ToString() => IsQuoted ? FilterQuoting.Quote(Text) : Text;

    private static double Time(string text)
        => text.Length >= 10 && DateTimeOffset.TryParseExact(
            text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds() / 1000.0
            : double.NaN;

    private static double PlainNumber(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : double.NaN;
}
