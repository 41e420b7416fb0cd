using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.RabbitMq.Editing.Fields;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>Virtual hosts.</summary>
internal sealed class VirtualHostEditor(RabbitMqManagementClient client, RabbitMqSettings settings) : KindEditor(client)
{
    private const string Id = "vhost";

    private static readonly FormField[] Settings =
    [
        Text("description", "Description", "What it is for."),
        Text("tags", "Tags", "Words apart by commas."),
        Choice("default_queue_type", "Default queue type", "The type of queues that are declared without one.", ("classic", "classic"), ("quorum", "quorum"), ("stream", "stream")),
        Flag("tracing", "Tracing", "The firehose copies every message to amq.rabbitmq.trace; it costs throughput.", isOn: false),
    ];

    public override ObjectKind Kind { get; } = new(Id, "virtual host", VirtualHostsSection.Id)
    {
        Actions =
        [
            new ObjectAction(ChangeVerb.Create, "New virtual host") { Fields = [Name("Name", "Clients name it when they connect."), .. Settings] },
            new ObjectAction(ChangeVerb.Edit, "Edit") { Fields = [.. Settings] },
            new ObjectAction(ChangeVerb.Delete, "Delete") { Help = "Everything in it goes: queues with their messages, exchanges, bindings, policies, permissions." },
        ],
    };

    public override ObjectName NameOf(ObjectChange change) => new("virtual host", change.Verb == ChangeVerb.Create ? change.Values.Text("name") ?? "" : Part(change, 0));

    public override IEnumerable<FieldMistake> Check(ObjectChange change)
    {
        var name = NameOf(change).Name;
        if (name.Length > 0 && CannotBeInAPath("name", "a virtual host", name) is { } path)
            yield return path;
        if (name.Length > 0 && !settings.Shows(name))
            yield return new("name", $"This connection is configured for certain virtual hosts, and '{name}' is not one of them.");
    }

    public override string PathOf(ObjectChange change) => ManagementPath.Of("vhosts", NameOf(change).Name);

    public override IReadOnlyList<BrokerRequest> RequestsOf(ObjectChange change)
        => [change.Verb == ChangeVerb.Delete ? new(HttpMethod.Delete, PathOf(change)) : new(HttpMethod.Put, PathOf(change), Body(change))];

    public override IReadOnlyDictionary<string, JsonElement> ValuesOf(JsonElement found, RowKey key) => ChangeValues.Of(
        ("description", found.Text("description") is { Length: > 0 } description ? description : null),
        ("tags", found.JoinedTexts("tags")),
        ("default_queue_type", found.Text("default_queue_type") is "classic" or "quorum" or "stream" ? found.Text("default_queue_type") : null),
        ("tracing", found.Flag("tracing") ?? false));

    public override async Task<ChangeForecast> ForecastAsync(ObjectChange change, JsonElement found, CancellationToken cancellationToken)
    {
        if (change.Verb != ChangeVerb.Delete)
            return ForecastSetting(change, found);
        var name = NameOf(change).Name;
        using var queues = await TryReadAsync(ManagementPath.Of("queues", name), cancellationToken);
        using var connections = await TryReadAsync($"{PathOf(change)}/connections", cancellationToken);
        var all = queues?.RootElement.Items().ToList() ?? [];
        return new ChangeForecast
        {
            Consequences =
            [
                new(Tone.Bad, "Everything in it goes and cannot be brought back: export its definitions first."),
                .. queues is null ? [new Consequence(Tone.Unknown, "What it holds could not be read.")] : Array.Empty<Consequence>(),
            ],
            Losses =
            [
                new(all.Sum(queue => queue.Integer("messages") ?? 0), "message is lost", "messages are lost"),
                new(all.Count, "queue goes with it", "queues go with it"),
                new(connections?.RootElement.ItemCount() ?? 0, "client is cut off", "clients are cut off"),
            ],
        };
    }

    public override bool? IsAsWanted(ObjectChange change, JsonElement found)
        => (change.Values.Text("description") ?? "") == (found.Text("description") ?? "")
            && (change.Values.Flag("tracing") ?? false) == (found.Flag("tracing") ?? false)
            && Tags(change.Values.Text("tags")).SetEquals(Tags(found.JoinedTexts("tags")))
            && (change.Values.Text("default_queue_type") is not { } type || type == found.Text("default_queue_type"));

    // Without a type of its own a virtual host gets the broker's when it is made; taken away later it is a change.
    public override bool ChangesNothing(ObjectChange change, JsonElement found)
        => base.ChangesNothing(change, found) && change.Values.Text("default_queue_type") == ValuesOf(found, change.Key!.Value).Text("default_queue_type");

    private ChangeForecast ForecastSetting(ObjectChange change, JsonElement found)
    {
        var consequences = new List<Consequence>();
        if (change.Verb == ChangeVerb.Create && found.ValueKind == JsonValueKind.Object)
            consequences.Add(new(Tone.Warning, $"There is a {NameOf(change)} already: its settings will be replaced by these."));
        else if (change.Verb == ChangeVerb.Create)
            consequences.Add(new(Tone.Info, "Nobody has permissions in it yet, except the user of this connection where the broker gives them."));
        if (change.Values.Flag("tracing") == true && found.Flag("tracing") != true)
            consequences.Add(new(Tone.Warning, "Tracing copies every message of the virtual host and costs throughput."));
        return new ChangeForecast { Consequences = consequences };
    }

    private static HashSet<string> Tags(string? words) => [.. words?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []];

    private static JsonObject Body(ObjectChange change)
    {
        var body = new JsonObject { ["description"] = change.Values.Text("description") ?? "", ["tags"] = change.Values.Text("tags") ?? "", ["tracing"] = change.Values.Flag("tracing") ?? false };
        if (change.Values.Text("default_queue_type") is { } type)
            body["default_queue_type"] = type;
        return body;
    }
}
