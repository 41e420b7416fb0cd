using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Web.Api.Problems;
using Dashboard.Web.Components.Operations.Publishing;

namespace Dashboard.Web.Api.Messages;

/// <summary>Messages to and from the API's form of them.</summary>
internal static class MessageMapping
{
    private const int MaxFields = 500;
    private const int MaxRoutingKey = 1024;

    public static MessageDto Of(MessageEnvelope message, BodyForm form) => new()
    {
        Position = message.Position,
        Partition = message.Partition,
        Offset = message.Partition is null ? null : LogPosition.Unpack(message.Position).Offset,
        IsTombstone = message.IsTombstone ? true : null,
        Identity = new IdentityDto { MessageId = message.Identity.MessageId, Fingerprint = message.Identity.Fingerprint },
        RoutingKey = message.RoutingKey,
        Timestamp = message.Timestamp,
        Delivery = [.. message.Delivery.Select(FieldMapping.Of)],
        Properties = [.. message.Properties.Select(FieldMapping.Of)],
        Headers = [.. message.Headers.Select(FieldMapping.Of)],
        KeyBase64 = message.Key is { } key ? Convert.ToBase64String(key.Span) : null,
        BodySize = message.BodySize,
        IsBodyTruncated = message.IsBodyTruncated,
        Body = BodyOf(message.Body, form),
        Masked = message.Masked ?? [],
    };

    /// <exception cref="ApiException">Something in it will not do; the pointer says where.</exception>
    public static OutgoingMessage Read(OutgoingMessageDto message, Core.Model.ConnectionInfo connection, PublishForm? form, string pointer)
    {
        if (message.RoutingKey?.Length > MaxRoutingKey)
            throw ApiException.Body(pointer + "/routingKey", $"A routing key has at most {MaxRoutingKey:N0} characters.");
        return new OutgoingMessage
        {
            Address = new PublishAddress(message.Destination.On(connection.Id, pointer + "/destination"), message.RoutingKey ?? ""),
            Body = ReadBody(message.Body, pointer + "/body"),
            Properties = ReadProperties(message.Properties, form, pointer + "/properties"),
            Headers = ReadAll(message.Headers, pointer + "/headers"),
            IsTombstone = message.IsTombstone ?? false,
            Partition = message.Partition,
            Key = message.KeyBase64 is { } key ? FromBase64(key, pointer + "/keyBase64") : null,
            IsMandatory = message.IsMandatory ?? true,
        };
    }

    private static BodyDto? BodyOf(ReadOnlyMemory<byte> body, BodyForm form)
    {
        if (form == BodyForm.None)
            return null;
        if (form == BodyForm.Json && TryParse(body, out var json))
            return new BodyDto { Json = json };
        return form != BodyForm.Base64 && Utf8.IsValid(body.Span)
            ? new BodyDto { Text = Encoding.UTF8.GetString(body.Span) }
            : new BodyDto { Base64 = Convert.ToBase64String(body.Span) };
    }

    private static bool TryParse(ReadOnlyMemory<byte> body, out JsonElement json)
    {
        json = default;
        try
        {
            var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 60 });
            if (!JsonElement.TryParseValue(ref reader, out var value) || reader.BytesConsumed < body.Length)
                return false;
            json = value.Value;
            return json.ValueKind != JsonValueKind.Null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ReadOnlyMemory<byte> ReadBody(BodyDto? body, string pointer) => body switch
    {
        null or { Text: null, Base64: null, Json: null } => ReadOnlyMemory<byte>.Empty,
        { Text: { } text, Base64: null, Json: null } => Encoding.UTF8.GetBytes(text),
        { Text: null, Base64: { } base64, Json: null } => FromBase64(base64, pointer + "/base64"),
        { Text: null, Base64: null, Json: { } json } => JsonSerializer.SerializeToUtf8Bytes(json),
        _ => throw ApiException.Body(pointer, "Give the body in one form: text, base64 or json."),
    };

    private static List<MessageField> ReadAll(IReadOnlyList<FieldDto>? fields, string pointer)
    {
        if (fields?.Count > MaxFields)
            throw ApiException.Body(pointer, $"There are at most {MaxFields} of them.");
        return [.. (fields ?? []).Select((field, i) => FieldMapping.Read(field, $"{pointer}/{i}"))];
    }

    private static List<MessageField> ReadProperties(IReadOnlyList<FieldDto>? properties, PublishForm? form, string pointer)
    {
        var known = PropertyDefinition.Of(form);
        var read = ReadAll(properties, pointer);

        // A connection that cannot publish knows no form, and is refused for that.
        if (form is null)
            return read;
        for (var i = 0; i < read.Count; i++)
        {
            var definition = known.FirstOrDefault(d => d.Name == read[i].Name)
                ?? throw ApiException.Body($"{pointer}/{i}/name", $"'{read[i].Name}' is no property that can be set: {string.Join(", ", known.Select(d => d.Name))}.");
            if (!Fits(definition.Type, read[i].Value))
                throw ApiException.Body($"{pointer}/{i}/value", $"'{definition.Name}' takes a value of type {definition.Type.ToString().ToLowerInvariant()}.");
            if (read.FindIndex(field => field.Name == definition.Name) != i)
                throw ApiException.Body($"{pointer}/{i}/name", $"'{definition.Name}' stands there twice.");
        }

        return read;
    }

    private static bool Fits(HeaderType type, FieldValue value) => type switch
    {
        HeaderType.Text => value is TextValue,
        HeaderType.Integer => value is IntegerValue,
        HeaderType.Time => value is TimestampValue,
        HeaderType.Flag => value is BooleanValue,
        HeaderType.Number => value is NumberValue or IntegerValue,
        _ => true,
    };

    private static byte[] FromBase64(string text, string pointer)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw ApiException.Body(pointer, "This is no base64.");
        }
    }
}
