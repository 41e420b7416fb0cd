using System.Globalization;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client.ApiVersions;
using Dashboard.Brokers.Kafka.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sections;

/// <summary>The brokers of the cluster, and those that hold replicas and are not there.</summary>
internal static class BrokersSection
{
    public const string Id = "brokers";
    public const string Gone = "gone";

    public static readonly SectionDefinition Definition = new(
        Id,
        "Brokers",
        "broker",
        [
            Col.Text("id", "Broker", "Its id (node.id)."),
            KafkaSignals.VerdictOf(Id),
            Col.Enumeration("state", "State", "gone: partitions have a replica on it, and the cluster does not know it now.", ("up", Tone.Good), (Gone, Tone.Bad)),
            Col.Text("host", "Host", "As the broker advertises it."),
            Col.Integer("port", "Port", "As the broker advertises it."),
            Col.Text("rack", "Rack", "Where it stands (broker.rack); replicas are spread over racks."),
            Col.Text("release", "Release", "Inferred from the requests that it offers: none tells the version itself."),
            Col.Integer("leaders", "Leader of", "Partitions that this broker leads."),
            Col.Integer("replicas", "Replicas", "Partitions that this broker holds."),
            Col.Integer("out_of_sync", "Out of sync", "Partitions that this broker holds and is behind with."),
        ])
    {
        KeyColumns = ["id"],
        NameColumn = "id",
        DefaultSort = "id",
        EmptyText = "No broker was told.",
        Relations =
        [
            Col.Relation("partitions", "Leads", PartitionsSection.Id, "It leads no partition.", ("id", "leader")),
            Col.Relation("apis", "API versions", ApiVersionsSection.Id, "It has not told which requests it offers.", ("id", "broker")),
            Col.Relation("configs", "Settings", ConfigsSection.Id, "It has told no setting that is not the default.", ("id", "resource")) with
            {
                Where = [new FixedMatch("of", ConfigsSection.OfBroker)],
            },
        ],
    };

    public static SectionTable Table(ClusterMap map, DescribeClusterResult? cluster, ClusterApis apis, DateTimeOffset now)
    {
        var shares = Shares(map);
        var ids = map.Brokers.Select(b => b.BrokerId).Concat(shares.Keys).Distinct().Order().ToList();
        var table = new SectionTableBuilder(Definition, ids.Count);
        foreach (var number in ids)
        {
            var broker = map.Brokers.FirstOrDefault(b => b.BrokerId == number);
            var share = shares.GetValueOrDefault(number);
            var id = number.ToString(CultureInfo.InvariantCulture);
            table.Row(RowKey.Of(id))
                .Set("id", id)
                .Set("state", broker is null ? Gone : "up")
                .Set("host", broker?.Host)
                .Set("port", broker?.Port)
                .Set("rack", cluster?.Nodes.FirstOrDefault(n => n.Id == number)?.Rack)
                .Set("release", apis.Brokers.TryGetValue(number, out var offered) ? ReleaseGuess.Of(offered) : null)
                .Set("leaders", share.Leads)
                .Set("replicas", share.Holds)
                .Set("out_of_sync", share.Behind);
        }

        return table.Build(now);
    }

    private static Dictionary<int, (int Leads, int Holds, int Behind)> Shares(ClusterMap map)
    {
        var shares = new Dictionary<int, (int Leads, int Holds, int Behind)>();
        foreach (var partition in map.Topics.SelectMany(t => t.Partitions))
        {
            foreach (var id in partition.Replicas)
            {
                var share = shares.GetValueOrDefault(id);
                shares[id] = (share.Leads + (partition.Leader == id ? 1 : 0), share.Holds + 1, share.Behind + (partition.InSync.Contains(id) ? 0 : 1));
            }
        }

        return shares;
    }
}
