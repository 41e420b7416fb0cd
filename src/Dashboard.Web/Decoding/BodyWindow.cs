using System.Text;

namespace Dashboard.Web.Decoding;

/// <summary>
/// The part of a body that is drawn: however large a body is, a page holds one window of it and is asked for the next.
/// </summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Bytes in it.</param>
/// <param name="Total">Bytes in all.</param>
public readonly record struct BodyWindow(int Start, int Length, int Total)
{
    public const int Size = 64 * 1024;

    public bool IsWhole => Length == Total;

    public bool HasPrevious => Start > 0;

    public bool HasNext => Start + Length < Total;

    /// <summary>The window that holds the offset; windows start at whole multiples of the size.</summary>
    public static BodyWindow At(long offset, int total, int size = Size)
    {
        var start = total == 0 ? 0 : (int)(Math.Clamp(offset, 0, total - 1) / size * size);
        return new BodyWindow(start, Math.Min(size, total - start), total);
    }

    public BodyWindow Next(int size = Size) => HasNext ? At(Start + size, Total, size) : this;

    public BodyWindow Previous(int size = Size) => HasPrevious ? At(Start - size, Total, size) : this;

    /// <summary>
    /// The window's bytes as text. A character that is cut by the window's edge belongs to the window in which it begins.
    /// </summary>
    /// <param name="utf8">The whole text. Bytes that are no UTF-8 come out as U+FFFD.</param>
    public string Text(ReadOnlySpan<byte> utf8)
    {
        var from = Start == 0 ? 0 : NextBoundary(utf8, Start);
        var to = HasNext ? NextBoundary(utf8, Start + Length) : Total;
        return from >= to ? "" : Encoding.UTF8.GetString(utf8[from..to]);
    }

    // At most three bytes on: a character has four at most, and what is longer is no UTF-8 anyway.
    private static int NextBoundary(ReadOnlySpan<byte> utf8, int at)
    {
        for (var steps = 0; steps < 3 && at < utf8.Length && (utf8[at] & 0xC0) == 0x80; steps++)
            at++;
        return at;
    }
}
