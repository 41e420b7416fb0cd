namespace Dashboard.Core.Model;

/// <summary>
/// A typed value of a message property or header, faithful to what the wire carried: a tree whose leaves keep the
/// broker's own type. Strings that are not valid UTF-8 are <see cref="BytesValue"/>.
/// </summary>
/// <param name="WireType">The broker's own name of the type, for display and for writing it back: <c>longstr</c>, <c>int32</c>, <c>timestamp</c>.</param>
public abstract record FieldValue(string WireType);

/// <summary>No value (AMQP void, a null header).</summary>
public sealed record NullValue(string WireType = "void") : FieldValue(WireType);

public sealed record BooleanValue(bool Value, string WireType = "bool") : FieldValue(WireType);

/// <summary>Any integer that fits 64 signed bits.</summary>
public sealed record IntegerValue(long Value, string WireType = "int64") : FieldValue(WireType);

public sealed record NumberValue(double Value, string WireType = "double") : FieldValue(WireType);

public sealed record DecimalValue(decimal Value, string WireType = "decimal") : FieldValue(WireType);

public sealed record TextValue(string Value, string WireType = "longstr") : FieldValue(WireType);

public sealed record BytesValue(ReadOnlyMemory<byte> Value, string WireType = "bytes") : FieldValue(WireType);

/// <summary>A point in time as the wire carried it (AMQP: whole seconds).</summary>
public sealed record TimestampValue(DateTimeOffset Value, string WireType = "timestamp") : FieldValue(WireType);

public sealed record ListValue(IReadOnlyList<FieldValue> Items, string WireType = "array") : FieldValue(WireType);

/// <summary>Named values in wire order; a name may stand twice.</summary>
public sealed record TableValue(IReadOnlyList<MessageField> Fields, string WireType = "table") : FieldValue(WireType);
