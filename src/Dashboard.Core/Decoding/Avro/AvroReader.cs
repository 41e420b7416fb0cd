using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Dashboard.Core.Decoding.Avro;

/// <summary>The primitives of Avro's binary form, and the place that is being read. Every length is checked against what is left.</summary>
internal ref struct AvroReader(ReadOnlySpan<byte> bytes, int start = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly List<(string? Name, long Index)> _path = [];

    public int At { get; private set; } = start;

    public readonly int Left => _bytes.Length - At;

    public readonly int Depth => _path.Count;

    public readonly void Enter(string name) => _path.Add((name, 0));

    public readonly void Enter(long index) => _path.Add((null, index));

    public readonly void Leave() => _path.RemoveAt(_path.Count - 1);

    public byte Byte() => Take(1, "the bytes end before the value does")[0];

    public bool Boolean()
    {
        var at = At;
        return Byte() switch
        {
            0 => false,
            1 => true,
            var other => throw Wrong($"a boolean is 0 or 1, not {other}", at),
        };
    }

    public int Int()
    {
        var at = At;
        var value = Long();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Wrong($"{value.ToString(CultureInfo.InvariantCulture)} is too large for an int", at);
    }

    public long Long()
    {
        var at = At;
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var b = Byte();
            if (shift == 63 && b > 1)
                break;
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }

        throw Wrong("a whole number is longer than 64 bits", at);
    }

    public float Float() => BinaryPrimitives.ReadSingleLittleEndian(Take(4, "the bytes end within a float"));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8, "the bytes end within a double"));

    /// <summary>A length and that many bytes.</summary>
    public ReadOnlySpan<byte> Block()
    {
        var at = At;
        var length = Long();
        if (length < 0 || length > Left)
            throw Wrong($"the length {length.ToString(CultureInfo.InvariantCulture)} reaches beyond the end, {Left.ToString(CultureInfo.InvariantCulture)} bytes are left", at);
        return Take((int)length, "");
    }

    public ReadOnlySpan<byte> Fixed(int size) => Take(size, $"the bytes end within {size.ToString(CultureInfo.InvariantCulture)} fixed ones");

    /// <summary>How many items the next block of an array or map has; 0 ends it.</summary>
    public long BlockCount()
    {
        var at = At;
        var count = Long();
        if (count >= 0)
            return count;
        if (count == long.MinValue)
            throw Wrong("the count of a block is no number of items", at);
        at = At;
        var size = Long();
        if (size < 0 || size > Left)
            throw Wrong($"a block of {size.ToString(CultureInfo.InvariantCulture)} bytes reaches beyond the end", at);
        return -count;
    }

    public readonly PayloadException Wrong(string problem, int at) => new(problem, at, PathText());

    private ReadOnlySpan<byte> Take(int count, string problem)
    {
        if (count > Left)
            throw Wrong(problem, At);
        var taken = _bytes.Slice(At, count);
        At += count;
        return taken;
    }

    private readonly string PathText()
    {
        var text = new StringBuilder();
        // A deep place is told by its beginning.
        foreach (var (name, index) in _path.Take(20))
        {
            if (name is null)
                text.Append('[').Append(index.ToString(CultureInfo.InvariantCulture)).Append(']');
            else
                text.Append(text.Length > 0 ? "." : "").Append(name.Length > 60 ? name[..60] + "…" : name);
        }

        return _path.Count > 20 ? text.Append('…').ToString() : text.ToString();
    }
}
