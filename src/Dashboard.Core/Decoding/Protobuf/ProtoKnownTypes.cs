using System.Globalization;

namespace Dashboard.Core.Decoding.Protobuf;

/// <summary>Times and durations of Google's well-known types, as text. The other ones need no special treatment where their descriptors are there.</summary>
internal static class ProtoKnownTypes
{
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    /// <summary>Writes the message as its text; false where it is none of these, or beyond the calendar.</summary>
    public static bool TryWrite(string typeName, ReadOnlySpan<byte> content, JsonOutput json)
    {
        if (typeName is not ("google.protobuf.Timestamp" or "google.protobuf.Duration"))
            return false;
        var (seconds, nanos) = (0L, 0);
        var reader = new WireReader(content);
        while (!reader.IsAtEnd)
        {
            var field = reader.Next();
            if (field is { Number: 1, Type: WireType.Varint })
                seconds = (long)field.Scalar;
            else if (field is { Number: 2, Type: WireType.Varint })
                nanos = (int)field.Scalar;
            else
                return false;
        }

        var text = typeName == "google.protobuf.Timestamp" ? Timestamp(seconds, nanos) : Duration(seconds, nanos);
        if (text is null)
            return false;
        json.Text(text);
        return true;
    }

    private static string? Timestamp(long seconds, int nanos)
        => seconds is >= FirstSecond and <= LastSecond && nanos is >= 0 and < 1_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + Fraction(nanos) + "Z"
            : null;

    private static string? Duration(long seconds, int nanos)
    {
        if (seconds is < -315_576_000_000 or > 315_576_000_000 || nanos is <= -1_000_000_000 or >= 1_000_000_000 || (seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0))
            return null;
        var sign = seconds < 0 || nanos < 0 ? "-" : "";
        return $"{sign}{Math.Abs(seconds).ToString(CultureInfo.InvariantCulture)}{Fraction(Math.Abs(nanos))}s";
    }

    // As Google writes it: none, three, six or nine digits.
    private static string Fraction(int nanos) => nanos switch
    {
        0 => "",
        _ when nanos % 1_000_000 == 0 => $".{(nanos / 1_000_000).ToString("000", CultureInfo.InvariantCulture)}",
        _ when nanos % 1_000 == 0 => $".{(nanos / 1_000).ToString("000000", CultureInfo.InvariantCulture)}",
        _ => $".{nanos.ToString("000000000", CultureInfo.InvariantCulture)}",
    };
}
