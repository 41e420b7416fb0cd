using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Snapshots;
using static Dashboard.Brokers.RabbitMq.Editing.Fields;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>Exchanges.</summary>
internal sealed class ExchangeEditor(RabbitMqManagementClient client) : KindEditor(client)
{
    private const string Id = "exchange";
    private const string AlternateExchange = "alternate-exchange";
    private const string IfUnused = "if-unused";
    private static readonly string[] PlainTypes = ["direct", "fanout", "topic", "headers"];

    public override ObjectKind Kind { get; } = new(Id, "exchange", ExchangesSection.Id)
    {
        Actions =
        [
            new ObjectAction(ChangeVerb.Create, "New exchange")
            {
                Fields =
                [
                    VirtualHost,
                    Name("Name", "Up to 255 bytes; names that begin with amq. are the broker's own."),
                    Choice("type", "Type", "How it picks queues for a message.",
                        ("direct", "direct: equal routing keys"), ("topic", "topic: patterns of words"), ("fanout", "fanout: everything to everyone"), ("headers", "headers: by headers"), ("other", "a plugin's type")) with { IsRequired = true, Default = "direct" },
                    Text("other_type", "Plugin's type", "Such as x-consistent-hash; the plugin must be enabled.") with { IsRequired = true, When = new FieldCondition("type", "other") },
                    Flag("durable", "Durable", "Survives a restart of the broker.", isOn: true),
                    Flag("auto_delete", "Auto-delete", "Is deleted when its last binding goes.", isOn: false),
                    Flag("internal", "Internal", "Takes messages from other exchanges only; nobody can publish to it.", isOn: false),
                    Exchange(AlternateExchange, "Alternate exchange", "Gets the messages that no binding matches; without one they are dropped or returned."),
                    OtherArguments,
                ],
            },
            new ObjectAction(ChangeVerb.Edit, "Edit") { Unavailable = "An exchange's settings are fixed when it is declared: a policy can set its alternate exchange." },
            new ObjectAction(ChangeVerb.Delete, "Delete")
            {
                IsForMany = true,
                Fields = [Flag(IfUnused, "Only if it is not used", "The broker refuses when something is bound to it.")],
            },
        ],
    };

    public override ObjectName NameOf(ObjectChange change) => change.Verb == ChangeVerb.Create
        ? new(Id, change.Values.Text("name") ?? "", change.Values.Text("vhost") ?? "")
        : new(Id, Part(change, 1), Part(change, 0));

    public override IEnumerable<FieldMistake> Check(ObjectChange change)
    {
        var name = NameOf(change).Name;
        if (change.Verb == ChangeVerb.Delete && name.Length == 0)
            yield return new("name", "The default exchange cannot be deleted.");
        else if (name.Length > 0 && CannotBeInAPath("name", "an exchange", name) is { } path)
            yield return path;
        if (name.StartsWith("amq.", StringComparison.Ordinal))
            yield return new("name", "Exchanges whose names begin with amq. are the broker's own.");
        if (change.Values.Table(OtherArguments.Id).Any(argument => argument.Name == AlternateExchange))
            yield return new(OtherArguments.Id, "alternate-exchange has a field of its own.");
    }

    public override string PathOf(ObjectChange change) => NameOf(change) is var name ? ManagementPath.Of("exchanges", name.Scope, name.Name) : "";

    public override IReadOnlyList<BrokerRequest> RequestsOf(ObjectChange change) => change.Verb == ChangeVerb.Create
        ? [new(HttpMethod.Put, PathOf(change), Body(change))]
        : [new(HttpMethod.Delete, PathOf(change) + (change.Values.Flag(IfUnused) == true ? $"?{IfUnused}=true" : ""))];

    public override async Task<ChangeForecast> ForecastAsync(ObjectChange change, JsonElement found, CancellationToken cancellationToken)
    {
        if (change.Verb == ChangeVerb.Create)
            return await ForecastCreationAsync(change, found, cancellationToken);
        using var from = await TryReadAsync($"{PathOf(change)}/bindings/source", cancellationToken);
        using var to = await TryReadAsync($"{PathOf(change)}/bindings/destination", cancellationToken);
        var bound = (from?.RootElement.ItemCount() ?? 0) + (to?.RootElement.ItemCount() ?? 0);
        var consequences = new List<Consequence> { new(Tone.Warning, "Publishers that use it fail with NOT_FOUND, and their channels are closed.") };
        if (found.Member("message_stats", "publish_in_details").Number("rate") is > 0 and var rate)
            consequences.Add(new(Tone.Bad, $"It is in use: {rate:0.#} messages a second arrive now."));
        return new ChangeForecast
        {
            Refusal = change.Values.Flag(IfUnused) == true && from?.RootElement.ItemCount() is > 0 and var inUse
                ? $"It is to be deleted only if it is not used, and {Figures.PluralExact(inUse, "binding leads", "bindings lead")} from it."
                : null,
            Consequences = consequences,
            Losses = [new(bound, "binding is lost", "bindings are lost")],
        };
    }

    public override bool? IsAsWanted(ObjectChange change, JsonElement found)
        => found.Text("type") == TypeOf(change)
            && (found.Flag("internal") ?? false) == (change.Values.Flag("internal") ?? false)
            && JsonNode.DeepEquals(JsonNode.Parse(found.Member("arguments").ValueKind == JsonValueKind.Object ? found.Member("arguments").GetRawText() : "{}"), Arguments(change));

    private async Task<ChangeForecast> ForecastCreationAsync(ObjectChange change, JsonElement found, CancellationToken cancellationToken)
    {
        var consequences = new List<Consequence>();
        if (found.ValueKind == JsonValueKind.Object)
        {
            consequences.Add(IsAsWanted(change, found) == true
                ? new(Tone.Info, $"There is an {NameOf(change)} with these settings already: nothing will change.")
                : new(Tone.Warning, $"There is an {NameOf(change)} already, of type {found.Text("type")}. The broker will refuse other settings."));
        }

        if (change.Values.Text(AlternateExchange) is { Length: > 0 } alternate && ManagementPath.CanHold(alternate))
        {
            using var other = await TryReadAsync(ManagementPath.Of("exchanges", NameOf(change).Scope, alternate), cancellationToken);
            if (other is null)
                consequences.Add(new(Tone.Warning, $"There is no exchange {alternate}: unrouted messages are lost until there is."));
        }

        return new ChangeForecast { Consequences = consequences };
    }

    private static string TypeOf(ObjectChange change)
        => change.Values.Text("type") is { } type && (PlainTypes.Contains(type) || type != "other") ? type : change.Values.Text("other_type") ?? "direct";

    private static JsonObject Body(ObjectChange change) => new()
    {
        ["type"] = TypeOf(change),
        ["durable"] = change.Values.Flag("durable") ?? true,
        ["auto_delete"] = change.Values.Flag("auto_delete") ?? false,
        ["internal"] = change.Values.Flag("internal") ?? false,
        ["arguments"] = Arguments(change),
    };

    private static JsonObject Arguments(ObjectChange change)
    {
        var arguments = new JsonObject();
        if (change.Values.Text(AlternateExchange) is { } alternate)
            arguments[AlternateExchange] = alternate;
        foreach (var (name, value) in change.Values.Table(OtherArguments.Id))
            arguments[name] = JsonNode.Parse(value.GetRawText());
        return arguments;
    }
}
