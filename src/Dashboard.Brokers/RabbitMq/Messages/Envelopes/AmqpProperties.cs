using System.Globalization;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Envelopes;

/// <summary>The thirteen standard properties of AMQP 0-9-1 under their own names.</summary>
internal static class AmqpProperties
{
    public static IReadOnlyList<MessageField> Decode(IReadOnlyBasicProperties raw)
    {
        var fields = new List<MessageField>(8);
        Text("content_type", raw.IsContentTypePresent(), raw.ContentType);
        Text("content_encoding", raw.IsContentEncodingPresent(), raw.ContentEncoding);
        if (raw.IsDeliveryModePresent())
            fields.Add(new MessageField("delivery_mode", new IntegerValue((byte)raw.DeliveryMode, "uint8")));
        if (raw.IsPriorityPresent())
            fields.Add(new MessageField("priority", new IntegerValue(raw.Priority, "uint8")));
        Text("correlation_id", raw.IsCorrelationIdPresent(), raw.CorrelationId);
        Text("reply_to", raw.IsReplyToPresent(), raw.ReplyTo);
        Text("expiration", raw.IsExpirationPresent(), raw.Expiration);
        Text("message_id", raw.IsMessageIdPresent(), raw.MessageId);
        if (raw.IsTimestampPresent())
            fields.Add(new MessageField("timestamp", AmqpFields.Timestamp(raw.Timestamp.UnixTime)));
        Text("type", raw.IsTypePresent(), raw.Type);
        Text("user_id", raw.IsUserIdPresent(), raw.UserId);
        Text("app_id", raw.IsAppIdPresent(), raw.AppId);
        Text("cluster_id", raw.IsClusterIdPresent(), raw.ClusterId);
        return fields;

        void Text(string name, bool isPresent, string? value)
        {
            if (isPresent)
                fields.Add(new MessageField(name, new TextValue(value ?? "", "shortstr")));
        }
    }

    /// <summary>Whether AMQP has a standard property of this name.</summary>
    public static bool IsStandard(string name) => name is "content_type" or "content_encoding" or "delivery_mode" or "priority" or "correlation_id"
        or "reply_to" or "expiration" or "message_id" or "timestamp" or "type" or "user_id" or "app_id" or "cluster_id";

    /// <summary>The properties as the library writes them, without headers.</summary>
    /// <exception cref="FormatException">A name that AMQP has not, or a value that the property cannot hold; the message names both.</exception>
    public static BasicProperties Encode(IReadOnlyList<MessageField> fields)
    {
        var properties = new BasicProperties();
        foreach (var field in fields)
            Set(properties, field);
        return properties;
    }

    /// <summary>Sets one property.</summary>
    /// <exception cref="FormatException">A name that AMQP has not, or a value that the property cannot hold; the message names both.</exception>
    public static void Set(BasicProperties properties, MessageField field)
    {
        switch (field.Name)
        {
            case "content_type":
                properties.ContentType = Short(field);
                break;
            case "content_encoding":
                properties.ContentEncoding = Short(field);
                break;
            case "delivery_mode":
                properties.DeliveryMode = (DeliveryModes)Octet(field);
                break;
            case "priority":
                properties.Priority = Octet(field);
                break;
            case "correlation_id":
                properties.CorrelationId = Short(field);
                break;
            case "reply_to":
                properties.ReplyTo = Short(field);
                break;
            case "expiration":
                properties.Expiration = Short(field);
                break;
            case "message_id":
                properties.MessageId = Short(field);
                break;
            case "timestamp":
                properties.Timestamp = new AmqpTimestamp(Seconds(field));
                break;
            case "type":
                properties.Type = Short(field);
                break;
            case "user_id":
                properties.UserId = Short(field);
                break;
            case "app_id":
                properties.AppId = Short(field);
                break;
            case "cluster_id":
                properties.ClusterId = Short(field);
                break;
            default:
                throw new FormatException($"AMQP has no property '{field.Name}'; put it into the headers.");
        }
    }

    private static string Short(MessageField field)
    {
        var text = field.Value switch
        {
            TextValue v => v.Value,
            IntegerValue v => v.Value.ToString(CultureInfo.InvariantCulture),
            _ => throw new FormatException($"The property {field.Name} takes text."),
        };
        return System.Text.Encoding.UTF8.GetByteCount(text) <= 255
            ? text
            : throw new FormatException($"The property {field.Name} is longer than 255 bytes, which AMQP does not allow.");
    }

    private static byte Octet(MessageField field) => field.Value switch
    {
        IntegerValue { Value: >= 0 and <= 255 } v => (byte)v.Value,
        TextValue v when byte.TryParse(v.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var octet) => octet,
        _ => throw new FormatException($"The property {field.Name} takes a whole number from 0 to 255."),
    };

    private static long Seconds(MessageField field) => field.Value switch
    {
        TimestampValue v => v.Value.ToUnixTimeSeconds(),
        IntegerValue v => v.Value,
        TextValue v when long.TryParse(v.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) => seconds,
        TextValue v when DateTimeOffset.TryParse(v.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => at.ToUnixTimeSeconds(),
        _ => throw new FormatException($"The property {field.Name} takes a point in time or seconds since 1970."),
    };
}
