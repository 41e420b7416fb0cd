using System.Buffers.Binary;
using System.Text;
using Dashboard.Core.Decoding.Protobuf;
using Dashboard.Core.Model;

namespace Dashboard.Core.Decoding.Schemas;

/// <summary>
/// How a payload names its schema: before the value as 0 and a number of four bytes (or 1 and a GUID of sixteen), or the same in the header
/// <c>__value_schema_id</c> or <c>__key_schema_id</c>. The form is Confluent's.
/// </summary>
/// <param name="Pointer">The schema.</param>
/// <param name="Offset">Where what follows begins in the payload; 0 where the header names the schema.</param>
/// <param name="HeaderRest">What follows the schema in the header: a message index.</param>
public readonly record struct SchemaPrefix(SchemaPointer Pointer, int Offset, ReadOnlyMemory<byte> HeaderRest)
{
    private const int MaxIndexLength = 32;

    /// <summary>Finds it; false where the payload names none.</summary>
    public static bool TryRead(in PayloadRequest request, out SchemaPrefix prefix)
    {
        var name = request.Part == PayloadPart.Key ? "__key_schema_id" : "__value_schema_id";
        foreach (var header in request.Headers)
        {
            if (header.Name == name && BytesOf(header.Value) is { } named && TryPointer(named.Span, out var inHeader, out var length))
            {
                prefix = new SchemaPrefix(inHeader, 0, named[length..]);
                return true;
            }
        }

        // A GUID stands before the value only where its writer was told so; any byte of 1 would look like it.
        var bytes = request.Bytes.Span;
        if (bytes.Length > 0 && bytes[0] == 0 && TryPointer(bytes, out var pointer, out var offset))
        {
            prefix = new SchemaPrefix(pointer, offset, default);
            return true;
        }

        prefix = default;
        return false;
    }

    /// <summary>A message index: how many numbers, and the numbers; a single 0 stands for the first message.</summary>
    /// <exception cref="PayloadException">It is none.</exception>
    public static IReadOnlyList<int> ReadIndex(ReadOnlySpan<byte> bytes, ref int at)
    {
        var reader = new WireReader(bytes[at..], at);
        var count = ZigZag(reader.Varint());
        if (count is < 0 or > MaxIndexLength)
            throw new PayloadException($"a message index of {count} numbers is none", at, "");
        var index = new List<int>();
        for (var i = 0; i < count; i++)
            index.Add((int)Math.Clamp(ZigZag(reader.Varint()), -1, int.MaxValue));
        at += reader.At;
        return count == 0 ? [0] : index;
    }

    // Bytes that happen to be UTF-8 come as text.
    private static ReadOnlyMemory<byte>? BytesOf(FieldValue value) => value switch
    {
        BytesValue bytes => bytes.Value,
        TextValue text => Encoding.UTF8.GetBytes(text.Value),
        _ => null,
    };

    private static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static bool TryPointer(ReadOnlySpan<byte> bytes, out SchemaPointer pointer, out int length)
    {
        (pointer, length) = (default, 0);
        if (bytes.Length >= 5 && bytes[0] == 0 && BinaryPrimitives.ReadInt32BigEndian(bytes[1..]) is > 0 and var id)
            (pointer, length) = (new SchemaPointer(id, null), 5);
        else if (bytes.Length >= 17 && bytes[0] == 1)
            (pointer, length) = (new SchemaPointer(null, new Guid(bytes.Slice(1, 16), bigEndian: true)), 17);
        return length > 0;
    }
}
