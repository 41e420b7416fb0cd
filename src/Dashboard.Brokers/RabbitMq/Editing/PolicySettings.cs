using Dashboard.Core.Editing;
using static Dashboard.Brokers.RabbitMq.Editing.Fields;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>The settings that a policy can hold and that the broker itself knows; plugins add others.</summary>
internal static class PolicySettings
{
    private const string Limits = "Limits";
    private const string DeadLettering = "Dead-lettering and routing";
    private const string Storage = "Replication and storage";

    /// <summary>What operator policies may hold: limits that nobody can lift.</summary>
    public static readonly IReadOnlyList<FormField> OfOperators =
    [
        Number("max-length", "Max length", "At most this many messages ready in each queue.").In(Limits),
        Bytes("max-length-bytes", "Max bytes", "At most this many bytes of bodies in each queue or stream.").In(Limits),
        Duration("message-ttl", "Message TTL", "Older messages are dropped or dead-lettered.").In(Limits),
        Duration("expires", "Expires", "Queues are deleted after this long without use.", min: 1).In(Limits),
        Number("delivery-limit", "Delivery limit", "Quorum queues: a message that came back this many times is dropped or dead-lettered.").In(Limits),
        Number("max-in-memory-length", "Max in memory", "Quorum queues: at most this many messages are kept in memory too.").In(Storage),
        Bytes("max-in-memory-bytes", "Max bytes in memory", "Quorum queues: at most this many bytes are kept in memory too.").In(Storage),
    ];

    public static readonly IReadOnlyList<FormField> All =
    [
        .. OfOperators.Where(field => field.Group == Limits),
        Choice("overflow", "Overflow", "What happens when a queue is full.",
            ("drop-head", "drop-head: the oldest are dropped or dead-lettered"), ("reject-publish", "reject-publish: new ones are refused"), ("reject-publish-dlx", "reject-publish-dlx: refused and dead-lettered (classic)")).In(Limits),
        Text("max-age", "Max age", "Streams: older segments are deleted: 7D, 12h.").In(Limits),
        Exchange("dead-letter-exchange", "Dead-letter exchange", "Gets rejected, expired and pushed-out messages. The empty name is the default exchange.").In(DeadLettering) with { AllowsEmpty = true },
        Text("dead-letter-routing-key", "Dead-letter routing key", "Replaces the routing key of dead-lettered messages.").In(DeadLettering),
        Exchange("alternate-exchange", "Alternate exchange", "Exchanges: gets what no binding matches.").In(DeadLettering),
        Choice("queue-mode", "Mode", "Classic queues: lazy keeps messages on disk.", ("default", "default"), ("lazy", "lazy")).In(Storage),
        new FormField("queue-version", "Storage version", FieldType.NumberChoice) { Help = "Classic queues.", Choices = [new("1", "1"), new("2", "2")] }.In(Storage),
        .. OfOperators.Where(field => field.Group == Storage),
        Choice("queue-leader-locator", "Leader's node", "Quorum queues and streams: which node leads at first.", ("client-local", "client-local"), ("least-leaders", "least-leaders"), ("random", "random")).In(Storage),
        Bytes("stream-max-segment-size-bytes", "Segment size", "Streams: size of one file.").In(Storage),
    ];

    public static readonly FormField Others = new("definition", "Other settings", FieldType.Table)
    {
        Help = "Settings of plugins, mirroring and newer brokers, such as ha-mode and federation-upstream-set.",
        Group = "Other settings",
    };
}
