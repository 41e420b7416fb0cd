using System.Text.Json;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>The dear part of one queue's row, as a statistics page told it: NaN and null are not known.</summary>
internal sealed class QueueStatistics
{
    /// <summary>What pages of statistics and single queues are asked for; less than a third of what they would hold.</summary>
    public const string Fields = "name,vhost,type,messages,messages_ready,messages_unacknowledged,consumers,consumer_capacity,consumer_utilisation,memory,message_bytes,"
        + "head_message_timestamp,idle_since,policy,operator_policy,effective_policy_definition,node,leader,members,online,exclusive,delivery_limit,"
        + "message_stats.publish_details.rate,message_stats.deliver_get_details.rate,message_stats.ack_details.rate,message_stats.redeliver_details.rate";

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long ReadAt { get; init; }

    public double PublishRate { get; init; } = double.NaN;

    public double DeliverRate { get; init; } = double.NaN;

    public double AckRate { get; init; } = double.NaN;

    public double RedeliverRate { get; init; } = double.NaN;

    public double ConsumerCapacity { get; init; } = double.NaN;

    public long? Consumers { get; init; }

    public long? Memory { get; init; }

    public long? MessageBytes { get; init; }

    public long? HeadTimestampSeconds { get; init; }

    public long? IdleSince { get; init; }

    public long? Ready { get; init; }

    public long? Unacked { get; init; }

    public long? Total { get; init; }

    public string? OperatorPolicy { get; init; }

    public string? Policy { get; init; }

    public string? Node { get; init; }

    public string? Leader { get; init; }

    public string? MemberNodes { get; init; }

    public string? OnlineNodes { get; init; }

    public int? Members { get; init; }

    public int? Online { get; init; }

    public bool? Exclusive { get; init; }

    /// <summary>What arguments and policies come to together; null where no policy applies.</summary>
    public QueueLimits? PolicyLimits { get; init; }

    public long? DeliveryLimit { get; init; }

    /// <summary>Reads a queue as the statistics pages and the queue's own resource have it.</summary>
    public static QueueStatistics Of(JsonElement queue, long readAt, BrokerTraits traits)
    {
        var stats = queue.Member("message_stats");
        var isStream = queue.Text("type") == "stream";
        return new QueueStatistics
        {
            ReadAt = readAt,
            PublishRate = RateOf("publish"),
            DeliverRate = RateOf("deliver_get"),
            AckRate = RateOf("ack"),
            RedeliverRate = RateOf("redeliver"),
            ConsumerCapacity = queue.Number("consumer_capacity") ?? queue.Number("consumer_utilisation") ?? double.NaN,
            Consumers = queue.Integer("consumers"),
            Memory = queue.Integer("memory"),
            MessageBytes = queue.Integer("message_bytes"),
            HeadTimestampSeconds = queue.Integer("head_message_timestamp"),
            IdleSince = BrokerTime.Of(queue.Member("idle_since"))?.ToUnixTimeMilliseconds(),
            Ready = queue.Integer("messages_ready"),
            Unacked = queue.Integer("messages_unacknowledged"),
            Total = queue.Integer("messages"),
            OperatorPolicy = queue.Text("operator_policy"),
            Policy = queue.Text("policy"),
            Node = queue.Text("node"),
            Leader = queue.Text("leader"),
            MemberNodes = queue.JoinedTexts("members"),
            OnlineNodes = queue.JoinedTexts("online"),
            Members = queue.Member("members").ItemCount(),
            Online = queue.Member("online").ItemCount(),
            Exclusive = queue.Flag("exclusive"),
            PolicyLimits = QueueLimits.OfPolicy(queue.Member("effective_policy_definition")),
            DeliveryLimit = queue.Integer("delivery_limit"),
        };

        // Until something happened in a queue it has no message_stats, or not this one: that is a rate of nothing, not an unknown one.
        // Streams do not count deliveries on older brokers, so there it is unknown.
        double RateOf(string what)
        {
            if (traits.RatesOff is not null)
                return double.NaN;
            var rate = stats.Member(what + "_details").Number("rate");
            return rate ?? (isStream || queue.Member("messages").ValueKind == JsonValueKind.Undefined ? double.NaN : 0);
        }
    }
}
