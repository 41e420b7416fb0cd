using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations.Lines;

/// <summary>
/// Reads the lines that <see cref="MessageJsonLines"/> writes. Strict: a line that leaves something out, or says something that is not known, is told and
/// not guessed at. Pure.
/// </summary>
public static class MessageLineReader
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "source_kind", "source_scope", "source_name", "position", "partition", "offset", "message_id", "fingerprint", "routing_key", "timestamp", "delivery", "properties",
        "headers", "key_base64", "body_size", "body", "body_base64",
    };

    /// <summary>The message of a line, or null and what is wrong with it. Null without a problem: the last line of an export, which is no message.</summary>
    /// <param name="line">One line, without its line feed.</param>
    /// <param name="connection">The connection the message is to belong to.</param>
    /// <param name="problem">What is wrong; null where nothing is.</param>
    public static MessageEnvelope? Read(ReadOnlyMemory<byte> line, ConnectionId connection, out string? problem)
    {
        problem = null;
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 256 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new FormatException("it is no JSON object");
            if (root.TryGetProperty(MessageLineWriter.EndName, out _))
                return null;
            if (root.TryGetProperty("masked", out _))
                throw new FormatException("parts of this message were hidden when it was exported, and importing it would put the mask in their place");
            if (root.TryGetProperty("body_bytes_read", out _))
                throw new FormatException("its body was not read whole when it was exported");
            foreach (var property in root.EnumerateObject())
            {
                if (!Known.Contains(property.Name))
                    throw new FormatException($"'{Cut(property.Name)}' is not known");
            }

            return Message(root, connection);
        }
        catch (JsonException broken)
        {
            problem = $"it is no JSON: {broken.Message}";
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidOperationException or OverflowException)
        {
            problem = wrong.Message;
        }

        return null;
    }

    private static MessageEnvelope Message(JsonElement root, ConnectionId connection)
    {
        var body = Body(root);
        if (root.TryGetProperty("body_size", out var size) && size.GetInt64() != body.Length)
            throw new FormatException($"body_size says {size.GetInt64():N0} bytes and the body has {body.Length:N0}");
        var properties = Fields(root, "properties");
        var messageId = Text(root, "message_id");
        return new MessageEnvelope
        {
            Source = new DestinationRef(connection, Required(root, "source_kind"), Text(root, "source_scope") ?? "", Required(root, "source_name")),
            Position = root.TryGetProperty("position", out var position) ? position.GetInt64() : 0,
            Identity = new MessageIdentity(messageId, Text(root, "fingerprint") is { Length: 64 } fingerprint ? fingerprint : Convert.ToHexStringLower(SHA256.HashData(body))),
            Body = body,
            BodySize = body.Length,
            IsTombstone = root.TryGetProperty("body", out var none) && none.ValueKind == JsonValueKind.Null,
            Partition = root.TryGetProperty("partition", out var partition) ? partition.GetInt32() : null,
            Delivery = Fields(root, "delivery"),
            Properties = properties,
            Headers = Fields(root, "headers"),
            Key = root.TryGetProperty("key_base64", out var key) ? key.GetBytesFromBase64() : default(ReadOnlyMemory<byte>?),
            RoutingKey = Text(root, "routing_key"),
            ContentType = TextOf(properties, "content_type"),
            ContentEncoding = TextOf(properties, "content_encoding"),
            Timestamp = Text(root, "timestamp") is { } at ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) : null,
        };
    }

    private static byte[] Body(JsonElement root) => (root.TryGetProperty("body", out var text), root.TryGetProperty("body_base64", out var bytes)) switch
    {
        (true, true) => throw new FormatException("it has both body and body_base64"),
        (true, _) => Encoding.UTF8.GetBytes(text.GetString() ?? ""),
        (_, true) => bytes.GetBytesFromBase64(),
        _ => throw new FormatException("it has no body and no body_base64"),
    };

    private static IReadOnlyList<MessageField> Fields(JsonElement parent, string name)
        => parent.TryGetProperty(name, out var list)
            ? [.. list.EnumerateArray().Select(field => new MessageField(Required(field, "name"), Value(field)))]
            : [];

    private static FieldValue Value(JsonElement field)
    {
        var type = Required(field, "type");
        if (field.TryGetProperty("base64", out var bytes))
            return new BytesValue(bytes.GetBytesFromBase64(), type);
        if (field.TryGetProperty("items", out var items))
            return new ListValue([.. items.EnumerateArray().Select(Value)], type);
        if (field.TryGetProperty("fields", out _))
            return new TableValue(Fields(field, "fields"), type);
        if (!field.TryGetProperty("value", out var value))
            throw new FormatException("a field has no value");
        return (value.ValueKind, type) switch
        {
            (JsonValueKind.Null, _) => new NullValue(type),
            (JsonValueKind.True or JsonValueKind.False, _) => new BooleanValue(value.GetBoolean(), type),
            (JsonValueKind.Number, "decimal") => new DecimalValue(value.GetDecimal(), type),
            (JsonValueKind.Number, "double" or "float") => new NumberValue(value.GetDouble(), type),
            (JsonValueKind.Number, _) => new IntegerValue(value.GetInt64(), type),
            (JsonValueKind.String, "double" or "float") => new NumberValue(double.Parse(value.GetString()!, CultureInfo.InvariantCulture), type),
            (JsonValueKind.String, "timestamp") => new TimestampValue(DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture), type),
            (JsonValueKind.String, _) => new TextValue(value.GetString()!, type),
            _ => throw new FormatException($"a field of type '{Cut(type)}' has no value that can be read"),
        };
    }

    private static string Required(JsonElement element, string name) => Text(element, name) ?? throw new FormatException($"{name} is missing");

    private static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;

    private static string? TextOf(IReadOnlyList<MessageField> fields, string name)
        => fields.FirstOrDefault(field => field.Name == name)?.Value is TextValue text ? text.Value : null;

    private static string Cut(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
