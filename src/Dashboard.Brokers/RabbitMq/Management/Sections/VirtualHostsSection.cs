using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Virtual hosts.</summary>
internal static class VirtualHostsSection
{
    public const string Id = "vhosts";

    private static readonly SectionDefinition Definition = new(Id, "Virtual hosts", "virtual host",
    [
        Text("name", "Name", "Name of the virtual host."),
        Enumeration("state", "State", "running, or where it is not: which nodes have stopped it.", ("running", Tone.Good), ("partly stopped", Tone.Bad), ("stopped", Tone.Bad)),
        Integer("ready", "Ready", "Messages that can be delivered now, in all its queues.").History().Totalled(),
        Integer("unacked", "Unacked", "Messages delivered and not yet acknowledged, in all its queues.").History().Totalled(),
        Integer("total", "Total", "Ready and unacked together.").History().Totalled(),
        Rate("publish_rate", "Publish", "Messages published to it per second.").History().Totalled(),
        Rate("deliver_rate", "Deliver / get", "Messages handed out per second, to consumers and by basic.get.").History().Totalled(),
        Rate("receive_rate", "From clients", "Bytes per second.").Hidden().Totalled(),
        Rate("send_rate", "To clients", "Bytes per second.").Hidden().Totalled(),
        Text("default_queue_type", "Default queue type", "The type of queues that are declared without one.").Hidden(),
        Flag("tracing", "Tracing", "The firehose copies every message to amq.rabbitmq.trace."),
        Text("description", "Description", "As it was given when the virtual host was made.").Hidden(),
        Text("tags", "Tags", "As they were given when the virtual host was made.").Hidden(),
        Text("stopped_nodes", "Stopped on", "Nodes that do not run it.").Hidden(),
    ])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
        EmptyText = "This user has no permission on any vhost.",
        Relations =
        [
            Relation("queues", "Queues", "queues", "No queue in this vhost.", ("name", "vhost")),
            Relation("exchanges", "Exchanges", "exchanges", "No exchange in this vhost.", ("name", "vhost")),
            Relation("connections", "Connections", "connections", "No client is connected to this vhost.", ("name", "vhost")),
            Relation("policies", "Policies", "policies", "No policy in this vhost.", ("name", "vhost")),
        ],
    };

    public static readonly JsonSection Section = new(Definition, "vhosts", v => v.Text("name") is { } name ? RowKey.Of(name) : null, Fill)
    {
        RateColumns = ["publish_rate", "deliver_rate", "receive_rate", "send_rate"],
    };

    private static void Fill(SectionTableBuilder row, JsonElement vhost, DateTimeOffset now)
    {
        var nodes = vhost.Member("cluster_state");
        var count = 0;
        var stopped = new List<string>();
        foreach (var (node, state) in nodes.Fields())
        {
            count++;
            if (state.AsText() != "running")
                stopped.Add(node);
        }

        var queueType = vhost.Text("default_queue_type");
        row
            .Set("name", vhost.Text("name"))
            .Set("state", count == 0 ? null : stopped.Count == 0 ? "running" : stopped.Count == count ? "stopped" : "partly stopped")
            .Set("stopped_nodes", stopped.Count == 0 ? null : string.Join(", ", stopped))
            .Set("ready", vhost.Integer("messages_ready"))
            .Set("unacked", vhost.Integer("messages_unacknowledged"))
            .Set("total", vhost.Integer("messages"))
            .Set("publish_rate", SectionRows.RateOf(vhost, "publish"))
            .Set("deliver_rate", SectionRows.RateOf(vhost, "deliver_get"))
            .Set("receive_rate", vhost.Member("recv_oct_details").Number("rate"))
            .Set("send_rate", vhost.Member("send_oct_details").Number("rate"))
            .Set("default_queue_type", queueType == "undefined" ? null : queueType)
            .Set("tracing", vhost.Flag("tracing"))
            .Set("description", vhost.Text("description"))
            .Set("tags", vhost.JoinedTexts("tags"));
    }
}
