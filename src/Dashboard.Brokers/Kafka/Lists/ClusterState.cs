using System.Collections.Immutable;
using Dashboard.Brokers.Kafka.Lists.Configs;

namespace Dashboard.Brokers.Kafka.Lists;

/// <summary>What the sources of one connection tell each other. Each part is written by one source and replaced whole.</summary>
internal sealed class ClusterState
{
    /// <summary>The last metadata; null before the first.</summary>
    public ClusterMap? Map { get; set => Volatile.Write(ref field, value); }

    /// <summary>The last watermarks of all partitions.</summary>
    public WatermarkBook Watermarks { get; } = new();

    /// <summary>Configurations of topics as last told, by name.</summary>
    public ImmutableDictionary<string, ResourceConfig> TopicConfigs { get; set => Volatile.Write(ref field, value); } = ImmutableDictionary<string, ResourceConfig>.Empty;

    /// <summary>Configurations of brokers as last told, by broker id.</summary>
    public ImmutableSortedDictionary<int, ResourceConfig> BrokerConfigs { get; set => Volatile.Write(ref field, value); } = ImmutableSortedDictionary<int, ResourceConfig>.Empty;

    /// <summary>Why topic configurations are not known; null where they are or were not asked for yet.</summary>
    public string? ConfigsRefused { get; set => Volatile.Write(ref field, value); }
}
