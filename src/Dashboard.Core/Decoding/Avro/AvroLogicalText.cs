using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Dashboard.Core.Decoding.Avro;

/// <summary>Values of logical types as people write them; what is beyond a calendar stays the number it is.</summary>
internal static class AvroLogicalText
{
    // A longer one has thousands of digits, and writing it costs their square.
    private const int MaxDecimalBytes = 512;

    public static void Write(AvroSchema schema, long value, JsonOutput json)
    {
        if (TextOf(schema.Logical, value) is { } text)
            json.Text(text);
        else
            json.Integer(value);
    }

    public static void Write(AvroSchema schema, ReadOnlySpan<byte> bytes, JsonOutput json)
    {
        switch (schema.Logical)
        {
            case AvroLogical.Decimal when bytes.Length is > 0 and <= MaxDecimalBytes:
                json.Digits(Decimal(new BigInteger(bytes, isBigEndian: true), schema.Scale));
                break;
            case AvroLogical.Uuid:
                json.Text(new Guid(bytes, bigEndian: true).ToString());
                break;
            case AvroLogical.Duration:
                json.Text(Duration(bytes));
                break;
            default:
                json.Bytes(bytes);
                break;
        }
    }

    public static string? TextOf(AvroLogical logical, long value) => logical switch
    {
        AvroLogical.Date => Date(value),
        AvroLogical.TimeMillis => Time(value, 1_000, 3),
        AvroLogical.TimeMicros => Time(value, 1_000_000, 6),
        AvroLogical.TimestampMillis => Timestamp(value, 1_000, 3) is { } text ? text + "Z" : null,
        AvroLogical.TimestampMicros => Timestamp(value, 1_000_000, 6) is { } text ? text + "Z" : null,
        AvroLogical.TimestampNanos => Timestamp(value, 1_000_000_000, 9) is { } text ? text + "Z" : null,
        AvroLogical.LocalTimestampMillis => Timestamp(value, 1_000, 3),
        AvroLogical.LocalTimestampMicros => Timestamp(value, 1_000_000, 6),
        AvroLogical.LocalTimestampNanos => Timestamp(value, 1_000_000_000, 9),
        _ => null,
    };

    /// <summary>The number with its point in place, trailing zeros kept: its scale is part of it.</summary>
    public static string Decimal(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = unscaled.Sign < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }

    private static string? Date(long days)
        => days is >= -719_162 and <= 2_932_896 ? DateOnly.FromDayNumber((int)(days + 719_162)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static string? Time(long value, long perSecond, int digits)
    {
        if (value < 0 || value >= perSecond * 86_400)
            return null;
        var clock = TimeSpan.FromSeconds(value / perSecond).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
        return clock + Fraction(value % perSecond, digits);
    }

    private static string? Timestamp(long value, long perSecond, int digits)
    {
        var (seconds, rest) = Math.DivRem(value, perSecond);
        if (rest < 0)
            (seconds, rest) = (seconds - 1, rest + perSecond);
        // The years 1 to 9999.
        return seconds is >= -62_135_596_800 and <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + Fraction(rest, digits)
            : null;
    }

    private static string Fraction(long rest, int digits) => "." + rest.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');

    private static string Duration(ReadOnlySpan<byte> bytes)
    {
        var months = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var days = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var millis = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        return string.Create(CultureInfo.InvariantCulture, $"P{months}M{days}DT{millis / 1000}.{millis % 1000:000}S");
    }
}
