using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Publishing;

/// <summary>
/// Messages that come from an archive or from another broker, in AMQP's terms: properties of AMQP's names go to their place; all others
/// become headers <c>x-replay-source-NAME</c>; a record key becomes the header <c>x-replay-key</c>; content type, encoding and time are
/// taken over where no property says otherwise.
/// </summary>
internal static class ForeignMessage
{
    private const string Prefix = "x-replay-source-";
    private const string KeyHeader = "x-replay-key";

    public static BasicProperties Properties(MessageEnvelope original)
    {
        var properties = new BasicProperties();
        foreach (var field in original.Properties)
        {
            if (AmqpProperties.IsStandard(field.Name))
                TrySet(properties, field);
        }

        if (!properties.IsContentTypePresent() && Short(original.ContentType) is { } contentType)
            properties.ContentType = contentType;
        if (!properties.IsContentEncodingPresent() && Short(original.ContentEncoding) is { } contentEncoding)
            properties.ContentEncoding = contentEncoding;
        if (!properties.IsTimestampPresent() && original.Timestamp is { } at)
            properties.Timestamp = new AmqpTimestamp(at.ToUnixTimeSeconds());
        return properties;
    }

    public static Dictionary<string, object?> Headers(MessageEnvelope original)
    {
        var headers = AmqpFields.EncodeTable(original.Headers);
        foreach (var field in original.Properties)
        {
            if (!AmqpProperties.IsStandard(field.Name) || !TrySet(new BasicProperties(), field))
                headers[Prefix + field.Name] = AmqpFields.Encode(field.Value);
        }

        if (original.Key is { } key)
            headers[KeyHeader] = new BinaryTableValue(key.ToArray());
        return headers;
    }

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
