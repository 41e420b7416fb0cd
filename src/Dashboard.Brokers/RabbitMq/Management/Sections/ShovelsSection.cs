using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Diagnosis;
using Dashboard.Brokers.RabbitMq.Management.Sources;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Shovels; they exist only with the plugin.</summary>
internal static class ShovelsSection
{
    public const string Id = "shovels";

    private static readonly SectionDefinition Definition = new(Id, "Shovels", "shovel",
    [
        Text("name", "Name", "Name of the shovel."),
        Text("vhost", "Virtual host", "The virtual host it belongs to.").LinksTo("vhosts", "vhost"),
        Enumeration("state", "State", "running; starting, for longer than a moment: it cannot connect; terminated: it gave up or is done.",
            ("running", Tone.Good), ("starting", Tone.Warning), ("terminated", Tone.Bad)),
        RabbitMqSignals.VerdictOf(Id),
        Text("reason", "Reason", "Why it terminated."),
        Text("source_uri", "From", "Broker it reads from; without credentials."),
        Text("source", "From queue or exchange", "What it takes messages from."),
        Text("destination_uri", "To", "Broker it publishes to; without credentials."),
        Text("destination", "To queue or exchange", "Where it publishes them."),
        Enumeration("type", "Type", "dynamic: set at run time; static: in the broker's configuration file.").Hidden(),
        Timestamp("since", "Since", "Last change of state, by the broker's own clock."),
        Text("node", "Node", "The node that runs it.").LinksTo("nodes", "node").Hidden(),
    ])
    {
        KeyColumns = ["vhost", "name", "type"],
        NameColumn = "name",
        ScopeColumn = "vhost",
        EmptyText = "No shovel is set up.",
    };

    public static readonly JsonSection Section = new(
        Definition,
        "shovels",
        s => s.Text("name") is { } name ? RowKey.Of(s.Text("vhost") ?? "", name, s.Text("type") ?? "") : null,
        (row, s, _) => row
            .Set("name", s.Text("name"))
            .Set("vhost", s.Text("vhost") ?? "")
            .Set("state", s.Text("state"))
            .Set("reason", s.Member("reason").AsShownText())
            .Set("source_uri", WithoutCredentials(s.Text("src_uri")))
            .Set("source", s.Text("src_queue") ?? s.Text("src_exchange") ?? s.Text("src_address"))
            .Set("destination_uri", WithoutCredentials(s.Text("dest_uri")))
            .Set("destination", s.Text("dest_queue") ?? s.Text("dest_exchange") ?? s.Text("dest_address"))
            .Set("type", s.Text("type") ?? "")
            .Set("since", BrokerTime.Of(s.Member("timestamp")))
            .Set("node", s.Text("node")))
    {
        HasVhostPaths = true,
        Requires = "the plugin rabbitmq_shovel_management",
    };

    /// <summary>The broker takes user info out of these itself; should one not, this does.</summary>
    internal static string? WithoutCredentials(string? uri)
    {
        if (uri is null)
            return null;
        var scheme = uri.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? 0 : scheme + 3;
        var end = uri.IndexOfAny(['/', '?', '#'], start);
        var at = uri.LastIndexOf('@', (end < 0 ? uri.Length : end) - 1);
        return at < start ? uri : string.Concat(uri.AsSpan(0, start), uri.AsSpan(at + 1));
    }
}
