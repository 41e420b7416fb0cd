namespace Dashboard.Core.Capabilities;

/// <summary>What a partition of a log holds now. There may be fewer messages than offsets.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="First">The first offset that can be read.</param>
/// <param name="End">One past the last.</param>
public sealed record PartitionRange(int Partition, long First, long End);
