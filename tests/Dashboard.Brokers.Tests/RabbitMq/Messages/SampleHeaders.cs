using System.Globalization;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Tests.RabbitMq.Messages;

/// <summary>A header of every type that AMQP has, nested five deep, and a way to compare field trees by all they hold.</summary>
internal static class SampleHeaders
{
    public static IReadOnlyList<MessageField> All()
    {
        FieldValue deep = new TextValue("bottom");
        for (var i = 5; i > 0; i--)
            deep = new TableValue([new MessageField($"level{i}", deep), new MessageField("n", new IntegerValue(i, "int32"))]);
        return
        [
            new("bool", new BooleanValue(true)),
            new("int8", new IntegerValue(-5, "int8")),
            new("uint8", new IntegerValue(250, "uint8")),
            new("int16", new IntegerValue(-30_000, "int16")),
            new("uint16", new IntegerValue(60_000, "uint16")),
            new("int32", new IntegerValue(-2_000_000_000, "int32")),
            new("uint32", new IntegerValue(4_000_000_000, "uint32")),
            new("int64", new IntegerValue(long.MinValue)),
            new("float", new NumberValue(1.5, "float")),
            new("double", new NumberValue(Math.PI)),
            new("decimal", new DecimalValue(-12.345m)),
            new("text", new TextValue("grüße \u0000 <b>")),
            new("notUtf8", new BytesValue(new byte[] { 0xff, 0xfe, 0x00, 0x80 }, "longstr")),
            new("binary", new BytesValue(new byte[] { 1, 2, 3 }, "binary")),
            new("timestamp", new TimestampValue(DateTimeOffset.FromUnixTimeSeconds(1_234_567_890))),
            new("milliseconds", new IntegerValue(1_700_000_000_123_456, "timestamp")),
            new("void", new NullValue()),
            new("list", new ListValue([new TextValue("a"), new IntegerValue(1, "int32"), new TableValue([new MessageField("x", new BooleanValue(false))])])),
            new("deep", deep),
            new("", new TextValue("an empty name")),
        ];
    }

    public static string Show(IEnumerable<MessageField> fields) => string.Join("\n", fields.Select(f => $"{f.Name} = {Show(f.Value)}"));

    public static string Show(FieldValue value) => value.WireType + ":" + value switch
    {
        TextValue v => v.Value,
        IntegerValue v => v.Value.ToString(CultureInfo.InvariantCulture),
        NumberValue v => v.Value.ToString("R", CultureInfo.InvariantCulture),
        DecimalValue v => v.Value.ToString(CultureInfo.InvariantCulture),
        BooleanValue v => v.Value.ToString(),
        BytesValue v => Convert.ToHexString(v.Value.Span),
        TimestampValue v => v.Value.ToString("O", CultureInfo.InvariantCulture),
        ListValue v => "[" + string.Join(",", v.Items.Select(Show)) + "]",
        TableValue v => "{" + string.Join(",", v.Fields.Select(f => f.Name + "=" + Show(f.Value))) + "}",
        NullValue => "",
        _ => throw new InvalidOperationException($"{value.GetType()} is not known here."),
    };
}
