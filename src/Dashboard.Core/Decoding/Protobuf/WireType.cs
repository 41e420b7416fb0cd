namespace Dashboard.Core.Decoding.Protobuf;

/// <summary>How a field stands in the bytes.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Length = 2,
    Group = 3,
    GroupEnd = 4,
    Fixed32 = 5,
}
