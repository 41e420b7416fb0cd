using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client.ApiVersions;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sections;

/// <summary>What is true of the cluster as a whole, and what can be told of it.</summary>
internal static class ClusterSection
{
    public const string Id = "cluster";

    public static readonly SectionDefinition Definition = new(
        Id,
        "Cluster",
        "fact",
        [
            Col.Text("name", "Fact", "What is told."),
            Col.Text("value", "Value", "As the brokers tell it; nothing where they do not."),
            Col.Text("note", "Note", "Where it comes from, or why it is missing."),
        ])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
        EmptyText = "The cluster has not told anything yet.",
    };

    public static SectionTable Table(ClusterMap map, DescribeClusterResult? cluster, ClusterApis apis, DateTimeOffset now)
    {
        var facts = Facts(map, cluster, apis).ToList();
        var table = new SectionTableBuilder(Definition, facts.Count);
        foreach (var (name, value, note) in facts)
            table.Row(RowKey.Of(name)).Set("name", name).Set("value", value).Set("note", note);
        return table.Build(now);
    }

    /// <summary>KRaft, as far as the brokers tell; null where they have not told yet.</summary>
    public static bool? IsKRaft(ClusterApis apis)
        => apis.Brokers.Count == 0 ? null : apis.Brokers.Values.Any(b => b.Offers(ApiKey.DescribeQuorum) || b.Finalized.ContainsKey("metadata.version"));

    private static IEnumerable<(string Name, string? Value, string? Note)> Facts(ClusterMap map, DescribeClusterResult? cluster, ClusterApis apis)
    {
        yield return ("Cluster id", cluster?.ClusterId, cluster is null ? "The brokers have not told it." : null);
        yield return ("Brokers", $"{map.Brokers.Count}", null);
        var releases = apis.Brokers.Values.Select(ReleaseGuess.Of).Distinct(StringComparer.Ordinal).ToList();
        yield return ("Release", releases.Count == 0 ? null : string.Join(", ", releases),
            "Inferred from the requests that the brokers offer: none tells the version itself. Compatible products are taken for the Kafka they resemble.");
        var isKRaft = IsKRaft(apis);
        yield return ("Metadata", isKRaft switch { true => "KRaft", false => "ZooKeeper", null => null }, isKRaft is null ? "No broker has told yet what it offers." : null);
        yield return isKRaft == false
            ? ("Controller", cluster?.Controller is { } controller ? $"broker {controller.Id}" : null, null)
            : ("Controller", null, "Not told: with KRaft, brokers name any one of themselves to clients instead of the controller.");
        yield return ("Consumer groups of the new protocol (KIP-848)", Offered(apis, ApiKey.ConsumerGroupHeartbeat, "group.version"), null);
        yield return ("Share groups (KIP-932)", Offered(apis, ApiKey.ShareGroupHeartbeat, "share.version"), "Where they are offered: this client library cannot list them.");
        yield return ("Streams groups (KIP-1071)", Offered(apis, ApiKey.StreamsGroupHeartbeat, "streams.version"), "Where they are offered: this client library cannot list them.");
        foreach (var (feature, level) in apis.Brokers.Values.SelectMany(b => b.Finalized).GroupBy(f => f.Key, f => f.Value).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Max())))
            yield return ($"Feature {feature}", $"level {level}", "The level that the cluster has settled on.");
    }

    // A feature at level 0 is known to the brokers and switched off.
    private static string? Offered(ClusterApis apis, ApiKey api, string feature)
    {
        if (apis.Brokers.Count == 0)
            return null;
        var lacking = apis.Brokers.Where(b => !b.Value.Offers(api) || (b.Value.Finalized.Count > 0 && b.Value.Finalized.GetValueOrDefault(feature) == 0)).Select(b => b.Key).ToList();
        return lacking.Count == 0 ? "offered" : lacking.Count == apis.Brokers.Count ? "not offered" : $"not offered by broker {string.Join(", ", lacking)}";
    }
}
