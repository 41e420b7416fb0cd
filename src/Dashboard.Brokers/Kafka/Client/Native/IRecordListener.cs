using Confluent.Kafka;

namespace Dashboard.Brokers.Kafka.Client.Native;

/// <summary>Waits for what became of one record.</summary>
internal interface IRecordListener
{
    /// <summary>Called once, by the thread that tells of all records: it returns at once and does not throw.</summary>
    void Reported(in RecordReport report);
}

/// <summary>What became of a record.</summary>
/// <param name="Status">Whether it was written.</param>
/// <param name="Error">Why not; null where it was.</param>
/// <param name="Partition">Where it was written, or was to be.</param>
/// <param name="Offset">Its place there.</param>
internal readonly record struct RecordReport(PersistenceStatus Status, Error? Error, int Partition, long Offset);
