using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Diagnosis;
using Dashboard.Brokers.RabbitMq.Management.Sources;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Links of federated exchanges and queues to their upstreams; they exist only with the plugin.</summary>
internal static class FederationLinksSection
{
    public const string Id = "federation";

    private static readonly SectionDefinition Definition = new(Id, "Federation links", "federation link",
    [
        Text("name", "Name", "The exchange or queue that is federated."),
        Text("vhost", "Virtual host", "The virtual host it belongs to.").LinksTo("vhosts", "vhost"),
        RabbitMqSignals.VerdictOf(Id),
        Enumeration("type", "Type", "exchange or queue."),
        Enumeration("status", "Status", "running; starting, for longer than a moment: it cannot connect; error and shutdown: it is not connected.",
            ("running", Tone.Good), ("starting", Tone.Warning), ("shutdown", Tone.Bad), ("error", Tone.Bad)),
        Text("upstream", "Upstream", "The upstream as it is configured."),
        Text("upstream_name", "Upstream name", "The exchange or queue over there."),
        Text("uri", "Address", "The upstream's address; without credentials."),
        Text("error", "Error", "Why it is not connected."),
        Timestamp("since", "Since", "Last change of status, by the broker's own clock."),
        Text("node", "Node", "The node that runs it.").LinksTo("nodes", "node").Hidden(),
    ])
    {
        KeyColumns = ["vhost", "type", "name", "upstream", "node"],
        NameColumn = "name",
        ScopeColumn = "vhost",
        EmptyText = "Nothing is federated.",
    };

    public static readonly JsonSection Section = new(
        Definition,
        "federation-links",
        link => NameOf(link) is { } name
            ? RowKey.Of(link.Text("vhost") ?? "", link.Text("type") ?? "", name, link.Text("upstream") ?? "", link.Text("node") ?? "")
            : null,
        (row, link, _) => row
            .Set("name", NameOf(link))
            .Set("vhost", link.Text("vhost") ?? "")
            .Set("type", link.Text("type") ?? "")
            .Set("status", link.Text("status"))
            .Set("upstream", link.Text("upstream") ?? "")
            .Set("upstream_name", link.Text("upstream_exchange") ?? link.Text("upstream_queue"))
            .Set("uri", ShovelsSection.WithoutCredentials(link.Text("uri")))
            .Set("error", link.Member("error").AsShownText())
            .Set("since", BrokerTime.Of(link.Member("timestamp")))
            .Set("node", link.Text("node") ?? ""))
    {
        HasVhostPaths = true,
        Requires = "the plugin rabbitmq_federation_management",
    };

    private static string? NameOf(JsonElement link) => link.Text("exchange") ?? link.Text("queue");
}
