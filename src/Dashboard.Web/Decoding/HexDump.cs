namespace Dashboard.Web.Decoding;

/// <summary>Lines of sixteen bytes.</summary>
public static class HexDump
{
    public const int BytesPerLine = 16;

    public static int LineCount(long bytes) => (int)((bytes + BytesPerLine - 1) / BytesPerLine);

    /// <summary>One line.</summary>
    /// <param name="bytes">The bytes that are shown.</param>
    /// <param name="line">Ordinal of the line within <paramref name="bytes"/>.</param>
    /// <param name="baseOffset">Offset of <paramref name="bytes"/> in the body.</param>
    public static HexLine Line(ReadOnlySpan<byte> bytes, int line, long baseOffset = 0)
    {
        var start = line * BytesPerLine;
        var slice = bytes.Slice(start, Math.Min(BytesPerLine, bytes.Length - start));
        var hex = new char[(BytesPerLine * 3) + 1];
        Array.Fill(hex, ' ');
        var ascii = new char[slice.Length];
        for (var i = 0; i < slice.Length; i++)
        {
            var at = (i * 3) + (i >= BytesPerLine / 2 ? 1 : 0);
            hex[at] = Digit(slice[i] >> 4);
            hex[at + 1] = Digit(slice[i] & 0xF);
            ascii[i] = slice[i] is >= 0x20 and < 0x7F ? (char)slice[i] : '.';
        }

        return new HexLine((baseOffset + start).ToString("x8", System.Globalization.CultureInfo.InvariantCulture), new string(hex).TrimEnd(), new string(ascii));
    }

    private static char Digit(int value) => (char)(value < 10 ? '0' + value : 'a' + value - 10);
}

/// <summary>One line of a hex view: eight-digit offset, up to sixteen bytes, the same as ASCII with dots for the rest.</summary>
public sealed record HexLine(string Offset, string Hex, string Ascii);
