using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Dashboard.Core.Decoding;

namespace Dashboard.Brokers.Kafka.Decoding;

/// <summary>Primitives of Kafka's own records, in the plain and the flexible (compact) form. Every length is checked against what is left.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> bytes, bool isFlexible = false)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int At { get; private set; }

    public readonly int Left => _bytes.Length - At;

    /// <summary>From here on lengths are varints.</summary>
    public bool IsFlexible { get; set; } = isFlexible;

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public Guid Uuid() => new(Take(16), bigEndian: true);

    public string Text() => NullableText() ?? throw Wrong("a text is null that must not be");

    public string? NullableText()
    {
        var at = At;
        var length = IsFlexible ? (long)UnsignedVarint() - 1 : Int16();
        if (length < 0)
            return null;
        var utf8 = Take(length);
        return Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw new PayloadException("a text is no UTF-8", at, "");
    }

    public ReadOnlySpan<byte> Block()
    {
        var length = IsFlexible ? (long)UnsignedVarint() - 1 : Int32();
        return length < 0 ? default : Take(length);
    }

    /// <summary>Items of a list; each takes a byte at least, so that the count cannot lie by much.</summary>
    public int Count()
    {
        var count = IsFlexible ? (long)UnsignedVarint() - 1 : Int32();
        return count <= Left ? (int)Math.Max(count, 0) : throw Wrong($"a list of {count.ToString(CultureInfo.InvariantCulture)} does not fit");
    }

    public uint UnsignedVarint()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var b = Take(1)[0];
            value |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }

        throw Wrong("a varint is longer than 32 bits");
    }

    public ReadOnlySpan<byte> Take(long count)
    {
        if (count > Left)
            throw Wrong("the record ends too early");
        var taken = _bytes.Slice(At, (int)count);
        At += (int)count;
        return taken;
    }

    public readonly PayloadException Wrong(string problem) => new(problem, At, "");
}
