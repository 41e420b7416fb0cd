using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Web.Api.Problems;

namespace Dashboard.Web.Api.Messages;

/// <summary>Typed values of messages to and from the API's form of them.</summary>
internal static class FieldMapping
{
    private const int MaxDepth = 32;

    public static FieldDto Of(MessageField field) => new()
    {
        Name = field.Name,
        Type = TypeOf(field.Value),
        WireType = field.Value.WireType,
        Value = ValueOf(field.Value),
    };

    /// <exception cref="ApiException">The value does not fit its type; the pointer says where.</exception>
    public static MessageField Read(FieldDto field, string pointer, int depth = 0)
    {
        if (field.Name.Length is < 1 or > 255)
            throw ApiException.Body(pointer + "/name", "A name has 1 to 255 characters.");
        return new MessageField(field.Name, Read(field.Type, field.Value ?? default, pointer + "/value", depth));
    }

    private static ItemDto ItemOf(FieldValue value) => new() { Type = TypeOf(value), WireType = value.WireType, Value = ValueOf(value) };

    private static FieldType TypeOf(FieldValue value) => value switch
    {
        BooleanValue => FieldType.Flag,
        IntegerValue => FieldType.Integer,
        NumberValue => FieldType.Number,
        DecimalValue => FieldType.Decimal,
        TextValue => FieldType.Text,
        BytesValue => FieldType.Bytes,
        TimestampValue => FieldType.Time,
        ListValue => FieldType.List,
        TableValue => FieldType.Table,
        _ => FieldType.Null,
    };

    private static JsonElement ValueOf(FieldValue value) => JsonSerializer.SerializeToElement(
        value switch
        {
            BooleanValue v => v.Value,
            IntegerValue v => v.Value,
            NumberValue v => double.IsFinite(v.Value) ? v.Value : v.Value.ToString(CultureInfo.InvariantCulture),
            DecimalValue v => v.Value.ToString(CultureInfo.InvariantCulture),
            TextValue v => v.Value,
            BytesValue v => Convert.ToBase64String(v.Value.Span),
            TimestampValue v => v.Value,
            ListValue v => v.Items.Select(ItemOf).ToArray(),
            TableValue v => v.Fields.Select(Of).ToArray(),
            _ => (object?)null,
        },
        ApiJson.Options);

    private static FieldValue Read(FieldType? type, JsonElement value, string pointer, int depth)
    {
        if (depth > MaxDepth)
            throw ApiException.Body(pointer, $"Values are nested at most {MaxDepth} deep.");
        return (type ?? Guess(value)) switch
        {
            FieldType.Null when value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined => new NullValue(),
            FieldType.Flag when value.ValueKind is JsonValueKind.True or JsonValueKind.False => new BooleanValue(value.GetBoolean()),
            FieldType.Integer when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var integer) => new IntegerValue(integer),
            FieldType.Number when value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()) => new NumberValue(value.GetDouble()),
            FieldType.Decimal when decimal.TryParse(TextOf(value), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => new DecimalValue(number),
            FieldType.Text when value.ValueKind == JsonValueKind.String => new TextValue(value.GetString()!),
            FieldType.Bytes when value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) => new BytesValue(bytes),
            FieldType.Time when value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time) => new TimestampValue(time),
            FieldType.List when value.ValueKind == JsonValueKind.Array => new ListValue([.. value.EnumerateArray().Select((item, i) => ReadItem(item, $"{pointer}/{i}", depth + 1))]),
            FieldType.Table when value.ValueKind == JsonValueKind.Array => new TableValue([.. value.EnumerateArray().Select((item, i) => Read(Parse<FieldDto>(item, $"{pointer}/{i}"), $"{pointer}/{i}", depth + 1))]),
            FieldType.Table when type is null && value.ValueKind == JsonValueKind.Object => new TableValue(
                [.. value.EnumerateObject().Select(p => new MessageField(p.Name, Read(null, p.Value, $"{pointer}/{p.Name}", depth + 1)))]),
            var wanted => throw ApiException.Body(pointer, $"The value is no {wanted.ToString().ToLowerInvariant()}."),
        };
    }

    private static FieldValue ReadItem(JsonElement item, string pointer, int depth)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return Read(null, item, pointer, depth);
        var dto = Parse<ItemDto>(item, pointer);
        return Read(dto.Type, dto.Value ?? default, pointer + "/value", depth);
    }

    private static FieldType Guess(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => FieldType.Text,
        JsonValueKind.True or JsonValueKind.False => FieldType.Flag,
        JsonValueKind.Number => value.TryGetInt64(out _) ? FieldType.Integer : FieldType.Number,
        JsonValueKind.Array => FieldType.List,
        JsonValueKind.Object => FieldType.Table,
        _ => FieldType.Null,
    };

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static T Parse<T>(JsonElement element, string pointer)
    {
        try
        {
            return element.Deserialize<T>(ApiJson.Options) ?? throw ApiException.Body(pointer, "A value is missing.");
        }
        catch (JsonException)
        {
            throw ApiException.Body(pointer, "This is no typed value.");
        }
    }
}
