using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Envelopes;

/// <summary>Typed values of other brokers as texts: numbers and times in one way of writing, lists and tables as JSON.</summary>
internal static class FieldTexts
{
    public static string Of(FieldValue value) => value switch
    {
        TextValue text => text.Value,
        BooleanValue flag => flag.Value ? "true" : "false",
        IntegerValue number => number.Value.ToString(CultureInfo.InvariantCulture),
        NumberValue number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        DecimalValue number => number.Value.ToString(CultureInfo.InvariantCulture),
        TimestampValue time => time.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        BytesValue bytes => Convert.ToBase64String(bytes.Value.Span),
        NullValue => "",
        _ => JsonSerializer.Serialize(Plain(value)),
    };

    private static object? Plain(FieldValue value) => value switch
    {
        ListValue list => list.Items.Select(Plain).ToArray(),
        TableValue table => table.Fields.GroupBy(field => field.Name).ToDictionary(same => same.Key, same => Plain(same.Last().Value)),
        BooleanValue flag => flag.Value,
        IntegerValue number => number.Value,
        NumberValue number when double.IsFinite(number.Value) => number.Value,
        DecimalValue number => number.Value,
        NullValue => null,
        _ => Of(value),
    };
}
