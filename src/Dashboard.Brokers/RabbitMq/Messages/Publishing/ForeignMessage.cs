using System.Globalization;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Publishing;

/// <summary>
/// Messages that come from an archive or from another broker, in AMQP's terms: properties of AMQP's names go to their place; all others
/// become headers <c>x-replay-source-NAME</c>; headers <c>amqp.NAME</c> are properties that crossed another broker; a record key becomes the header <c>x-replay-key</c>; content type, encoding and time are
/// taken over where no property says otherwise.
/// </summary>
internal static class ForeignMessage
{
    private const string Prefix = "x-replay-source-";
    private const string KeyHeader = "x-replay-key";
    private const string CarriedPrefix = "amqp.";

    public static BasicProperties Properties(MessageEnvelope original)
    {
        var properties = new BasicProperties();
        foreach (var field in original.Properties.Concat(CarriedProperties(original)))
        {
            if (AmqpProperties.IsStandard(field.Name))
                TrySet(properties, field);
        }

        if (!properties.IsContentTypePresent() && Short(original.ContentType) is { } contentType)
            properties.ContentType = contentType;
        if (!properties.IsContentEncodingPresent() && Short(original.ContentEncoding ?? CarriedEncoding(original)) is { } contentEncoding)
            properties.ContentEncoding = contentEncoding;
        if (!properties.IsTimestampPresent() && original.Timestamp is { } at)
            properties.Timestamp = new AmqpTimestamp(at.ToUnixTimeSeconds());
        return properties;
    }

    public static Dictionary<string, object?> Headers(MessageEnvelope original)
    {
        var carried = CarriedProperties(original).Select(field => CarriedPrefix + field.Name).ToHashSet(StringComparer.Ordinal);
        var headers = AmqpFields.EncodeTable([.. original.Headers.Where(header => !carried.Contains(header.Name))]);
        foreach (var field in original.Properties)
        {
            if (!AmqpProperties.IsStandard(field.Name) || !TrySet(new BasicProperties(), field))
                headers[Prefix + field.Name] = AmqpFields.Encode(field.Value);
        }

        if (original.Key is { } key && !headers.ContainsKey(KeyHeader))
            headers[KeyHeader] = new BinaryTableValue(key.ToArray());
        return headers;
    }

    /// <summary>Properties of AMQP that crossed another broker as headers, in the types that AMQP has for them; those that do not fit stay headers.</summary>
    private static IEnumerable<MessageField> CarriedProperties(MessageEnvelope original)
    {
        foreach (var header in original.Headers)
        {
            if (!header.Name.StartsWith(CarriedPrefix, StringComparison.Ordinal) || header.Value is not TextValue { Value: var text })
                continue;
            var name = header.Name[CarriedPrefix.Length..];
            FieldValue? value = name switch
            {
                "timestamp" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? new TimestampValue(at) : null,
                "delivery_mode" or "priority" => byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new IntegerValue(number) : null,
                _ => new TextValue(text),
            };
            if (value is not null && AmqpProperties.IsStandard(name) && TrySet(new BasicProperties(), new MessageField(name, value)))
                yield return new MessageField(name, value);
        }
    }

    /// <summary>Where headers are all there is, this one says how the body is packed: without it a consumer could not read it.</summary>
    private static string? CarriedEncoding(MessageEnvelope original) => (original.Headers.LastOrDefault(header => header.Name == "content-encoding")?.Value as TextValue)?.Value;

    private static bool TrySet(BasicProperties properties, MessageField field)
    {
        try
        {
            AmqpProperties.Set(properties, field);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string? Short(string? text) => text is not null && System.Text.Encoding.UTF8.GetByteCount(text) <= 255 ? text : null;
}
