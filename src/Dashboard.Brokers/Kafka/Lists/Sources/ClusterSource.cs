using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Client.ApiVersions;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sources;

/// <summary>Brokers, topics and partitions from one metadata request, and the cluster's id.</summary>
internal sealed class ClusterSource(KafkaClients clients, SharedMetadata metadata)
{
    private const short MetadataWithClusterId = 2;
    private DescribeClusterResult? _cluster;
    private bool _cannotDescribe;

    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        var map = await metadata.GetAsync(context.Now, TimeSpan.FromSeconds(1), cancellationToken);
        if (_cluster is null || _cluster.Nodes.Count != map.Brokers.Count)
            await DescribeAsync(cancellationToken);
        return new SourceReading
        {
            Tables = [BrokersSection.Table(map, _cluster, clients.Apis, context.Now), ClusterSection.Table(map, _cluster, clients.Apis, context.Now)],
            Figures = [.. Figures(map)],
            Product = Product(clients.Apis),
            ClusterName = _cluster?.ClusterId,
        };
    }

    // Racks and the cluster's id are extras. The library does not survive brokers that tell no cluster id, as before Metadata 2: known first.
    private async Task DescribeAsync(CancellationToken cancellationToken)
    {
        if (_cannotDescribe || !clients.Apis.AllOffer(ApiKey.Metadata, MetadataWithClusterId))
            return;
        try
        {
            _cluster = await clients.AdminAsync((admin, limit) => admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = limit }), cancellationToken);
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            _cannotDescribe = KafkaErrors.IsRefusal(KafkaErrors.ErrorOf(failed, clients.Fault).Code);
        }
    }

    private static string Product(ClusterApis apis)
    {
        var releases = apis.Brokers.Values.Select(ReleaseGuess.Of).Distinct(StringComparer.Ordinal).ToList();
        return releases.Count == 1 ? $"{releases[0]}, by its APIs" : "Kafka";
    }

    private static IEnumerable<Figure> Figures(ClusterMap map)
    {
        var partitions = map.Topics.SelectMany(t => t.Partitions).ToList();
        yield return Count("brokers", "Brokers", map.Brokers.Count, "cluster");
        yield return Count("topics", "Topics", map.Topics.Count, "cluster");
        yield return Count("partitions", "Partitions", partitions.Count, "cluster");
        yield return Count("under_replicated", "Under-replicated", partitions.Count(p => p.IsUnderReplicated), "health");
        yield return Count("offline", "Without leader", partitions.Count(p => !p.HasLeader), "health");
    }

    private static Figure Count(string id, string title, int value, string group)
        => new(id, title, ColumnType.Integer, Metric.Exact(value)) { Group = group, KeepsHistory = true };
}
