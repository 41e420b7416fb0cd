using System.Text;

namespace Dashboard.Web.Decoding;

/// <summary>Finds a text in bytes without making a string of them; ASCII letters are matched without case.</summary>
public static class TextSearch
{
    /// <summary>Offset of the first occurrence at or after <paramref name="from"/> (or the last before it), going round once; -1 for none.</summary>
    public static long Find(ReadOnlySpan<byte> bytes, string text, long from, bool backwards = false)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        if (wanted.Length == 0 || wanted.Length > bytes.Length)
            return -1;
        for (var i = 0; i < wanted.Length; i++)
            wanted[i] = Lower(wanted[i]);
        var start = (int)Math.Clamp(from, 0, bytes.Length);
        if (backwards)
        {
            var before = LastBefore(bytes, wanted, start);
            return before >= 0 ? before : LastBefore(bytes, wanted, bytes.Length);
        }

        var after = FirstFrom(bytes, wanted, start);
        return after >= 0 ? after : FirstFrom(bytes, wanted, 0);
    }

    private static int FirstFrom(ReadOnlySpan<byte> bytes, byte[] wanted, int from)
    {
        var (lower, upper) = (wanted[0], Upper(wanted[0]));
        while (from <= bytes.Length - wanted.Length)
        {
            var step = bytes[from..].IndexOfAny(lower, upper);
            if (step < 0)
                return -1;
            from += step;
            if (IsAt(bytes, wanted, from))
                return from;
            from++;
        }

        return -1;
    }

    private static int LastBefore(ReadOnlySpan<byte> bytes, byte[] wanted, int before)
    {
        for (var at = Math.Min(before - 1, bytes.Length - wanted.Length); at >= 0; at--)
        {
            if (IsAt(bytes, wanted, at))
                return at;
        }

        return -1;
    }

    private static bool IsAt(ReadOnlySpan<byte> bytes, byte[] wanted, int at)
    {
        if (at + wanted.Length > bytes.Length)
            return false;
        for (var i = 0; i < wanted.Length; i++)
        {
            if (Lower(bytes[at + i]) != wanted[i])
                return false;
        }

        return true;
    }

    private static byte Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;

    private static byte Upper(byte b) => b is >= (byte)'a' and <= (byte)'z' ? (byte)(b & ~0x20) : b;
}
