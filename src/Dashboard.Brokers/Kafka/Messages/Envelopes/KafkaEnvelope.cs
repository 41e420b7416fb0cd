using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Messages.Origins;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Envelopes;

/// <summary>A record in the words of all brokers. Headers, delivery and identity are made when somebody looks at them.</summary>
internal static class KafkaEnvelope
{
    public static MessageEnvelope Of(DestinationRef topic, KafkaRecord record) => new()
    {
        Source = topic,
        Position = new LogPosition(record.Partition, record.Offset).Packed,
        Partition = record.Partition,
        Identity = new MessageIdentity(record),
        Body = record.Value.Bytes,
        BodySize = record.Value.Size,
        IsTombstone = record.Value.Bytes is null,
        Key = record.Key is { } key ? key : default(ReadOnlyMemory<byte>?),
        Delivery = new LazyFieldList<KafkaRecord, MessageField>(record, DeliveryOf),
        Headers = record.Headers is null ? [] : new LazyFieldList<Headers, MessageField>(record.Headers, KafkaHeaders.Fields),
        Deaths = record.Headers is null ? [] : new LazyFieldList<KafkaRecord, DeathRecord>(record, static of => OriginHeaders.DeathsOf(KafkaHeaders.Fields(of.Headers!))),
        ContentType = record.Headers is null ? null : KafkaHeaders.TextOf(record.Headers, "content-type", "contentType", "content_type"),
        ContentEncoding = record.Headers is null ? null : KafkaHeaders.TextOf(record.Headers, KafkaHeaders.ContentEncoding),
        Timestamp = TimeOf(record.Timestamp),
    };

    /// <summary>The time of a record; null where it has none.</summary>
    public static DateTimeOffset? TimeOf(Timestamp timestamp)
        => timestamp.Type == TimestampType.NotAvailable || timestamp.UnixTimestampMs is < 0 or > MaxMilliseconds
            ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(timestamp.UnixTimestampMs);

    /// <summary>The last millisecond of the year 9999: publishers may write any number.</summary>
    private const long MaxMilliseconds = 253_402_300_799_999;

    private static IReadOnlyList<MessageField> DeliveryOf(KafkaRecord record)
    {
        var fields = new List<MessageField>
        {
            new("partition", new IntegerValue(record.Partition, "int32")),
            new("offset", new IntegerValue(record.Offset)),
            new("timestamp_type", new TextValue(record.Timestamp.Type switch
            {
                TimestampType.CreateTime => "create: set by the publisher",
                TimestampType.LogAppendTime => "append: set by the broker",
                _ => "none",
            }, "string")),
        };
        if (record.LeaderEpoch is { } epoch)
            fields.Add(new MessageField("leader_epoch", new IntegerValue(epoch, "int32")));
        if (record.Key is { } key)
            fields.Add(new MessageField("key_size", new IntegerValue(key.Length, "int32")));
        return fields;
    }
}
