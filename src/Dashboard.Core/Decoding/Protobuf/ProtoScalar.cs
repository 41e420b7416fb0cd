using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Dashboard.Core.Decoding.Protobuf;

/// <summary>Numbers, flags and enums as JSON.</summary>
internal static class ProtoScalar
{
    public static void Write(ProtoField field, ulong value, ProtoDescriptors descriptors, JsonOutput json)
    {
        switch (field.Type)
        {
            case ProtoType.Double:
                json.Number(BitConverter.UInt64BitsToDouble(value));
                break;
            case ProtoType.Float:
                json.Number(BitConverter.UInt32BitsToSingle((uint)value));
                break;
            case ProtoType.Bool:
                json.Bool(value != 0);
                break;
            case ProtoType.UInt64 or ProtoType.Fixed64:
                json.Integer(value);
                break;
            case ProtoType.Enum:
                // A number the schema has no name for is kept.
                if (descriptors.Enum(field.TypeName)?.Names.GetValueOrDefault((int)value) is { } name)
                    json.Text(name);
                else
                    json.Integer((long)(int)value);
                break;
            default:
                json.Integer(Signed(field.Type, value));
                break;
        }
    }

    public static void WriteDefault(ProtoField field, ProtoDescriptors descriptors, JsonOutput json)
    {
        if (field.Type is ProtoType.String or ProtoType.Bytes)
            json.Text("");
        else if (field.Type is ProtoType.Message or ProtoType.Group)
            json.Null();
        else
            Write(field, 0, descriptors, json);
    }

    /// <summary>The next number of a packed block.</summary>
    public static ulong ReadPacked(ProtoField field, ref WireReader reader) => field.Wire switch
    {
        WireType.Fixed64 => BinaryPrimitives.ReadUInt64LittleEndian(reader.Take(8)),
        WireType.Fixed32 => BinaryPrimitives.ReadUInt32LittleEndian(reader.Take(4)),
        _ => reader.Varint(),
    };

    /// <summary>The key of a map as a name.</summary>
    public static string NameOf(ProtoField field, WireField value, ReadOnlySpan<byte> bytes) => field.Type switch
    {
        ProtoType.String => Encoding.UTF8.GetString(bytes.Slice(value.Start, value.Length)),
        ProtoType.Bool => value.Scalar != 0 ? "true" : "false",
        ProtoType.UInt64 or ProtoType.Fixed64 => value.Scalar.ToString(CultureInfo.InvariantCulture),
        _ => Signed(field.Type, value.Scalar).ToString(CultureInfo.InvariantCulture),
    };

    public static string DefaultName(ProtoField field) => field.Type switch
    {
        ProtoType.String => "",
        ProtoType.Bool => "false",
        _ => "0",
    };

    private static long Signed(ProtoType type, ulong value) => type switch
    {
        ProtoType.Int32 or ProtoType.SFixed32 => (int)value,
        ProtoType.UInt32 or ProtoType.Fixed32 => (uint)value,
        ProtoType.SInt32 => (int)((uint)value >> 1) ^ -(int)((uint)value & 1),
        ProtoType.SInt64 => (long)(value >> 1) ^ -(long)(value & 1),
        _ => (long)value,
    };
}
