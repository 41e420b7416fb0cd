using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Messages.Envelopes;

/// <summary>What the broker says of one delivery, apart from the message itself.</summary>
internal sealed record AmqpDeliveryFacts(string Exchange, string RoutingKey, bool IsRedelivered, uint? MessagesLeft, long? DeliveryCount)
{
    public IReadOnlyList<MessageField> Fields()
    {
        var fields = new List<MessageField>
        {
            new("exchange", new TextValue(Exchange, "shortstr")),
            new("routing_key", new TextValue(RoutingKey, "shortstr")),
            new("redelivered", new BooleanValue(IsRedelivered, "bit")),
        };
        if (DeliveryCount is { } count)
            fields.Add(new("delivery_count", new IntegerValue(count)));
        if (MessagesLeft is { } left)
            fields.Add(new("message_count", new IntegerValue(left, "uint32")));
        return fields;
    }
}
