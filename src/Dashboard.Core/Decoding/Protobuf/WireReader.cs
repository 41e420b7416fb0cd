using System.Buffers.Binary;
using System.Globalization;

namespace Dashboard.Core.Decoding.Protobuf;

/// <summary>One field as it stands in the bytes.</summary>
/// <param name="Number">Of the field.</param>
/// <param name="Type">How it is written.</param>
/// <param name="Scalar">The value of a varint or fixed one.</param>
/// <param name="Start">Where the content of a length-delimited one or a group begins.</param>
/// <param name="Length">Bytes of that content.</param>
internal readonly record struct WireField(int Number, WireType Type, ulong Scalar, int Start, int Length);

/// <summary>Fields of Protobuf's wire format. Every length is checked against what is left.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes, int origin = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int At { get; private set; }

    public readonly bool IsAtEnd => At >= _bytes.Length;

    public WireField Next(int depth = 0)
    {
        var at = At;
        var tag = Varint();
        var (number, type) = ((int)Math.Min(tag >> 3, int.MaxValue), (WireType)(tag & 7));
        if (tag >> 3 is 0 or > 536_870_911)
            throw Wrong($"{(tag >> 3).ToString(CultureInfo.InvariantCulture)} is no number of a field", at);
        switch (type)
        {
            case WireType.Varint:
                return new WireField(number, type, Varint(), At, 0);
            case WireType.Fixed64:
                return new WireField(number, type, BinaryPrimitives.ReadUInt64LittleEndian(Take(8)), At, 0);
            case WireType.Fixed32:
                return new WireField(number, type, BinaryPrimitives.ReadUInt32LittleEndian(Take(4)), At, 0);
            case WireType.Length:
                var lengthAt = At;
                var length = Varint();
                if (length > (ulong)(_bytes.Length - At))
                    throw Wrong($"the length {length.ToString(CultureInfo.InvariantCulture)} reaches beyond the end", lengthAt);
                var start = At;
                At += (int)length;
                return new WireField(number, type, 0, start, (int)length);
            case WireType.Group:
                return Group(number, depth);
            default:
                throw Wrong(type == WireType.GroupEnd ? "a group ends that did not begin" : $"there is no wire type {(int)type}", at);
        }
    }

    public ulong Varint()
    {
        var at = At;
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var b = Take(1)[0];
            if (shift == 63 && b > 1)
                break;
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }

        throw Wrong("a varint is longer than 64 bits", at);
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - At)
            throw Wrong("the bytes end within a field", At);
        var taken = _bytes.Slice(At, count);
        At += count;
        return taken;
    }

    public readonly PayloadException Wrong(string problem, int at) => new(problem, origin + at, "");

    /// <summary>The bytes can be a message. Throws nothing, because it is asked of each text and each run of bytes. Groups do not count.</summary>
    public static bool IsMessage(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            if (!TryVarint(bytes, ref at, out var tag) || tag >> 3 is 0 or > 536_870_911)
                return false;
            var length = 0UL;
            switch ((WireType)(tag & 7))
            {
                case WireType.Varint when TryVarint(bytes, ref at, out _):
                    break;
                case WireType.Fixed64:
                    length = 8;
                    break;
                case WireType.Fixed32:
                    length = 4;
                    break;
                case WireType.Length when TryVarint(bytes, ref at, out length):
                    break;
                default:
                    return false;
            }

            if (length > (ulong)(bytes.Length - at))
                return false;
            at += (int)length;
        }

        return true;
    }

    private static bool TryVarint(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 70 && at < bytes.Length; shift += 7)
        {
            var b = bytes[at++];
            if (shift == 63 && b > 1)
                return false;
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return true;
        }

        return false;
    }

    private WireField Group(int number, int depth)
    {
        if (depth > 32)
            throw Wrong("groups are nested deeper than 32", At);
        var start = At;
        while (true)
        {
            var before = At;
            var tag = Varint();
            if ((WireType)(tag & 7) == WireType.GroupEnd)
                return tag >> 3 == (ulong)number ? new WireField(number, WireType.Group, 0, start, before - start) : throw Wrong("another group ends than began", before);
            At = before;
            Next(depth + 1);
        }
    }
}
