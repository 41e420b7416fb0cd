using Confluent.Kafka.Admin;

namespace Dashboard.Brokers.Kafka.Lists.Configs;

/// <summary>Where settings come from, in words.</summary>
internal static class ConfigWords
{
    public const string Topic = "topic";
    public const string Broker = "broker (dynamic)";
    public const string Cluster = "cluster (dynamic)";
    public const string Static = "broker's file";
    public const string Default = "default";

    /// <summary>The order in which they count: the first one given is in force.</summary>
    public static readonly IReadOnlyList<string> ByRank = [Topic, Broker, Cluster, Static, Default];

    public static string Of(ConfigSource source) => source switch
    {
        ConfigSource.DynamicTopicConfig => Topic,
        ConfigSource.DynamicBrokerConfig => Broker,
        ConfigSource.DynamicDefaultBrokerConfig => Cluster,
        ConfigSource.StaticBrokerConfig => Static,
        ConfigSource.DefaultConfig => Default,
        _ => "not told",
    };

    /// <summary>The value; never that of a sensitive entry.</summary>
    public static string? ValueOf(bool isSensitive, string? value) => isSensitive ? "hidden: the broker marks it as sensitive" : value;
}
