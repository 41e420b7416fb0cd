using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Dashboard.Brokers.Kafka.Client;

/// <summary>Reads what the library answers when it is asked for offsets.</summary>
internal static class OffsetAnswers
{
    /// <summary>What stands for a leader that did not answer in time.</summary>
    public static readonly Error Silence = new(ErrorCode.Local_TimedOut, "A leader did not tell its offsets in time.");

    /// <summary>An offset was told, or that no message is as late as was asked for.</summary>
    public static bool IsTold(this ListOffsetsResultInfo info) => info.Problem() is null;

    /// <summary>
    /// Why the offset is not known; null where it is. Of a partition whose leader does not answer the library gives no error, and an offset that is none: taken for one it
    /// would set groups back to their beginning.
    /// </summary>
    public static Error? Problem(this ListOffsetsResultInfo info)
        => info.TopicPartitionOffsetError.Error.IsError ? info.TopicPartitionOffsetError.Error
            : info.TopicPartitionOffsetError.Offset == Offset.Unset ? Silence
            : null;
}
