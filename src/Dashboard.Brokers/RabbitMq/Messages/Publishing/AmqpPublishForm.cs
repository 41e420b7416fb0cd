using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.RabbitMq.Messages.Publishing;

/// <summary>What a message has in AMQP.</summary>
internal static class AmqpPublishForm
{
    public static readonly PublishForm Form = new()
    {
        AddressLabel = "Queue or exchange",
        HasMandatory = true,
        Properties =
        [
            new("content_type", PublishPropertyType.Text, "application/json"),
            new("content_encoding", PublishPropertyType.Text, "gzip"),
            new("delivery_mode", PublishPropertyType.Integer, "1 transient, 2 persistent"),
            new("priority", PublishPropertyType.Integer, "0 to 255"),
            new("correlation_id", PublishPropertyType.Text, ""),
            new("reply_to", PublishPropertyType.Text, "queue for the answer"),
            new("expiration", PublishPropertyType.Text, "milliseconds"),
            new("message_id", PublishPropertyType.Text, ""),
            new("timestamp", PublishPropertyType.Time, "2026-11-21T02:14:07Z"),
            new("type", PublishPropertyType.Text, ""),
            new("user_id", PublishPropertyType.Text, "the connection's own user") { IsPersonal = true },
            new("app_id", PublishPropertyType.Text, ""),
        ],
    };
}
