using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Places of one partition of a log that follow each other.</summary>
/// <param name="From">The first place, a packed <see cref="LogPosition"/>.</param>
/// <param name="End">Behind the last place, in the same partition.</param>
public readonly record struct LogRange(long From, long End)
{
    /// <summary>Places, not messages: compaction, transactions and deletions leave places empty.</summary>
    public long Count => Math.Max(0, End - From);

    public int Partition => LogPosition.Unpack(From).Partition;

    public static LogRange Of(int partition, long from, long end) => new(new LogPosition(partition, from).Packed, new LogPosition(partition, end).Packed);

    public override string ToString() => $"{LogPosition.Unpack(From)} to {LogPosition.Unpack(End - 1)}";
}
