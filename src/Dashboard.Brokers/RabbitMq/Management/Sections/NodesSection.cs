using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>The cluster's nodes.</summary>
internal static class NodesSection
{
    public const string Id = "nodes";

    public const string Fields = "name,running,type,uptime,mem_used,mem_limit,mem_alarm,disk_free,disk_free_limit,disk_free_alarm,fd_used,fd_total,sockets_used,sockets_total,"
        + "proc_used,proc_total,run_queue,processors,partitions,being_drained,rates_mode,applications.name,applications.version,enabled_plugins,os_pid,"
        + "mem_used_details.rate,disk_free_details.rate";

    public static readonly SectionDefinition Definition = new(Id, "Nodes", "node",
    [
        Text("name", "Name", "Name of the node, as its cluster knows it."),
        Enumeration("state", "State", "running, down, or in maintenance (drained: no clients, no leaders).", ("running", Tone.Good), ("down", Tone.Bad), ("maintenance", Tone.Warning)),
        RabbitMqSignals.VerdictOf(Id),
        Bytes("memory", "Memory", "Memory used by the node.").History().Totalled(),
        Bytes("memory_limit", "Memory limit", "Above this the memory alarm blocks all publishers of the cluster."),
        Of(ColumnType.Percent, "memory_share", "Memory share", "Memory used of the limit.").History(),
        Flag("memory_alarm", "Memory alarm", "Publishers are blocked.") with { Tones = YesIsBad },
        Bytes("disk_free", "Disk free", "Free space where messages are stored.").History(),
        Bytes("disk_limit", "Disk limit", "Below this the disk alarm blocks all publishers of the cluster."),
        Flag("disk_alarm", "Disk alarm", "Publishers are blocked.") with { Tones = YesIsBad },
        Integer("file_descriptors", "File descriptors", "Used; newer brokers do not tell it.").History(),
        Integer("file_descriptors_limit", "File descriptor limit", "Above this the node takes no more connections and opens no more files.").Hidden(),
        Integer("sockets", "Sockets", "Used by clients; newer brokers do not tell it.").History(),
        Integer("sockets_limit", "Socket limit", "Above this the node takes no more connections.").Hidden(),
        Integer("processes", "Erlang processes", "Erlang processes in use: some for each connection, channel and queue.").History(),
        Integer("processes_limit", "Process limit", "At this the node fails.").Hidden(),
        Integer("run_queue", "Run queue", "Erlang processes that wait for a processor.").History().Hidden(),
        Integer("processors", "Processors", "Processors that the node's Erlang machine uses.").Hidden(),
        Text("partitions", "Partitions", "Nodes that this one had lost and that came back: the cluster is split until it is healed."),
        Duration("uptime", "Uptime", "Since the node was started."),
        Text("version", "Version", "Version of RabbitMQ on this node."),
        Enumeration("type", "Type", "disc or ram.").Hidden(),
        Text("plugins", "Plugins", "Plugins that are enabled.").Hidden(),
    ])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
        EmptyText = "The broker tells nodes to users with the tag 'monitoring' only.",
        Relations =
        [
            Relation("queues", "Queues", "queues", "No queue has its leader here.", ("name", "node")),
            Relation("connections", "Connections", "connections", "No client is connected to this node.", ("name", "node")),
            Relation("listeners", "Listeners", "listeners", "It listens on nothing.", ("name", "node")),
        ],
    };

    public static RowKey? KeyOf(JsonElement node) => node.Text("name") is { } name ? RowKey.Of(name) : null;

    /// <summary>The word for the column <c>state</c>.</summary>
    public static string? StateOf(JsonElement node) => node.Flag("running") switch
    {
        false => "down",
        true => node.Flag("being_drained") == true ? "maintenance" : "running",
        null => null,
    };

    public static void Fill(SectionTableBuilder row, JsonElement node)
    {
        var version = node.Member("applications").Items().FirstOrDefault(a => a.Text("name") == "rabbit").Text("version");
        row
            .Set("name", node.Text("name"))
            .Set("state", StateOf(node))
            .Set("memory", node.Integer("mem_used"))
            .Set("memory_limit", node.Integer("mem_limit"))
            .Set("memory_share", node.Number("mem_limit") is > 0 and var limit ? node.Number("mem_used") / limit : null)
            .Set("memory_alarm", node.Flag("mem_alarm"))
            .Set("disk_free", node.Integer("disk_free"))
            .Set("disk_limit", node.Integer("disk_free_limit"))
            .Set("disk_alarm", node.Flag("disk_free_alarm"))
            .Set("file_descriptors", node.Integer("fd_used"))
            .Set("file_descriptors_limit", node.Integer("fd_total"))
            .Set("sockets", node.Integer("sockets_used"))
            .Set("sockets_limit", node.Integer("sockets_total"))
            .Set("processes", node.Integer("proc_used"))
            .Set("processes_limit", node.Integer("proc_total"))
            .Set("run_queue", node.Integer("run_queue"))
            .Set("processors", node.Integer("processors"))
            .Set("partitions", node.JoinedTexts("partitions"))
            .Set("uptime", node.Number("uptime") / 1000.0)
            .Set("version", version)
            .Set("type", node.Text("type"))
            .Set("plugins", node.JoinedTexts("enabled_plugins"));
    }
}
