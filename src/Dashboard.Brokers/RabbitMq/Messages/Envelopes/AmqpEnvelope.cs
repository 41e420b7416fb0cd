using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Messages.Envelopes;

/// <summary>Makes the broker-neutral envelope of an AMQP message. What is seldom looked at is decoded when it is.</summary>
internal static class AmqpEnvelope
{
    public static MessageEnvelope Of(DestinationRef source, long position, AmqpDelivery delivery, int maxBodyBytes = int.MaxValue)
    {
        var properties = delivery.Properties;
        var identity = AmqpFingerprint.Of(delivery.Exchange, delivery.RoutingKey, properties, delivery.Body.Span);
        return new MessageEnvelope
        {
            Source = source,
            Position = delivery.StreamOffset ?? position,
            Identity = identity,
            // Its own copy where it is cut, so that the rest can be collected.
            Body = delivery.Body.Length <= maxBodyBytes ? delivery.Body : delivery.Body[..maxBodyBytes].ToArray(),
            BodySize = delivery.Body.Length,
            Delivery = new LazyFieldList<AmqpDeliveryFacts, MessageField>(
                new AmqpDeliveryFacts(delivery.Exchange, delivery.RoutingKey, delivery.IsRedelivered, delivery.MessagesLeft, delivery.DeliveryCount), static d => d.Fields()),
            Properties = new AmqpPropertyList(properties),
            Headers = delivery.Headers is { Count: > 0 } headers ? new AmqpHeaderList(headers) : [],
            RoutingKey = delivery.RoutingKey,
            ContentType = properties.IsContentTypePresent() ? properties.ContentType : null,
            ContentEncoding = properties.IsContentEncodingPresent() ? properties.ContentEncoding : null,
            Timestamp = properties.IsTimestampPresent() && AmqpFields.Timestamp(properties.Timestamp.UnixTime) is TimestampValue at ? at.Value : null,
            Deaths = delivery.Headers?.ContainsKey("x-death") == true
                ? new LazyFieldList<IDictionary<string, object?>, DeathRecord>(delivery.Headers, static h => AmqpDeaths.Read(h))
                : [],
        };
    }
}
