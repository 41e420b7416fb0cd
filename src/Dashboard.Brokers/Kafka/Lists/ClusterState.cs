namespace Dashboard.Brokers.Kafka.Lists;

/// <summary>What the sources of one connection tell each other. Each part is written by one source and replaced whole.</summary>
internal sealed class ClusterState
{
    /// <summary>The last metadata; null before the first.</summary>
    public ClusterMap? Map { get; set => Volatile.Write(ref field, value); }

    /// <summary>The last watermarks of all partitions.</summary>
    public WatermarkBook Watermarks { get; } = new();
}
