using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Model;

namespace Dashboard.Web.Components.Operations.Publishing;

/// <summary>A header or property as it is being typed: a name, a type, a text.</summary>
public sealed class HeaderDraft
{
    private MessageField? _original;
    private (string Name, HeaderType Type, string Text) _originalForm;

    public string Name { get; set; } = "";

    public HeaderType Type { get; set; } = HeaderType.Text;

    public string Text { get; set; } = "";

    /// <summary>The draft of a field that a message has.</summary>
    public static HeaderDraft Of(MessageField field)
    {
        var (type, text) = field.Value switch
        {
            TextValue v => (HeaderType.Text, v.Value),
            BooleanValue v => (HeaderType.Flag, v.Value ? "true" : "false"),
            IntegerValue v => (HeaderType.Integer, v.Value.ToString(CultureInfo.InvariantCulture)),
            NumberValue v => (HeaderType.Number, v.Value.ToString("R", CultureInfo.InvariantCulture)),
            DecimalValue v => (HeaderType.Decimal, v.Value.ToString(CultureInfo.InvariantCulture)),
            TimestampValue v => (HeaderType.Time, v.Value.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture)),
            BytesValue v => (HeaderType.Bytes, Convert.ToBase64String(v.Value.Span)),
            NullValue => (HeaderType.Null, ""),
            _ => (HeaderType.Json, FieldJson.Write(field.Value)),
        };
        return new HeaderDraft { Name = field.Name, Type = type, Text = text, _original = field, _originalForm = (field.Name, type, text) };
    }

    /// <summary>The field it makes, or what is wrong with it. A field that was not touched keeps its wire type.</summary>
    public MessageField? Read(out string? problem)
    {
        problem = null;
        if (_original is not null && _originalForm == (Name, Type, Text))
            return _original;
        if (Name.Length == 0)
        {
            problem = "It has no name.";
            return null;
        }

        if (Value(out problem) is { } value)
            return new MessageField(Name, value);
        return null;
    }

    private FieldValue? Value(out string? problem)
    {
        problem = null;
        var text = Text.Trim();
        FieldValue? value = Type switch
        {
            HeaderType.Text => new TextValue(Text),
            HeaderType.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? new IntegerValue(integer) : null,
            HeaderType.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? new NumberValue(number) : null,
            HeaderType.Decimal => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? new DecimalValue(number) : null,
            HeaderType.Flag => text is "true" or "false" ? new BooleanValue(text == "true") : null,
            HeaderType.Time => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? new TimestampValue(at) : null,
            HeaderType.Bytes => FromBase64(text) is { } bytes ? new BytesValue(bytes) : null,
            HeaderType.Null => new NullValue(),
            _ => FieldJson.Read(text),
        };
        if (value is null)
            problem = $"“{(text.Length > 40 ? text[..40] + "…" : text)}” is no {Word}.";
        return value;
    }

    private string Word => Type switch
    {
        HeaderType.Integer => "whole number of 64 bits",
        HeaderType.Number => "number",
        HeaderType.Decimal => "decimal",
        HeaderType.Flag => "true or false",
        HeaderType.Time => "time (2026-11-21T02:14:07Z)",
        HeaderType.Bytes => "base64",
        _ => "JSON",
    };

    private static byte[]? FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>Types a header can be given.</summary>
public enum HeaderType
{
    Text,
    Integer,
    Number,
    Decimal,
    Flag,
    Time,
    Bytes,
    Null,

    /// <summary>A list or table.</summary>
    Json,
}

/// <summary>Nested header values as JSON, for typing.</summary>
internal static class FieldJson
{
    public static FieldValue? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Write(FieldValue value) => JsonSerializer.Serialize(Plain(value), Readable);

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static FieldValue Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new TableValue([.. element.EnumerateObject().Select(p => new MessageField(p.Name, Of(p.Value)))]),
        JsonValueKind.Array => new ListValue([.. element.EnumerateArray().Select(Of)]),
        JsonValueKind.String => new TextValue(element.GetString()!),
        JsonValueKind.Number => element.TryGetInt64(out var integer) ? new IntegerValue(integer) : new NumberValue(element.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => new BooleanValue(element.GetBoolean()),
        _ => new NullValue(),
    };

    private static object? Plain(FieldValue value) => value switch
    {
        BooleanValue v => v.Value,
        IntegerValue v => v.Value,
        NumberValue v => double.IsFinite(v.Value) ? v.Value : v.Value.ToString(CultureInfo.InvariantCulture),
        DecimalValue v => v.Value,
        TextValue v => v.Value,
        BytesValue v => Convert.ToBase64String(v.Value.Span),
        TimestampValue v => v.Value.ToString("O", CultureInfo.InvariantCulture),
        ListValue v => v.Items.Select(Plain).ToArray(),
        TableValue v => v.Fields.GroupBy(f => f.Name).ToDictionary(g => g.Key, g => Plain(g.Last().Value)),
        _ => null,
    };
}
