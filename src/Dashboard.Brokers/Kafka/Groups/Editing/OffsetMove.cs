using Confluent.Kafka;

namespace Dashboard.Brokers.Kafka.Groups.Editing;

/// <summary>What a reset makes of one partition.</summary>
/// <param name="Partition">Which.</param>
/// <param name="Old">The committed offset; negative where there is none.</param>
/// <param name="New">What it becomes.</param>
/// <param name="Low">First offset that can be read.</param>
/// <param name="High">Offset of the next message to be written.</param>
internal sealed record OffsetMove(TopicPartition Partition, long Old, long New, long Low, long High)
{
    /// <summary>Messages that are read a second time.</summary>
    public long Reread => Old < 0 ? 0 : Math.Max(0, Math.Min(Old, High) - New);

    /// <summary>Messages that were not read and will not be. Those that are deleted already are no longer skipped by it.</summary>
    public long Skipped => Old < 0 ? Math.Max(0, New - Low) : Math.Max(0, New - Math.Max(Old, Low));

    /// <summary>The offset that was asked for, kept within what the log has.</summary>
    public static long Within(long offset, long low, long high) => Math.Clamp(offset, low, Math.Max(low, high));
}
