using Confluent.Kafka;

namespace Dashboard.Brokers.Kafka.Client.Native;

/// <summary>A record to be produced.</summary>
/// <param name="Topic">Where to.</param>
/// <param name="Partition">The very partition; null leaves it to the key.</param>
/// <param name="Key">Null is not an empty one.</param>
/// <param name="Value">Null is not an empty one.</param>
/// <param name="Headers">In order, names may stand twice; null for none.</param>
/// <param name="Timestamp">Milliseconds since 1970; null for the time of sending.</param>
internal readonly record struct OutgoingRecord(
    string Topic, int? Partition, ReadOnlyMemory<byte>? Key, ReadOnlyMemory<byte>? Value, Headers? Headers, long? Timestamp);
