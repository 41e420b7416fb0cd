using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Throws away the beginning of a log with partitions: all before a bound, and nothing after it.</summary>
public interface ILogPurger : IMutatingCapability
{
    /// <summary>What would go: of each partition its first offset and the bound; partitions of which nothing would go are left out. Changes nothing.</summary>
    /// <exception cref="BrokerException">It is gone, the bound is none of it, or the broker could not be asked.</exception>
    Task<IReadOnlyList<PartitionRange>> PreviewAsync(DestinationRef destination, PurgeBound bound, CancellationToken cancellationToken);

    /// <summary>Throws away what stands before the end of each range, and tells how many offsets that were.</summary>
    /// <exception cref="BrokerException">It was refused, or failed; the message says of which partitions nothing went, or that it is not known.</exception>
    Task<Metric> PurgeAsync(DestinationRef destination, IReadOnlyList<PartitionRange> ranges, CancellationToken cancellationToken);
}

/// <summary>Where a purge of a log ends: before an offset, before a time, or else at the end as it is now.</summary>
/// <param name="Partition">In this partition alone; null for all.</param>
/// <param name="Offset">All before this offset.</param>
/// <param name="Before">All before the first message of this time or later.</param>
public sealed record PurgeBound(int? Partition = null, long? Offset = null, DateTimeOffset? Before = null);
