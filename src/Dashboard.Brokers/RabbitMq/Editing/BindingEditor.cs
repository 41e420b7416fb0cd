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

/// <summary>Bindings. They have no name: a changed one is a new one, made before the old one goes, so that no message falls between.</summary>
internal sealed class BindingEditor(RabbitMqManagementClient client) : KindEditor(client)
{
    private const string Id = "binding";

    private static readonly FormField[] Target =
    [
        VirtualHost with { IsFixed = true },
        Exchange("source", "From exchange", "The exchange that routes. The default exchange cannot be bound.") with { IsRequired = true, IsFixed = true },
        Choice("destination_type", "To a", "What gets the messages.", ("queue", "queue"), ("exchange", "exchange")) with { Default = "queue", IsRequired = true, IsFixed = true },
        new FormField("queue", "To queue", FieldType.Reference)
        {
            Help = "The queue that gets the messages.",
            IsRequired = true,
            IsFixed = true,
            Reference = new FieldReference("queues", "vhost"),
            When = new FieldCondition("destination_type", "queue"),
        },
        Exchange("exchange", "To exchange", "The exchange that gets the messages.") with { IsRequired = true, IsFixed = true, When = new FieldCondition("destination_type", "exchange") },
    ];

    private static readonly FormField[] Rule =
    [
        Text("routing_key", "Routing key", "direct: equal keys; topic: * is one word, # any number; fanout and headers ignore it. Empty is a key as well."),
        Choice("x-match", "Headers: match", "Headers exchanges only: whether all arguments below must match, or any.",
            ("all", "all"), ("any", "any"), ("all-with-x", "all, x- headers too"), ("any-with-x", "any, x- headers too")),
        new FormField("arguments", "Arguments", FieldType.Table) { Help = "Headers exchanges match messages that have these headers. Types matter: 1 is not \"1\"." },
    ];

    public override ObjectKind Kind { get; } = new(Id, "binding", BindingsSection.Id)
    {
        Actions =
        [
            new ObjectAction(ChangeVerb.Create, "New binding") { Fields = [.. Target, .. Rule] },
            new ObjectAction(ChangeVerb.Edit, "Edit")
            {
                Help = "A binding cannot be changed: the new one is made first, then the old one is deleted. For a moment both are there.",
                Fields = [.. Target, .. Rule],
            },
            new ObjectAction(ChangeVerb.Delete, "Delete") { IsForMany = true },
        ],
    };

    public override ObjectName NameOf(ObjectChange change)
    {
        var (vhost, source, type, destination, id) = change.Verb == ChangeVerb.Create
            ? (change.Values.Text("vhost") ?? "", change.Values.Text("source") ?? "", TypeOf(change), TargetOf(change), change.Values.Text("routing_key") ?? "")
            : (Part(change, 0), Part(change, 1), Part(change, 2), Part(change, 3), KeyOfId(Part(change, 4)));
        var key = id.Length == 0 ? "" : $" by {id}";
        return new ObjectName(Id, $"{source} → {type} {destination}{key}", vhost);
    }

    public override IEnumerable<FieldMistake> Check(ObjectChange change)
    {
        if (change.Verb != ChangeVerb.Create && Part(change, 1).Length == 0)
            yield return new("source", "Bindings of the default exchange cannot be changed: every queue has one.");
        if (change.Verb == ChangeVerb.Delete)
            yield break;
        foreach (var (field, name) in new[] { ("source", change.Values.Text("source")), (TypeOf(change), TargetOf(change)) })
        {
            if (name is { Length: > 0 } && CannotBeInAPath(field, "a binding of something", name) is { } path)
                yield return path;
        }

        if (change.Values.Table("arguments").Any(argument => argument.Name == "x-match"))
            yield return new("arguments", "x-match has a field of its own.");
        if (change.Verb == ChangeVerb.Edit && (Part(change, 0), Part(change, 1), Part(change, 2), Part(change, 3))
            != (change.Values.Text("vhost"), change.Values.Text("source"), TypeOf(change), TargetOf(change)))
            yield return new(null, "Source and target of a binding stay when it is edited: make another one instead.");
    }

    public override string PathOf(ObjectChange change) => change.Verb == ChangeVerb.Create
        ? Pair(change.Values.Text("vhost") ?? "", change.Values.Text("source") ?? "", TypeOf(change), TargetOf(change))
        : Pair(Part(change, 0), Part(change, 1), Part(change, 2), Part(change, 3));

    public override IReadOnlyList<BrokerRequest> RequestsOf(ObjectChange change)
    {
        var old = new BrokerRequest(HttpMethod.Delete, $"{PathOf(change)}/{Uri.EscapeDataString(Part(change, 4))}");
        return change.Verb switch
        {
            ChangeVerb.Create => [Making(change)],
            ChangeVerb.Edit => [Making(change), old],
            _ => [old],
        };
    }

    /// <summary>Bindings are looked for among those of their pair: an id that the broker makes cannot be known beforehand.</summary>
    public override async Task<JsonDocument?> FindAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        using var pair = await TryReadAsync(PathOf(change), cancellationToken);
        if (pair is null)
            return null;
        var found = change.Verb == ChangeVerb.Create
            ? pair.RootElement.Items().FirstOrDefault(binding => IsTheSame(change, binding))
            : pair.RootElement.Items().FirstOrDefault(binding => binding.Text("properties_key") == Part(change, 4));
        return found.ValueKind == JsonValueKind.Object ? JsonDocument.Parse(found.GetRawText()) : null;
    }

    public override IReadOnlyDictionary<string, JsonElement> ValuesOf(JsonElement found, RowKey key)
    {
        var type = found.Text("destination_type") ?? "queue";
        var others = found.Member("arguments").Fields().Where(one => one.Name != "x-match").ToDictionary(one => one.Name, one => one.Value.Clone());
        return ChangeValues.Of(
            ("vhost", found.Text("vhost")),
            ("source", found.Text("source")),
            ("destination_type", type),
            (type, found.Text("destination")),
            ("routing_key", found.Text("routing_key") is { Length: > 0 } routingKey ? routingKey : null),
            ("x-match", found.Member("arguments").Text("x-match")),
            ("arguments", others.Count > 0 ? others : null));
    }

    public override async Task<ChangeForecast> ForecastAsync(ObjectChange change, JsonElement found, CancellationToken cancellationToken)
    {
        if (change.Verb == ChangeVerb.Delete)
        {
            using var all = await TryReadAsync(ManagementPath.Of("exchanges", Part(change, 0), Part(change, 1), "bindings", "source"), cancellationToken);
            var left = (all?.RootElement.ItemCount() ?? 0) - 1;
            return new ChangeForecast
            {
                Consequences = left == 0
                    ? [new(Tone.Bad, $"It is the last binding from {Part(change, 1)}: what is published there is dropped, returned, or goes to its alternate exchange.")]
                    : [new(Tone.Warning, $"Messages of {Part(change, 1)} that only this binding matches no longer reach {Part(change, 2)} {Part(change, 3)}.")],
            };
        }

        var consequences = new List<Consequence>();
        if (change.Verb == ChangeVerb.Edit)
            consequences.Add(new(Tone.Info, "The new binding is made first, then the old one is deleted: while both are there, a queue still gets a message once."));
        else if (found.ValueKind == JsonValueKind.Object)
            consequences.Add(new(Tone.Info, "There is this very binding already: nothing will change."));
        using var source = await TryReadAsync(ManagementPath.Of("exchanges", change.Values.Text("vhost") ?? "", change.Values.Text("source") ?? ""), cancellationToken);
        return new ChangeForecast
        {
            Refusal = source is null ? $"There is no exchange {change.Values.Text("source")} in {change.Values.Text("vhost")}." : await MissingTargetAsync(change, cancellationToken),
            Consequences = [.. consequences, .. Hints(change, source?.RootElement.Text("type"))],
        };
    }

    public override bool? IsAsWanted(ObjectChange change, JsonElement found) => change.Verb == ChangeVerb.Create ? IsTheSame(change, found) : null;

    public override bool ChangesNothing(ObjectChange change, JsonElement found) => IsTheSame(change, found);

    /// <summary>An edit makes one binding and deletes another: both tell how far it came.</summary>
    public override async Task<ChangeResult?> LookBackOnEditAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        using var pair = await TryReadAsync(PathOf(change), cancellationToken);
        var bindings = pair?.RootElement.Items().ToList() ?? [];
        var isNewThere = bindings.Exists(binding => IsTheSame(change, binding));
        var isOldThere = bindings.Exists(binding => binding.Text("properties_key") == Part(change, 4) && !IsTheSame(change, binding));
        return (isNewThere, isOldThere) switch
        {
            (true, false) => new(ChangeEnd.Done, "it is there as it was wanted"),
            (false, true) => new(ChangeEnd.Refused, "it is there as it was before"),
            (true, true) => new(ChangeEnd.Unknown, "the new binding is there, and the old one beside it"),
            _ => new(ChangeEnd.Unknown, "neither the old binding nor the new one is there"),
        };
    }

    private async Task<string?> MissingTargetAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        using var target = await TryReadAsync(ManagementPath.Of($"{TypeOf(change)}s", change.Values.Text("vhost") ?? "", TargetOf(change)), cancellationToken);
        return target is null ? $"There is no {TypeOf(change)} {TargetOf(change)} in {change.Values.Text("vhost")}." : null;
    }

    private static IEnumerable<Consequence> Hints(ObjectChange change, string? sourceType)
    {
        var hasKey = change.Values.Text("routing_key") is { Length: > 0 };
        var hasMatch = change.Values.ContainsKey("x-match") || change.Values.Table("arguments").Any();
        if (sourceType is "fanout" && (hasKey || hasMatch))
            yield return new(Tone.Info, "A fanout exchange ignores routing key and arguments: everything is delivered.");
        if (sourceType is "headers" && !hasMatch)
            yield return new(Tone.Warning, "A headers exchange matches every message when the binding has no arguments.");
        if (sourceType is "headers" && hasKey)
            yield return new(Tone.Info, "A headers exchange ignores the routing key.");
        if (sourceType is "direct" or "topic" && change.Values.ContainsKey("x-match"))
            yield return new(Tone.Info, $"A {sourceType} exchange ignores x-match.");
    }

    private static BrokerRequest Making(ObjectChange change) => new(
        HttpMethod.Post,
        Pair(change.Values.Text("vhost") ?? "", change.Values.Text("source") ?? "", TypeOf(change), TargetOf(change)),
        new JsonObject { ["routing_key"] = change.Values.Text("routing_key") ?? "", ["arguments"] = Arguments(change) });

    private static string Pair(string vhost, string source, string type, string destination)
        => ManagementPath.Of("bindings", vhost, "e", source, type == "exchange" ? "e" : "q", destination);

    private static bool IsTheSame(ObjectChange change, JsonElement binding)
        => (binding.Text("routing_key") ?? "") == (change.Values.Text("routing_key") ?? "")
            && JsonNode.DeepEquals(JsonNode.Parse(binding.Member("arguments").ValueKind == JsonValueKind.Object ? binding.Member("arguments").GetRawText() : "{}"), Arguments(change));

    private static JsonObject Arguments(ObjectChange change)
    {
        var arguments = new JsonObject();
        if (change.Values.Text("x-match") is { } match)
            arguments["x-match"] = match;
        foreach (var (name, value) in change.Values.Table("arguments"))
            arguments[name] = JsonNode.Parse(value.GetRawText());
        return arguments;
    }

    private static string TypeOf(ObjectChange change) => change.Values.Text("destination_type") ?? "queue";

    private static string TargetOf(ObjectChange change) => change.Values.Text(TypeOf(change)) ?? "";

    /// <summary>The routing key that the broker's id of a binding begins with, as far as it can be told.</summary>
    private static string KeyOfId(string id)
    {
        var key = id.Split('~')[0].Replace('+', ' ');
        return id == "~" ? "" : Uri.UnescapeDataString(key);
    }
}
