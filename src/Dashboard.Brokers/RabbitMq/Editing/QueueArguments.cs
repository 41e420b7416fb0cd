using Dashboard.Core.Editing;
using static Dashboard.Brokers.RabbitMq.Editing.Fields;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>The arguments that a queue can be declared with, and on which types: the broker refuses a known argument on another type.</summary>
internal static class QueueArguments
{
    private const string Limits = "Limits";
    private const string DeadLettering = "Dead-lettering";
    private const string Consumers = "Consumers and priorities";
    private const string Members = "Members and storage";

    public static readonly IReadOnlyList<FormField> All =
    [
        Number("x-max-length", "Max length", "At most this many messages ready; then the overflow behaviour applies. Without it there is no limit.").On("classic", "quorum").In(Limits),
        Bytes("x-max-length-bytes", "Max bytes", "At most this many bytes of bodies. On a stream: the oldest segments are deleted beyond it.").In(Limits),
        Choice("x-overflow", "Overflow", "What happens when it is full. Without it: drop-head.",
            ("drop-head", "drop-head: the oldest messages are dropped or dead-lettered"),
            ("reject-publish", "reject-publish: new messages are refused"),
            ("reject-publish-dlx", "reject-publish-dlx: new messages are refused and dead-lettered (classic queues)")).On("classic", "quorum").In(Limits),
        Duration("x-message-ttl", "Message TTL", "Messages older than this are dropped or dead-lettered.").On("classic", "quorum").In(Limits),
        Duration("x-expires", "Expires", "The queue itself is deleted after this long without consumers, gets and declarations.", min: 1).On("classic", "quorum").In(Limits),
        Text("x-max-age", "Max age", "Segments older than this are deleted: a number and Y, M, D, h, m or s, such as 7D or 12h.").On("stream").In(Limits),
        Number("x-delivery-limit", "Delivery limit", "A message that came back this many times is dropped or dead-lettered.").On("quorum").In(Limits),
        Exchange("x-dead-letter-exchange", "Dead-letter exchange", "Gets messages that were rejected, expired or pushed out. The empty name is the default exchange.").On("classic", "quorum").In(DeadLettering) with { AllowsEmpty = true },
        Text("x-dead-letter-routing-key", "Dead-letter routing key", "Replaces the routing key of dead-lettered messages; without it they keep their own.").On("classic", "quorum").In(DeadLettering) with { AllowsEmpty = true },
        Choice("x-dead-letter-strategy", "Dead-letter strategy", "at-least-once also needs overflow reject-publish and a dead-letter exchange, else the broker falls back.",
            ("at-most-once", "at-most-once: can lose dead letters, the default"), ("at-least-once", "at-least-once: waits for the target's confirmation")).On("quorum").In(DeadLettering),
        Flag("x-single-active-consumer", "Single active consumer", "One consumer gets everything in order; the others stand by.").On("classic", "quorum").In(Consumers),
        Number("x-max-priority", "Max priority", "Makes it a priority queue with levels 0 to this one. Each level costs memory: 10 are plenty.", max: 255).On("classic").In(Consumers),
        Choice("x-queue-mode", "Mode", "lazy keeps messages on disk until they are wanted. Brokers from 3.12 on ignore it.", ("default", "default"), ("lazy", "lazy: on disk")).On("classic").In(Members),
        new FormField("x-queue-version", "Storage version", FieldType.NumberChoice)
        {
            Help = "Version of the classic queue's index and store.",
            Choices = [new("1", "1"), new("2", "2: smaller memory and faster recovery")],
        }.On("classic").In(Members),
        Choice("x-queue-master-locator", "Node", "Which node gets the queue.", ("client-local", "client-local: where it is declared"), ("min-masters", "min-masters: the node with the fewest"), ("random", "random")).On("classic").In(Members),
        Choice("x-queue-leader-locator", "Leader's node", "Which node leads at first. Without it: where it is declared.",
            ("client-local", "client-local: where it is declared"), ("balanced", "balanced: the node with the fewest leaders")).On("quorum", "stream").In(Members),
        Number("x-quorum-initial-group-size", "Initial members", "How many nodes hold a copy. Odd numbers; without it, at most 5.", min: 1).On("quorum").In(Members),
        Number("x-initial-cluster-size", "Initial members", "How many nodes hold a copy. Without it, all nodes.", min: 1).On("stream").In(Members),
        Number("x-max-in-memory-length", "Max in memory", "At most this many messages are kept in memory too.").On("quorum").In(Members),
        Bytes("x-max-in-memory-bytes", "Max bytes in memory", "At most this many bytes are kept in memory too.").On("quorum").In(Members),
        Bytes("x-stream-max-segment-size-bytes", "Segment size", "Size of one file of the stream: retention deletes whole segments.", max: 3_000_000_000).On("stream").In(Members),
    ];

    /// <summary>Whether it is an age as the broker reads it: a number and one letter.</summary>
    public static bool IsAge(string text) => text.Length > 1 && "YMDhms".Contains(text[^1], StringComparison.Ordinal) && text.AsSpan(0, text.Length - 1).IndexOfAnyExceptInRange('0', '9') < 0;

    public static bool IsKnown(string name) => name == "x-queue-type" || All.Any(field => field.Id == name);
}
