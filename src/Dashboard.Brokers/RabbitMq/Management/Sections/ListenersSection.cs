using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>What the nodes listen on; comes with the overview.</summary>
internal static class ListenersSection
{
    public const string Id = "listeners";

    public static readonly SectionDefinition Definition = new(Id, "Listeners", "listener",
    [
        Text("protocol", "Protocol", "amqp, amqp/ssl, http, stream, clustering..."),
        Text("node", "Node", "The node that listens.").LinksTo("nodes", "node"),
        Text("address", "Address", "'::' and '0.0.0.0' are all addresses of the machine."),
        Integer("port", "Port", "TCP port."),
    ])
    {
        KeyColumns = ["node", "protocol", "address", "port"],
        NameColumn = "protocol",
        EmptyText = "The broker tells listeners to users with the tag 'monitoring' only.",
    };

    public static SectionTable Table(JsonElement listeners, DateTimeOffset now) => SectionRows.Table(
        Definition,
        listeners.Items(),
        now,
        l => RowKey.Of(l.Text("node") ?? "", l.Text("protocol") ?? "", l.Text("ip_address") ?? "", (l.Integer("port") ?? 0).ToString(CultureInfo.InvariantCulture)),
        (row, l) => row
            .Set("protocol", l.Text("protocol") ?? "")
            .Set("node", l.Text("node") ?? "")
            .Set("address", l.Text("ip_address") ?? "")
            .Set("port", l.Integer("port") ?? 0));
}
