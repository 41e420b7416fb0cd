using System.Globalization;
using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management;

namespace Dashboard.Brokers.RabbitMq.Messages.Inspection;

/// <summary>One queue as the management API tells of it. Any part may be missing.</summary>
internal sealed class QueueFacts
{
    private readonly JsonElement _queue;

    /// <param name="queue">The answer to <c>/api/queues/VHOST/NAME</c>.</param>
    /// <param name="brokerVersion">The broker's version; null unknown.</param>
    public QueueFacts(JsonElement queue, Version? brokerVersion)
    {
        _queue = queue.Clone();
        BrokerVersion = brokerVersion;
    }

    public Version? BrokerVersion { get; }

    public string Name => _queue.Text("name") ?? "";

    /// <summary><c>classic</c>, <c>quorum</c>, <c>stream</c>; null unknown.</summary>
    public string? Type => _queue.Text("type");

    public bool IsStream => Type == "stream";

    public bool IsQuorum => Type == "quorum";

    public long? Ready => _queue.Integer("messages_ready");

    public long? Unacknowledged => _queue.Integer("messages_unacknowledged");

    public long? Total => _queue.Integer("messages");

    public long? Consumers => _queue.Integer("consumers");

    public long? ReadyBytes => _queue.Integer("message_bytes_ready");

    public string? State => _queue.Text("state");

    public bool IsExclusive => _queue.Flag("exclusive") == true || _queue.Member("owner_pid_details").ValueKind == JsonValueKind.Object && _queue.Member("owner_pid_details").EnumerateObject().Any();

    public bool HasSingleActiveConsumer => Argument("x-single-active-consumer") is { ValueKind: JsonValueKind.True };

    /// <summary>The connection of the one active consumer, or its tag; null where there is none.</summary>
    public string? SingleActiveConsumer => _queue.Text("single_active_consumer_tag") is { Length: > 0 } tag ? tag : null;

    public long? MaxLength => Limit("max-length");

    public long? MaxLengthBytes => Limit("max-length-bytes");

    /// <summary><c>drop-head</c>, <c>reject-publish</c>, <c>reject-publish-dlx</c>; null where none is set (then it is drop-head).</summary>
    public string? Overflow => Setting("overflow").AsText();

    /// <summary>Milliseconds; null where messages do not expire by the queue.</summary>
    public long? MessageTtl => Limit("message-ttl");

    /// <summary>Null where dead letters are dropped; empty for the default exchange.</summary>
    public string? DeadLetterExchange => Setting("dead-letter-exchange").AsText();

    public string? DeadLetterRoutingKey => Setting("dead-letter-routing-key").AsText();

    public string? Policy => _queue.Text("policy") is { Length: > 0 } name ? name : null;

    /// <summary>Messages given to consumers or got, counted by the broker since the queue's process started; null unknown.</summary>
    public long? DeliveredCount => _queue.Member("message_stats").Integer("deliver_get");

    public long? RedeliveredCount => _queue.Member("message_stats").Integer("redeliver");

    /// <summary>
    /// How often a quorum queue takes a message back before it gives it up; null where it does so for ever. From 4.0 on it is 20 where
    /// nothing is set, and a negative value means no limit.
    /// </summary>
    public long? DeliveryLimit
    {
        get
        {
            if (!IsQuorum)
                return null;
            var set = Limit("delivery-limit");
            if (set is null)
                return BrokerVersion is { Major: >= 4 } ? 20 : null;
            return set < 0 ? null : set;
        }
    }

    /// <summary>Whether a requeue by a consumer counts towards the limit: through 4.2 it does.</summary>
    public bool RequeueCounts => BrokerVersion is not { } version || version < new Version(4, 3);

    /// <summary>What matters to messages that are sent to it.</summary>
    public TargetFacts AsTarget() => new(Name)
    {
        State = State,
        IsStream = IsStream,
        Ready = Ready,
        Consumers = Consumers,
        MaxLength = MaxLength,
        MaxLengthBytes = MaxLengthBytes,
        Overflow = Overflow,
        MessageTtl = MessageTtl,
        DeadLetterExchange = DeadLetterExchange,
        DeliveryLimit = DeliveryLimit,
    };

    /// <summary>The lower of the queue's own argument and the policy's, as the broker takes numbers.</summary>
    private long? Limit(string name)
    {
        var own = Argument("x-" + name).AsInteger();
        var policy = _queue.Member("effective_policy_definition").Member(name).AsInteger();
        return own is null ? policy : policy is null ? own : Math.Min(own.Value, policy.Value);
    }

    /// <summary>The queue's own argument comes before the policy's.</summary>
    private JsonElement Setting(string name)
    {
        var own = Argument("x-" + name);
        return own.ValueKind == JsonValueKind.Undefined ? _queue.Member("effective_policy_definition").Member(name) : own;
    }

    private JsonElement Argument(string name) => _queue.Member("arguments").Member(name);

    /// <summary>A number with separators, or a word where it is not known.</summary>
    public static string Shown(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "an unknown number of";
}
