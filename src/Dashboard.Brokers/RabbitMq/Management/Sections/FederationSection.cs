using Dashboard.Brokers.RabbitMq.Management.Sources;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.RabbitMq.Management.Sections.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Federation links; they exist only with the plugin.</summary>
internal static class FederationSection
{
    public const string Id = "federation-links";

    private static readonly SectionDefinition Definition = new(Id, "Federation links", "federation link",
    [
        Text("name", "Name", "The exchange or queue that is federated."),
        Text("vhost", "Virtual host", "The virtual host it belongs to.").LinksTo("vhosts", "vhost"),
        Enumeration("type", "Type", "exchange or queue."),
        Text("upstream", "Upstream", "The upstream it takes messages from."),
        Enumeration("status", "Status", "running; starting, for longer than a moment: it cannot connect; error and shutdown: it does not work.",
            ("running", Tone.Good), ("starting", Tone.Warning), ("error", Tone.Bad), ("shutdown", Tone.Bad)),
        Text("error", "Error", "The broker's words."),
        Text("uri", "Address", "Of the upstream; without credentials."),
        Timestamp("since", "Since", "Last change of status, by the broker's own clock."),
        Text("consumer_tag", "Consumer tag", "Of the link at the upstream.").Hidden(),
        Text("node", "Node", "The node that runs it.").LinksTo("nodes", "node").Hidden(),
        Text("id", "Id", "The broker's own.").Hidden(),
    ])
    {
        KeyColumns = ["vhost", "type", "name", "upstream", "id"],
        NameColumn = "name",
        ScopeColumn = "vhost",
        EmptyText = "No federation link is set up: an upstream and a policy that names it make one. Or the plugin rabbitmq_federation_management is not enabled.",
    };

    public static readonly JsonSection Section = new(
        Definition,
        Id,
        link => (link.Text("exchange") ?? link.Text("queue")) is { } name
            ? RowKey.Of(link.Text("vhost") ?? "", link.Text("type") ?? "", name, link.Text("upstream") ?? "", link.Text("id") ?? "")
            : null,
        (row, link, _) => row
            .Set("name", link.Text("exchange") ?? link.Text("queue"))
            .Set("vhost", link.Text("vhost") ?? "")
            .Set("type", link.Text("type") ?? "")
            .Set("upstream", link.Text("upstream") ?? "")
            .Set("status", link.Text("status"))
            .Set("error", link.Member("error").AsShownText())
            .Set("uri", ShovelsSection.WithoutCredentials(link.Text("uri")))
            .Set("since", BrokerTime.Of(link.Member("timestamp")))
            .Set("consumer_tag", link.Text("consumer_tag"))
            .Set("node", link.Text("node"))
            .Set("id", link.Text("id") ?? ""))
    {
        Requires = "the plugin rabbitmq_federation_management",
        IsOptional = true,
    };
}
