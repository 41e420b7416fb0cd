namespace Dashboard.Brokers.Kafka.Client.ApiVersions;

/// <summary>
/// Which release of Apache Kafka a broker is, as far as its APIs tell: no request asks for the version. Other products that speak the protocol are taken
/// for the release whose requests they have.
/// </summary>
internal static class ReleaseGuess
{
    /// <summary>Requests that every broker of a release and later has, in the order of their releases.</summary>
    private static readonly (string Release, ApiKey Api)[] Always =
    [
        ("0.10", ApiKey.ApiVersions), ("0.10.1", ApiKey.CreateTopics), ("0.11", ApiKey.DescribeConfigs), ("1.0", ApiKey.CreatePartitions), ("1.1", ApiKey.DeleteGroups),
        ("2.2", ApiKey.ElectLeaders), ("2.3", ApiKey.IncrementalAlterConfigs), ("2.4", ApiKey.OffsetDelete), ("2.6", ApiKey.DescribeClientQuotas),
        ("2.7", ApiKey.DescribeUserScramCredentials), ("2.8", ApiKey.DescribeCluster), ("3.0", ApiKey.ListTransactions),
    ];

    /// <summary>Requests that a release and later can have: by its settings or as KRaft, so that their lack says nothing.</summary>
    private static readonly (string Release, ApiKey Api)[] Sometimes =
    [
        ("3.7", ApiKey.ConsumerGroupDescribe), ("3.7", ApiKey.ListConfigResources), ("3.8", ApiKey.DescribeTopicPartitions), ("3.9", ApiKey.AddRaftVoter),
        ("4.0", ApiKey.ShareGroupHeartbeat), ("4.1", ApiKey.StreamsGroupHeartbeat), ("4.1", ApiKey.DescribeShareGroupOffsets),
    ];

    /// <summary>The highest level of the metadata that a release knows (KRaft only).</summary>
    private static readonly (short Level, string Release)[] Metadata =
    [
        (1, "3.0"), (2, "3.1"), (3, "3.2"), (7, "3.3"), (8, "3.4"), (11, "3.5"), (14, "3.6"), (19, "3.7"), (20, "3.8"), (21, "3.9"), (25, "4.0"), (27, "4.1"),
        (29, "4.2"), (30, "4.3"),
    ];

    /// <summary><c>Kafka 4.1 or newer</c>, <c>Kafka 2.3</c>.</summary>
    public static string Of(BrokerApis apis)
    {
        if (apis.Supported.TryGetValue("metadata.version", out var levels))
        {
            var known = Metadata.FirstOrDefault(m => levels.Max <= m.Level);
            return known.Release is { } release ? $"Kafka {release}" : $"newer than Kafka {Metadata[^1].Release}";
        }

        if (Sometimes.LastOrDefault(s => apis.Offers(s.Api)) is { Release: { } newer })
            return $"Kafka {newer} or newer";
        var last = Array.FindLastIndex(Always, a => apis.Offers(a.Api));
        if (last < 0)
            return "older than Kafka 0.10";
        return last == Always.Length - 1 ? $"Kafka {Always[last].Release} or newer" : $"Kafka {Always[last].Release} or newer, older than {Always[last + 1].Release}";
    }

    /// <summary>The first release that has a request: <c>Kafka 2.4</c>.</summary>
    public static string FirstWith(ApiKey api)
    {
        var found = Always.Concat(Sometimes).FirstOrDefault(a => a.Api == api);
        return found.Release is { } release ? $"Kafka {release}" : api switch
        {
            ApiKey.DeleteRecords or ApiKey.DescribeAcls or ApiKey.InitProducerId => "Kafka 0.11",
            ApiKey.DeleteTopics => "Kafka 0.10.1",
            ApiKey.ConsumerGroupHeartbeat => "Kafka 3.7",
            _ => "a newer Kafka",
        };
    }
}
