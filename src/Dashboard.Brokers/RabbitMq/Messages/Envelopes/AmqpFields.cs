using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Envelopes;

/// <summary>
/// Values of AMQP tables as <see cref="FieldValue"/> and back. The client library has a .NET type for each wire type, so nothing is lost
/// between the two, with these exceptions of the library itself: an empty table or array arrives as void, of a name that stands twice only
/// the last is there, and names that are not valid UTF-8 arrive with replacement characters.
/// </summary>
internal static class AmqpFields
{
    private const long MinUnixSeconds = -62_135_596_800;
    private const long MaxUnixSeconds = 253_402_300_799;

    /// <summary>A value as the library read it.</summary>
    public static FieldValue Decode(object? value) => value switch
    {
        null => new NullValue(),
        byte[] bytes => Longstr(bytes),
        string text => new TextValue(text),
        bool flag => new BooleanValue(flag),
        int number => new IntegerValue(number, "int32"),
        long number => new IntegerValue(number),
        IDictionary<string, object?> table => new TableValue(DecodeTable(table)),
        AmqpTimestamp timestamp => Timestamp(timestamp.UnixTime),
        double number => new NumberValue(number),
        float number => new NumberValue(number, "float"),
        sbyte number => new IntegerValue(number, "int8"),
        byte number => new IntegerValue(number, "uint8"),
        short number => new IntegerValue(number, "int16"),
        ushort number => new IntegerValue(number, "uint16"),
        uint number => new IntegerValue(number, "uint32"),
        decimal number => new DecimalValue(number),
        BinaryTableValue binary => new BytesValue(binary.Bytes, "binary"),
        IList list => DecodeList(list),
        _ => new TextValue(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    public static IReadOnlyList<MessageField> DecodeTable(IDictionary<string, object?> table)
    {
        var fields = new MessageField[table.Count];
        var i = 0;
        foreach (var (name, value) in table)
            fields[i++] = new MessageField(name, Decode(value));
        return fields;
    }

    /// <summary>A point in time; where no calendar has it (milliseconds written as seconds, for one), the number as it stands.</summary>
    public static FieldValue Timestamp(long unixSeconds) => unixSeconds is >= MinUnixSeconds and <= MaxUnixSeconds
        ? new TimestampValue(DateTimeOffset.FromUnixTimeSeconds(unixSeconds))
        : new IntegerValue(unixSeconds, "timestamp");

    /// <summary>A value as the library writes it. What fits no AMQP type is written as the nearest that holds it.</summary>
    public static object? Encode(FieldValue value) => value switch
    {
        BooleanValue v => v.Value,
        IntegerValue v => Integer(v),
        NumberValue { WireType: "float" } v => (float)v.Value,
        NumberValue v => v.Value,
        DecimalValue v => FitsAmqp(v.Value) ? v.Value : v.Value.ToString(CultureInfo.InvariantCulture),
        TextValue v => v.Value,
        BytesValue { WireType: "longstr" } v => v.Value.ToArray(),
        BytesValue v => new BinaryTableValue(v.Value.ToArray()),
        TimestampValue v => new AmqpTimestamp(v.Value.ToUnixTimeSeconds()),
        ListValue v => EncodeList(v),
        TableValue v => EncodeTable(v.Fields),
        _ => null,
    };

    public static Dictionary<string, object?> EncodeTable(IReadOnlyList<MessageField> fields)
    {
        var table = new Dictionary<string, object?>(fields.Count);
        foreach (var field in fields)
            table[field.Name] = Encode(field.Value);
        return table;
    }

    /// <summary>Text of a header value, whether it came as text or as bytes; null where it is neither.</summary>
    public static string? TextOf(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        string text => text,
        _ => null,
    };

    /// <summary>A header's whole number; null where it is none.</summary>
    public static long? IntegerOf(object? value) => value switch
    {
        long v => v,
        int v => v,
        uint v => v,
        short v => v,
        ushort v => v,
        byte v => v,
        sbyte v => v,
        _ => null,
    };

    private static FieldValue Longstr(byte[] bytes) => Utf8.IsValid(bytes)
        ? new TextValue(Encoding.UTF8.GetString(bytes))
        : new BytesValue(bytes, "longstr");

    private static ListValue DecodeList(IList list)
    {
        var items = new FieldValue[list.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = Decode(list[i]);
        return new ListValue(items);
    }

    private static List<object?> EncodeList(ListValue list)
    {
        var items = new List<object?>(list.Items.Count);
        foreach (var item in list.Items)
            items.Add(Encode(item));
        return items;
    }

    /// <summary>In its own wire type where it fits; a number too large for the type that is named goes out as int64.</summary>
    private static object Integer(IntegerValue value) => (value.WireType, value.Value) switch
    {
        ("int8", >= sbyte.MinValue and <= sbyte.MaxValue) => (sbyte)value.Value,
        ("uint8", >= byte.MinValue and <= byte.MaxValue) => (byte)value.Value,
        ("int16", >= short.MinValue and <= short.MaxValue) => (short)value.Value,
        ("uint16", >= ushort.MinValue and <= ushort.MaxValue) => (ushort)value.Value,
        ("int32", >= int.MinValue and <= int.MaxValue) => (int)value.Value,
        ("uint32", >= uint.MinValue and <= uint.MaxValue) => (uint)value.Value,
        ("timestamp", _) => new AmqpTimestamp(value.Value),
        _ => value.Value,
    };

    /// <summary>AMQP's decimal has 31 bits and a scale.</summary>
    private static bool FitsAmqp(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        return parts[1] == 0 && parts[2] == 0 && parts[0] >= 0;
    }
}
