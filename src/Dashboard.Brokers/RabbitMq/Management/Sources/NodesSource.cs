using System.Globalization;
using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>Reads the nodes.</summary>
internal sealed class NodesSource(RabbitMqManagementClient client, SharedState shared)
{
    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        using var list = await PagedList.ReadWholeAsync(client, ["nodes"], $"columns={NodesSection.Fields}", null, [], cancellationToken);
        var nodes = list.Items.Where(n => NodesSection.KeyOf(n) is not null).ToList();
        shared.LoneNode = nodes is [var node] ? LoneNodeOf(node, context.Now) : null;
        var table = SectionRows.Explain(
            SectionRows.Table(NodesSection.Definition, nodes, context.Now, NodesSection.KeyOf, NodesSection.Fill), shared.Traits.StatisticsOff);
        return new SourceReading { Tables = [table], Figures = [.. Figures(nodes)] };
    }

    private static LoneNode? LoneNodeOf(JsonElement node, DateTimeOffset now) => node.Text("name") is { } name && node.Integer("uptime") is { } milliseconds and >= 0 and < 1L << 50
        ? new LoneNode(name, now.AddMilliseconds(-milliseconds))
        : null;

    private static IEnumerable<Figure> Figures(List<JsonElement> nodes)
    {
        yield return new Figure("nodes", "Nodes", ColumnType.Integer, Metric.Exact(nodes.Count)) { Group = "nodes" };
        yield return new Figure("nodes_running", "Nodes running", ColumnType.Integer, Metric.Exact(nodes.Count(n => n.Flag("running") == true))) { Group = "nodes", KeepsHistory = true };
        yield return Sum("memory", "Memory", "mem_used", "Memory used by all nodes.");
        var free = nodes.Select(n => n.Number("disk_free")).ToList();
        yield return new Figure(
            "disk_free", "Disk free", ColumnType.Bytes, free.Any(f => f is not null) ? Metric.Exact(free.Min()!.Value) : Metric.Unavailable("No node tells it."))
        {
            Group = "nodes",
            KeepsHistory = true,
            Help = "The least of all nodes.",
        };

        Figure Sum(string id, string title, string field, string help)
        {
            var values = nodes.Select(n => n.Number(field)).ToList();
            var known = values.Where(v => v is not null).Sum()!.Value;
            var value = values.TrueForAll(v => v is not null) && values.Count > 0 ? Metric.Exact(known)
                : values.Exists(v => v is not null) ? new Metric(known, MetricAccuracy.Approximate, "Some nodes do not tell it.")
                : Metric.Unavailable("No node tells it.");
            return new Figure(id, title, ColumnType.Bytes, value) { Group = "nodes", KeepsHistory = true, Help = help };
        }
    }
}
