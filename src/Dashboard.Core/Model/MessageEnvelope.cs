namespace Dashboard.Core.Model;

/// <summary>
/// One message as it was read, in the broker's own words, with nothing decoded and nothing left out.
/// </summary>
public sealed record MessageEnvelope
{
    /// <summary>Where it was read.</summary>
    public required DestinationRef Source { get; init; }

    /// <summary>
    /// Its place: the offset on a stream; a packed <see cref="LogPosition"/> on a log with partitions; on a queue the number of messages read before it
    /// in this look (0 = head).
    /// </summary>
    public required long Position { get; init; }

    /// <summary>The partition of a log that has some; null elsewhere.</summary>
    public int? Partition { get; init; }

    /// <summary>Who it is; see <see cref="MessageIdentity"/>.</summary>
    public required MessageIdentity Identity { get; init; }

    /// <summary>The bytes of the body, whole unless <see cref="IsBodyTruncated"/>.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Size of the whole body in bytes, also where only a part was kept.</summary>
    public required long BodySize { get; init; }

    public bool IsBodyTruncated => BodySize > Body.Length;

    /// <summary>There is no body, which is not the same as an empty one: on a compacted log it deletes what has the same key.</summary>
    public bool IsTombstone { get; init; }

    /// <summary>What the broker says of this delivery: exchange, routing key, redelivered, partition, leader epoch.</summary>
    public IReadOnlyList<MessageField> Delivery { get; init; } = [];

    /// <summary>Standard properties that are present: <c>content_type</c>, <c>message_id</c>, <c>delivery_mode</c>.</summary>
    public IReadOnlyList<MessageField> Properties { get; init; } = [];

    /// <summary>Application headers, a typed tree.</summary>
    public IReadOnlyList<MessageField> Headers { get; init; } = [];

    /// <summary>The record key on brokers that have one (Kafka): null for a null key, which is not an empty one. Null on all other brokers.</summary>
    public ReadOnlyMemory<byte>? Key { get; init; }

    /// <summary>Routing key, subject or channel; null where the broker has none.</summary>
    public string? RoutingKey { get; init; }

    /// <summary>MIME type as the publisher gave it; null where it gave none.</summary>
    public string? ContentType { get; init; }

    /// <summary>Encoding as the publisher gave it, <c>gzip</c> for one; null where it gave none.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>When it was published, as far as the message tells; null where it does not.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The way it came, oldest first, read from x-death and its like; empty where there is none.</summary>
    public IReadOnlyList<DeathRecord> Deaths { get; init; } = [];

    /// <summary>Paths of what was hidden from who reads it (<c>header.x-card</c>, <c>body.card.number</c>); null where nothing was.</summary>
    public IReadOnlyList<string>? Masked { get; init; }
}
