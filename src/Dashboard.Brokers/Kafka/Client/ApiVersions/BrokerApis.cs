namespace Dashboard.Brokers.Kafka.Client.ApiVersions;

/// <summary>What one broker says that it can be asked.</summary>
/// <param name="Apis">Ranges by the number of the request; numbers that have no name here can be among them.</param>
public sealed record BrokerApis(IReadOnlyDictionary<short, ApiRange> Apis)
{
    /// <summary>Levels of the cluster's features that the broker supports, by name; empty before Kafka 2.7.</summary>
    public IReadOnlyDictionary<string, ApiRange> Supported { get; init; } = new Dictionary<string, ApiRange>();

    /// <summary>Levels that the cluster has settled on, by name: <c>metadata.version</c>, <c>group.version</c>. Empty before Kafka 2.7.</summary>
    public IReadOnlyDictionary<string, short> Finalized { get; init; } = new Dictionary<string, short>();

    public bool Offers(ApiKey api) => Apis.ContainsKey((short)api);

    /// <summary>The protocol's name of a request; <c>request 99</c> for one that has none here.</summary>
    public static string NameOf(short api) => Enum.IsDefined((ApiKey)api) ? ((ApiKey)api).ToString() : $"request {api}";
}

/// <summary>Lowest and highest version, both included.</summary>
public readonly record struct ApiRange(short Min, short Max);
