using System.Globalization;
using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>Reads the nodes, and says their alarms, partitions and absences as notices.</summary>
internal sealed class NodesSource(RabbitMqManagementClient client, SharedState shared)
{
    private const double NearLimit = 0.9;

    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        using var list = await PagedList.ReadWholeAsync(client, ["nodes"], $"columns={NodesSection.Fields}", null, [], cancellationToken);
        var nodes = list.Items.Where(n => NodesSection.KeyOf(n) is not null).ToList();
        var table = SectionRows.Explain(
            SectionRows.Table(NodesSection.Definition, nodes, context.Now, NodesSection.KeyOf, NodesSection.Fill), shared.Traits.StatisticsOff);
        return new SourceReading { Tables = [table], Figures = [.. Figures(nodes)], Notices = [.. nodes.SelectMany(Notices)] };
    }

    /// <summary>Bytes for people, in the units operators compare with their limits: <c>4.2 GiB</c>.</summary>
    internal static string Size(double bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
        var unit = 0;
        for (; bytes >= 1024 && unit < units.Length - 1; unit++)
            bytes /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {units[unit]}");
    }

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

    private static IEnumerable<Notice> Notices(JsonElement node)
    {
        var name = node.Text("name") ?? "";
        var key = RowKey.Of(name);
        if (node.Flag("mem_alarm") == true)
            yield return Of("mem_alarm", Tone.Bad, $"Memory alarm on {name}: {Told("mem_used")} used, {Told("mem_limit")} allowed. Publishers of the whole cluster are blocked until it is over.");
        if (node.Flag("disk_free_alarm") == true)
            yield return Of("disk_alarm", Tone.Bad, $"Disk alarm on {name}: {Told("disk_free")} free, {Told("disk_free_limit")} needed. Publishers of the whole cluster are blocked until it is over.");
        if (node.JoinedTexts("partitions") is { } partitions)
            yield return Of("partition", Tone.Bad, $"{name} is partitioned from {partitions}: the cluster is split, and queues may differ on both sides.");
        switch (NodesSection.StateOf(node))
        {
            case "down":
                yield return Of("down", Tone.Bad, $"Node {name} is down.");
                break;
            case "maintenance":
                yield return Of("maintenance", Tone.Warning, $"Node {name} is in maintenance mode: it takes no clients and leads no queues.");
                break;
        }

        foreach (var (used, total, what) in new[] { ("fd_used", "fd_total", "file descriptors"), ("sockets_used", "sockets_total", "sockets"), ("proc_used", "proc_total", "Erlang processes") })
        {
            if (node.Number(total) is > 0 and var limit && node.Number(used) is { } value && value >= limit * NearLimit)
                yield return Of(used, Tone.Warning, string.Create(CultureInfo.InvariantCulture, $"{name} uses {value:N0} of {limit:N0} {what}: at the limit it takes no more clients or queues."));
        }

        Notice Of(string what, Tone tone, string text) => new($"{what}:{name}", tone, text, NodesSection.Id, key);

        string Told(string field) => node.Number(field) is { } bytes ? Size(bytes) : "an unknown amount";
    }
}
