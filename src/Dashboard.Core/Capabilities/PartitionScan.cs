namespace Dashboard.Core.Capabilities;

/// <summary>How far a look is in one partition of a log. Offsets.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="From">Where the look began.</param>
/// <param name="Next">The offset it reads next: all before it was read. Offsets without a message (compacted, of an aborted transaction) count as read.</param>
/// <param name="End">One past the last offset as it was when the look began.</param>
public sealed record PartitionScan(int Partition, long From, long Next, long End);
