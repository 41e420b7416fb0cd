using System.Buffers.Binary;

namespace Dashboard.Core.Decoding.Compression;

/// <summary>
/// Reads Snappy: a bare block, the framing format, and the framing of the Java library. Of the checksums in frames none is checked.
/// </summary>
public static class SnappyBlock
{
    private static ReadOnlySpan<byte> FrameMark => [0xFF, 0x06, 0x00, 0x00, (byte)'s', (byte)'N', (byte)'a', (byte)'P', (byte)'p', (byte)'Y'];

    private static ReadOnlySpan<byte> JavaMark => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0x00];

    /// <summary>The bytes begin with the mark of one of the framings.</summary>
    public static bool IsFramed(ReadOnlySpan<byte> bytes) => bytes.StartsWith(FrameMark) || bytes.StartsWith(JavaMark);

    /// <summary>What was compressed.</summary>
    /// <exception cref="PayloadException">It is no Snappy, or more than the bound comes out.</exception>
    public static byte[] Expand(ReadOnlySpan<byte> bytes, int maximum)
    {
        if (bytes.StartsWith(JavaMark))
            return ExpandJava(bytes, maximum);
        return bytes.StartsWith(FrameMark) ? ExpandFrames(bytes, maximum) : ExpandBlock(bytes, maximum);
    }

    // Mark, version, compatible version, then blocks with their lengths.
    private static byte[] ExpandJava(ReadOnlySpan<byte> bytes, int maximum)
    {
        var output = new List<byte>();
        for (var at = JavaMark.Length + 8; at < bytes.Length;)
        {
            if (bytes.Length - at < 4)
                throw Broken();
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);
            at += 4;
            if (length < 0 || length > bytes.Length - at)
                throw Broken();
            output.AddRange(ExpandBlock(bytes.Slice(at, length), maximum - output.Count));
            at += length;
        }

        return [.. output];
    }

    // Chunks of a type, a length of three bytes, and for data a checksum of four.
    private static byte[] ExpandFrames(ReadOnlySpan<byte> bytes, int maximum)
    {
        var output = new List<byte>();
        for (var at = 0; at < bytes.Length;)
        {
            if (bytes.Length - at < 4)
                throw Broken();
            var type = bytes[at];
            var length = bytes[at + 1] | (bytes[at + 2] << 8) | (bytes[at + 3] << 16);
            at += 4;
            if (length > bytes.Length - at || (type <= 1 && length < 4) || type is > 1 and < 0x80)
                throw Broken();
            var chunk = bytes.Slice(at, length);
            at += length;
            if (type > 1)
                continue;
            if (type == 1 && output.Count + length - 4 > maximum)
                throw BoundedReading.TooLarge(maximum);
            output.AddRange(type == 1 ? chunk[4..] : ExpandBlock(chunk[4..], maximum - output.Count));
        }

        return [.. output];
    }

    private static byte[] ExpandBlock(ReadOnlySpan<byte> bytes, int maximum)
    {
        var at = 0;
        var length = Length(bytes, ref at);
        if (length > maximum)
            throw BoundedReading.TooLarge(maximum);
        // One byte of input makes 64 of output at most (a copy of three bytes): a length beyond that lies.
        if (length > (bytes.Length * 64L))
            throw Broken();
        var output = new byte[length];
        var written = 0;
        while (at < bytes.Length)
        {
            var tag = bytes[at++];
            if ((tag & 3) == 0)
                Literal(bytes, ref at, tag, output, ref written);
            else
                Copy(bytes, ref at, tag, output, ref written);
        }

        return written == output.Length ? output : throw Broken();
    }

    private static void Literal(ReadOnlySpan<byte> bytes, ref int at, byte tag, byte[] output, ref int written)
    {
        var count = tag >> 2;
        if (count >= 60)
        {
            var extra = count - 59;
            if (extra > bytes.Length - at)
                throw Broken();
            count = 0;
            for (var i = 0; i < extra; i++)
                count |= bytes[at + i] << (8 * i);
            at += extra;
        }

        if (count < 0 || count >= bytes.Length - at || count >= output.Length - written)
            throw Broken();
        count++;
        bytes.Slice(at, count).CopyTo(output.AsSpan(written));
        at += count;
        written += count;
    }

    private static void Copy(ReadOnlySpan<byte> bytes, ref int at, byte tag, byte[] output, ref int written)
    {
        var (extra, count) = (tag & 3) switch
        {
            1 => (1, ((tag >> 2) & 7) + 4),
            2 => (2, (tag >> 2) + 1),
            _ => (4, (tag >> 2) + 1),
        };
        if (extra > bytes.Length - at)
            throw Broken();
        var back = (tag & 3) == 1 ? (tag >> 5) << 8 : 0;
        for (var i = 0; i < extra; i++)
            back |= bytes[at + i] << (8 * i);
        at += extra;
        if (back <= 0 || back > written || count > output.Length - written)
            throw Broken();
        // Byte by byte: source and target may overlap.
        for (var i = 0; i < count; i++, written++)
            output[written] = output[written - back];
    }

    private static int Length(ReadOnlySpan<byte> bytes, ref int at)
    {
        var length = 0L;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (at >= bytes.Length)
                throw Broken();
            var b = bytes[at++];
            length |= (long)(b & 0x7F) << shift;
            if (b < 0x80)
                return length <= int.MaxValue ? (int)length : throw Broken();
        }

        throw Broken();
    }

    private static PayloadException Broken() => new("it is not valid snappy");
}
