using System.Text.Json;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>What a queue does with its messages, from arguments or from policies: null is not set. Times in milliseconds.</summary>
internal sealed record QueueLimits(
    string? DeadLetterExchange,
    string? DeadLetterRoutingKey,
    long? MessageTtl,
    long? MaxLength,
    long? MaxLengthBytes,
    string? Overflow,
    long? DeliveryLimit,
    long? Expires)
{
    public static readonly QueueLimits None = new(null, null, null, null, null, null, null, null);

    /// <summary>From a queue's arguments (<c>x-message-ttl</c>).</summary>
    public static QueueLimits OfArguments(JsonElement arguments) => Of(arguments, "x-");

    /// <summary>From a merged policy definition (<c>message-ttl</c>).</summary>
    public static QueueLimits OfPolicy(JsonElement definition) => Of(definition, "");

    /// <summary>Arguments together with policies, as the broker joins them: the smaller number wins, text of the arguments wins.</summary>
    public QueueLimits With(QueueLimits? policy) => policy is null
        ? this
        : new(
            DeadLetterExchange ?? policy.DeadLetterExchange,
            DeadLetterRoutingKey ?? policy.DeadLetterRoutingKey,
            Smaller(MessageTtl, policy.MessageTtl),
            Smaller(MaxLength, policy.MaxLength),
            Smaller(MaxLengthBytes, policy.MaxLengthBytes),
            Overflow ?? policy.Overflow,
            Smaller(DeliveryLimit, policy.DeliveryLimit),
            Smaller(Expires, policy.Expires));

    private static QueueLimits Of(JsonElement table, string prefix) => new(
        table.Text(prefix + "dead-letter-exchange"),
        table.Text(prefix + "dead-letter-routing-key"),
        table.Integer(prefix + "message-ttl"),
        table.Integer(prefix + "max-length"),
        table.Integer(prefix + "max-length-bytes"),
        table.Text(prefix + "overflow"),
        table.Integer(prefix + "delivery-limit"),
        table.Integer(prefix + "expires"));

    private static long? Smaller(long? a, long? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
