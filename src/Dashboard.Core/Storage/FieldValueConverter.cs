using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Core.Model;

namespace Dashboard.Core.Storage;

/// <summary>
/// Field values with their wire types: <c>{"is":"text","wire":"longstr","value":"..."}</c>. Numbers that JSON cannot carry exactly stand as text.
/// </summary>
internal sealed class FieldValueConverter : JsonConverter<FieldValue>
{
    public override FieldValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement, options);
    }

    public override void Write(Utf8JsonWriter writer, FieldValue value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("is", NameOf(value));
        writer.WriteString("wire", value.WireType);
        switch (value)
        {
            case BooleanValue flag:
                writer.WriteBoolean("value", flag.Value);
                break;
            case IntegerValue integer:
                writer.WriteNumber("value", integer.Value);
                break;
            case NumberValue number:
                writer.WriteString("value", number.Value.ToString("R", CultureInfo.InvariantCulture));
                break;
            case DecimalValue number:
                writer.WriteString("value", number.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case TextValue text:
                writer.WriteString("value", text.Value);
                break;
            case BytesValue bytes:
                writer.WriteBase64String("value", bytes.Value.Span);
                break;
            case TimestampValue time:
                writer.WriteString("value", time.Value.ToString("O", CultureInfo.InvariantCulture));
                break;
            case ListValue list:
                writer.WritePropertyName("value");
                JsonSerializer.Serialize(writer, list.Items, options);
                break;
            case TableValue table:
                writer.WritePropertyName("value");
                JsonSerializer.Serialize(writer, table.Fields, options);
                break;
        }

        writer.WriteEndObject();
    }

    private static string NameOf(FieldValue value) => value switch
    {
        NullValue => "null",
        BooleanValue => "flag",
        IntegerValue => "integer",
        NumberValue => "number",
        DecimalValue => "decimal",
        TextValue => "text",
        BytesValue => "bytes",
        TimestampValue => "time",
        ListValue => "list",
        TableValue => "table",
        _ => throw new JsonException($"unknown kind of field value {value.GetType().Name}"),
    };

    private static FieldValue Read(JsonElement element, JsonSerializerOptions options)
    {
        var wire = element.GetProperty("wire").GetString() ?? "";
        var kind = element.GetProperty("is").GetString();
        if (kind == "null")
            return new NullValue(wire);
        var value = element.GetProperty("value");
        return kind switch
        {
            "flag" => new BooleanValue(value.GetBoolean(), wire),
            "integer" => new IntegerValue(value.GetInt64(), wire),
            "number" => new NumberValue(double.Parse(value.GetString()!, CultureInfo.InvariantCulture), wire),
            "decimal" => new DecimalValue(decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture), wire),
            "text" => new TextValue(value.GetString()!, wire),
            "bytes" => new BytesValue(value.GetBytesFromBase64(), wire),
            "time" => new TimestampValue(DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), wire),
            "list" => new ListValue(value.Deserialize<List<FieldValue>>(options)!, wire),
            "table" => new TableValue(value.Deserialize<List<MessageField>>(options)!, wire),
            _ => throw new JsonException($"unknown kind of field value '{kind}'"),
        };
    }
}
