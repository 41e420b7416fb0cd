using System.Globalization;
using Confluent.Kafka.Admin;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sections;

/// <summary>The brokers of the cluster.</summary>
internal static class BrokersSection
{
    public const string Id = "brokers";

    public static readonly SectionDefinition Definition = new(
        Id,
        "Brokers",
        "broker",
        [
            Col.Text("id", "Broker"),
            Col.Text("host", "Host", "As the broker advertises it."),
            Col.Integer("port", "Port"),
            Col.Text("rack", "Rack"),
            Col.Integer("leaders", "Leader of", "Partitions that this broker leads."),
            Col.Integer("replicas", "Replicas", "Partitions that this broker holds."),
            Col.Integer("out_of_sync", "Out of sync", "Partitions that this broker holds and is behind with."),
        ])
    {
        KeyColumns = ["id"],
        NameColumn = "id",
        DefaultSort = "id",
        EmptyText = "No broker was told.",
        Relations = [Col.Relation("partitions", "Leads", PartitionsSection.Id, "It leads no partition.", ("id", "leader"))],
    };

    public static SectionTable Table(ClusterMap map, DescribeClusterResult? cluster, DateTimeOffset now)
    {
        var partitions = map.Topics.SelectMany(t => t.Partitions).ToList();
        var table = new SectionTableBuilder(Definition, map.Brokers.Count);
        foreach (var broker in map.Brokers)
        {
            var id = broker.BrokerId.ToString(CultureInfo.InvariantCulture);
            table.Row(RowKey.Of(id))
                .Set("id", id)
                .Set("host", broker.Host)
                .Set("port", broker.Port)
                .Set("rack", cluster?.Nodes.FirstOrDefault(n => n.Id == broker.BrokerId)?.Rack)
                .Set("leaders", partitions.Count(p => p.Leader == broker.BrokerId))
                .Set("replicas", partitions.Count(p => p.Replicas.Contains(broker.BrokerId)))
                .Set("out_of_sync", partitions.Count(p => p.Replicas.Contains(broker.BrokerId) && !p.InSync.Contains(broker.BrokerId)));
        }

        return table.Build(now);
    }
}
