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
    public static QueueLimits OfArguments(JsonElement arguments) => IsEmpty(arguments)
        ? None
        : new(
            arguments.Text("x-dead-letter-exchange"),
            arguments.Text("x-dead-letter-routing-key"),
            arguments.Integer("x-message-ttl"),
            arguments.Integer("x-max-length"),
            arguments.Integer("x-max-length-bytes"),
            arguments.Text("x-overflow"),
            arguments.Integer("x-delivery-limit"),
            arguments.Integer("x-expires"));

    /// <summary>From a merged policy definition (<c>message-ttl</c>); null where it sets nothing.</summary>
    public static QueueLimits? OfPolicy(JsonElement definition) => IsEmpty(definition)
        ? null
        : new(
            definition.Text("dead-letter-exchange"),
            definition.Text("dead-letter-routing-key"),
            definition.Integer("message-ttl"),
            definition.Integer("max-length"),
            definition.Integer("max-length-bytes"),
            definition.Text("overflow"),
            definition.Integer("delivery-limit"),
            definition.Integer("expires"));

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

    private static bool IsEmpty(JsonElement table) => table.ValueKind != JsonValueKind.Object || table.GetPropertyCount() == 0;

    private static long? Smaller(long? a, long? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
