namespace Dashboard.Brokers.Kafka.Messages.Origins;

/// <summary>Where a record stood before it was put into a dead-letter topic, as its headers tell.</summary>
/// <param name="Convention">Who wrote them: <c>Kafka Connect</c>, <c>Spring</c>, <c>x-original-topic</c>.</param>
/// <param name="Topic">The topic. Hostile text.</param>
/// <param name="Partition">Null where it is not told.</param>
/// <param name="Offset">Null where it is not told.</param>
/// <param name="Timestamp">When the original was published; null where it is not told.</param>
/// <param name="Reason">Why it was put aside, in the words of who did: the class of an exception, as a rule. Null where it is not told.</param>
/// <param name="Message">The message of the exception; null where it is not told.</param>
/// <param name="By">The consumer group, connector or listener that gave up; null where it is not told.</param>
internal sealed record RecordOrigin(
    string Convention, string Topic, int? Partition, long? Offset, DateTimeOffset? Timestamp, string? Reason, string? Message, string? By);
