using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.RabbitMq.Messages.Publishing;

/// <summary>Exchange and routing key of an address. A queue is reached through the default exchange, so that no other queue gets a copy.</summary>
internal readonly record struct AmqpAddress(string Exchange, string RoutingKey)
{
    public static AmqpAddress Of(PublishAddress address) => address.Destination.Kind == "exchange"
        ? new AmqpAddress(address.Destination.Name, address.RoutingKey)
        : new AmqpAddress("", address.Destination.Name);
}
