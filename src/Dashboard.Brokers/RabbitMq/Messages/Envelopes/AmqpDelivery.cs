using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Envelopes;

/// <summary>A message as the client library handed it over. The body must be the dashboard's own bytes.</summary>
internal sealed record AmqpDelivery(
    ulong Tag, bool IsRedelivered, string Exchange, string RoutingKey, IReadOnlyBasicProperties Properties, ReadOnlyMemory<byte> Body)
{
    /// <summary>Messages left in the queue when it was got; null when it was consumed.</summary>
    public uint? MessagesLeft { get; init; }

    public IDictionary<string, object?>? Headers => Properties.Headers;

    /// <summary>Its offset on a stream; null elsewhere.</summary>
    public long? StreamOffset => Header("x-stream-offset") is { } value ? AmqpFields.IntegerOf(value) : null;

    /// <summary>How often a quorum queue has counted it as returned; null where none was written.</summary>
    public long? DeliveryCount => Header("x-delivery-count") is { } value ? AmqpFields.IntegerOf(value) : null;

    /// <summary>The stamp of an earlier replay; null where it carries none.</summary>
    public string? ReplayId => Header("x-replay-id") is { } value ? AmqpFields.TextOf(value) : null;

    private object? Header(string name) => Headers is { } headers && headers.TryGetValue(name, out var value) ? value : null;
}
