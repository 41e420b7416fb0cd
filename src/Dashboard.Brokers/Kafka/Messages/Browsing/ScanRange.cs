using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.Kafka.Messages.Browsing;

/// <summary>What is to be read of one partition, and how far that is. Used by one thread; others get <see cref="Told"/>.</summary>
/// <param name="partition">The partition.</param>
/// <param name="from">First offset.</param>
/// <param name="end">One past the last offset, frozen when the look begins.</param>
internal sealed class ScanRange(int partition, long from, long end)
{
    public int Partition => partition;

    public long From { get; } = from;

    public long End => end;

    /// <summary>All offsets before this one were read, or hold nothing.</summary>
    public long Next { get; set; } = from;

    /// <summary>It is not read any further, though it may not have come to its end.</summary>
    public bool IsClosed { get; set; }

    public bool IsAtEnd => Next >= end;

    public PartitionScan Told => new(partition, From, Math.Min(Next, Math.Max(end, From)), end);

    /// <summary>The same where the end goes along with what is published.</summary>
    public PartitionScan ToldFollowing => new(partition, From, Next, Math.Max(end, Next));
}
