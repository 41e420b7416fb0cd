using System.Text;

namespace Dashboard.Core.Decoding.Protobuf;

/// <summary>A message type.</summary>
public sealed class ProtoMessage
{
    private readonly Dictionary<int, ProtoField> _byNumber = [];

    internal ProtoMessage(string name, IReadOnlyList<ProtoField> fields, bool isMapEntry, IReadOnlyList<ProtoMessage> nested)
    {
        (Name, Fields, IsMapEntry, Nested) = (name, fields, isMapEntry, nested);
        foreach (var field in fields)
            _byNumber.TryAdd(field.Number, field);
    }

    /// <summary>With its package and what it is nested in.</summary>
    public string Name { get; }

    internal IReadOnlyList<ProtoField> Fields { get; }

    internal bool IsMapEntry { get; }

    internal IReadOnlyList<ProtoMessage> Nested { get; }

    internal ProtoField? Field(int number) => _byNumber.GetValueOrDefault(number);
}

/// <summary>Names of the values of an enum.</summary>
internal sealed record ProtoEnum(IReadOnlyDictionary<int, string> Names);

/// <summary>Types as descriptors number them.</summary>
internal enum ProtoType
{
    Double = 1,
    Float = 2,
    Int64 = 3,
    UInt64 = 4,
    Int32 = 5,
    Fixed64 = 6,
    Fixed32 = 7,
    Bool = 8,
    String = 9,
    Group = 10,
    Message = 11,
    Bytes = 12,
    UInt32 = 13,
    Enum = 14,
    SFixed32 = 15,
    SFixed64 = 16,
    SInt32 = 17,
    SInt64 = 18,
}

/// <summary>A field of a message.</summary>
/// <param name="Name">As the .proto file has it.</param>
/// <param name="Number">Its number.</param>
/// <param name="Type">Its type.</param>
/// <param name="TypeName">Full name of its message or enum; empty for others.</param>
/// <param name="IsRepeated">A list, or a map.</param>
/// <param name="OneOf">Ordinal of the oneof it belongs to; -1 for none.</param>
/// <param name="HasPresence">That it is absent means something else than its default.</param>
internal sealed record ProtoField(string Name, int Number, ProtoType Type, string TypeName, bool IsRepeated, int OneOf, bool HasPresence)
{
    private const int Repeated = 3;

    public WireType Wire => Type switch
    {
        ProtoType.Double or ProtoType.Fixed64 or ProtoType.SFixed64 => WireType.Fixed64,
        ProtoType.Float or ProtoType.Fixed32 or ProtoType.SFixed32 => WireType.Fixed32,
        ProtoType.String or ProtoType.Bytes or ProtoType.Message => WireType.Length,
        ProtoType.Group => WireType.Group,
        _ => WireType.Varint,
    };

    /// <summary>Numbers may stand in one block, whatever the schema says of it.</summary>
    public bool IsPackable => IsRepeated && Wire is not (WireType.Length or WireType.Group);

    public static ProtoField Read(ReadOnlySpan<byte> bytes, bool isProto3)
    {
        var (name, typeName, number, label, type, oneOf, isOptional) = ("", "", 0, 0, 0, -1, false);
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            var field = reader.Next();
            switch (field.Number)
            {
                case 1 when field.Type == WireType.Length:
                    name = Encoding.UTF8.GetString(bytes.Slice(field.Start, field.Length));
                    break;
                case 3:
                    number = (int)field.Scalar;
                    break;
                case 4:
                    label = (int)field.Scalar;
                    break;
                case 5:
                    type = (int)field.Scalar;
                    break;
                case 6 when field.Type == WireType.Length:
                    typeName = Encoding.UTF8.GetString(bytes.Slice(field.Start, field.Length)).TrimStart('.');
                    break;
                case 9 when field.Type == WireType.Varint:
                    oneOf = (int)field.Scalar;
                    break;
                case 17:
                    isOptional = field.Scalar != 0;
                    break;
            }
        }

        if (type is < 1 or > 18)
            throw new PayloadException($"the descriptor gives the field {name} no known type");
        var hasPresence = !isProto3 || isOptional || oneOf >= 0 || type is (int)ProtoType.Message or (int)ProtoType.Group;
        return new ProtoField(name, number, (ProtoType)type, typeName, label == Repeated, oneOf, hasPresence);
    }
}
