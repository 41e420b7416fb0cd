using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.Shared.Col;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>Bindings from exchanges to queues and to other exchanges, those of the default exchange included.</summary>
internal static class BindingsSection
{
    public const string Id = "bindings";

    private static readonly SectionDefinition Definition = new(Id, "Bindings", "binding",
    [
        Text("source", "From exchange", "The exchange that routes; empty is the default exchange.").LinksTo("exchanges", "vhost", "source"),
        Text("routing_key", "Routing key", "Binding key: a topic exchange takes '*' for one word and '#' for any number; a fanout exchange ignores it."),
        Text("queue", "To queue", "The queue that gets the messages.").LinksTo("queues", "vhost", "queue"),
        Text("exchange", "To exchange", "The exchange that gets the messages.").LinksTo("exchanges", "vhost", "exchange"),
        Text("arguments", "Arguments", "What a headers exchange matches."),
        Text("vhost", "Virtual host", "The virtual host it belongs to.").LinksTo("vhosts", "vhost"),
        Text("destination", "Destination", "The queue or exchange that gets the messages.").Hidden(),
        Enumeration("destination_type", "Destination type", "queue or exchange.").Hidden(),
        Text("properties_key", "Id", "The broker's own name of the binding: its routing key and a hash of its arguments.").Hidden(),
        Text("arguments_json", "Arguments (JSON)", "The arguments as the management API writes them, with what it tells of their types.").Hidden(),
    ])
    {
        KeyColumns = ["vhost", "source", "destination_type", "destination", "properties_key"],
        NameColumn = "routing_key",
        ScopeColumn = "vhost",
        EmptyText = "There is no binding that this user may see.",
    };

    public static readonly JsonSection Section = new(
        Definition,
        "bindings",
        b => b.Text("vhost") is { } vhost && b.Text("source") is { } source && b.Text("destination") is { } destination
            ? RowKey.Of(vhost, source, TypeOf(b), destination, IdOf(b))
            : null,
        (row, b, _) => row
            .Set("source", b.Text("source"))
            .Set("routing_key", b.Text("routing_key") ?? "")
            .Set("queue", TypeOf(b) == "queue" ? b.Text("destination") : null)
            .Set("exchange", TypeOf(b) == "exchange" ? b.Text("destination") : null)
            .Set("arguments", b.Member("arguments").AsShownText())
            .Set("vhost", b.Text("vhost"))
            .Set("destination", b.Text("destination"))
            .Set("destination_type", TypeOf(b))
            .Set("properties_key", IdOf(b))
            .Set("arguments_json", b.Member("arguments").AsShownText() is null ? null : b.Member("arguments").GetRawText()))
    {
        HasVhostPaths = true,
    };

    private static string TypeOf(JsonElement binding) => binding.Text("destination_type") ?? "queue";

    private static string IdOf(JsonElement binding)
        => binding.Text("properties_key") ?? $"{binding.Text("routing_key")}~{binding.Member("arguments").AsShownText()}";
}
