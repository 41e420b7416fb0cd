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

/// <summary>Policies, and operator policies: what they match and override is read before they are set.</summary>
internal sealed class PolicyEditor : KindEditor
{
    private readonly bool _isOperators;
    private readonly string _resource;
    private readonly IReadOnlyList<FormField> _settings;

    public PolicyEditor(RabbitMqManagementClient client, bool isOperators)
        : base(client)
    {
        _isOperators = isOperators;
        _resource = isOperators ? "operator-policies" : "policies";
        _settings = isOperators ? PolicySettings.OfOperators : PolicySettings.All;
        var singular = isOperators ? PoliciesSection.OperatorKind : PoliciesSection.UserKind;
        FormField[] fields =
        [
            VirtualHost with { IsFixed = true },
            Name("Name", "A policy of the same name is replaced.") with { IsFixed = true },
            new FormField("pattern", "Pattern", FieldType.Text) { Help = "Regular expression over names: ^orders\\. for all that begin with orders.", IsRequired = true, MaxLength = 4096 },
            Choice("apply-to", "Applies to", "Types of queues apart need RabbitMQ 3.12 or newer.",
                isOperators
                    ? [("queues", "queues"), ("classic_queues", "classic queues"), ("quorum_queues", "quorum queues"), ("streams", "streams")]
                    : [("queues", "queues"), ("exchanges", "exchanges"), ("all", "queues and exchanges"), ("classic_queues", "classic queues"), ("quorum_queues", "quorum queues"), ("streams", "streams")])
                with { Default = "queues", IsRequired = true },
            Number("priority", "Priority", "Where several match, the highest applies, alone.", min: int.MinValue) with { Default = "0", Max = int.MaxValue },
            .. _settings,
            PolicySettings.Others,
        ];
        var help = isOperators
            ? "Limits that hold whatever queues and policies say: of two numbers the smaller one applies."
            : "Sets what queues and exchanges do, now and for those made later. An argument of a queue is stronger than a policy; of two limits the smaller one applies.";
        Kind = new ObjectKind(isOperators ? "operator-policy" : "policy", singular, PoliciesSection.Id)
        {
            Where = [new FixedMatch("kind", singular)],
            Actions =
            [
                new ObjectAction(ChangeVerb.Create, isOperators ? "New operator policy" : "New policy") { Fields = fields, Help = help },
                new ObjectAction(ChangeVerb.Edit, "Edit") { Fields = fields, Help = help },
                new ObjectAction(ChangeVerb.Delete, "Delete") { IsForMany = true },
            ],
        };
    }

    public override ObjectKind Kind { get; }

    public override ObjectName NameOf(ObjectChange change) => change.Verb == ChangeVerb.Create
        ? new(Kind.Singular, change.Values.Text("name") ?? "", change.Values.Text("vhost") ?? "")
        : new(Kind.Singular, Part(change, 2), Part(change, 0));

    public override IEnumerable<FieldMistake> Check(ObjectChange change)
    {
        var name = NameOf(change).Name;
        if (name.Length > 0 && CannotBeInAPath("name", "a policy", name) is { } path)
            yield return path;
        if (change.Verb == ChangeVerb.Delete)
            yield break;
        if (change.Verb == ChangeVerb.Edit && (change.Values.Text("name") != name || change.Values.Text("vhost") != Part(change, 0)))
            yield return new("name", "Name and virtual host stay when a policy is edited.");
        if (change.Values.Text("pattern") is { Length: > 0 } pattern && PolicyReach.MistakeIn(pattern) is { } mistake)
            yield return new("pattern", $"This is not a regular expression: {mistake}");
        if (change.Values.Text("apply-to") is "classic_queues" or "quorum_queues" or "streams" && Client.BrokerVersion is { } version && version < new Version(3, 12))
            yield return new("apply-to", $"RabbitMQ {version} tells queues, exchanges and all apart, not types of queues.");
        if (Definition(change).Count == 0)
            yield return new(null, "A policy sets at least one thing.");
        if (change.Values.Text("max-age") is { } age && !QueueArguments.IsAge(age))
            yield return new("max-age", "Max age is a number and one of Y, M, D, h, m, s: 7D, 12h.");
        foreach (var (setting, _) in change.Values.Table(PolicySettings.Others.Id).Where(other => _settings.Any(field => field.Id == other.Name)))
            yield return new(PolicySettings.Others.Id, $"{setting} has a field of its own.");
    }

    public override string PathOf(ObjectChange change) => NameOf(change) is var name ? ManagementPath.Of(_resource, name.Scope, name.Name) : "";

    public override IReadOnlyList<BrokerRequest> RequestsOf(ObjectChange change)
        => [change.Verb == ChangeVerb.Delete ? new(HttpMethod.Delete, PathOf(change)) : new(HttpMethod.Put, PathOf(change), Body(change))];

    public override IReadOnlyDictionary<string, JsonElement> ValuesOf(JsonElement found, RowKey key)
    {
        var values = new Dictionary<string, JsonElement>(ChangeValues.Of(
            ("vhost", found.Text("vhost")), ("name", found.Text("name")), ("pattern", found.Text("pattern")), ("apply-to", found.Text("apply-to")), ("priority", found.Integer("priority"))));
        var others = new Dictionary<string, JsonElement>();
        foreach (var (name, value) in found.Member("definition").Fields())
            (_settings.Any(field => field.Id == name) ? values : others)[name] = value.Clone();
        if (others.Count > 0)
            values[PolicySettings.Others.Id] = ChangeValues.Of(others);
        return values;
    }

    public override async Task<ChangeForecast> ForecastAsync(ObjectChange change, JsonElement found, CancellationToken cancellationToken)
    {
        var name = NameOf(change);
        var consequences = new List<Consequence>();
        if (change.Verb == ChangeVerb.Create && found.ValueKind == JsonValueKind.Object)
            consequences.Add(new(Tone.Warning, $"There is a {name} already: this one replaces it. It was: {found.Member("definition").GetRawText()} on {found.Text("pattern")}."));
        var after = change.Verb == ChangeVerb.Delete ? null : new PolicyReach.Policy(
            name.Name, change.Values.Text("pattern") ?? "", change.Values.Text("apply-to") ?? "all", change.Values.Integer("priority") ?? 0, [.. Definition(change).Select(pair => pair.Key)]);
        if (await ReachAsync(name.Scope, cancellationToken) is { } reach)
            consequences.AddRange(reach.Change(name.Name, after));
        else
            consequences.Add(new(Tone.Unknown, "What it matches could not be read."));
        return new ChangeForecast { Consequences = [.. consequences, .. Dangers(change)] };
    }

    public override bool? IsAsWanted(ObjectChange change, JsonElement found)
        => found.Text("pattern") == change.Values.Text("pattern")
            && (found.Integer("priority") ?? 0) == (change.Values.Integer("priority") ?? 0)
            && found.Text("apply-to") == change.Values.Text("apply-to")
            && found.Member("definition").ValueKind == JsonValueKind.Object
            && JsonNode.DeepEquals(JsonNode.Parse(found.Member("definition").GetRawText()), Definition(change));

    private async Task<PolicyReach?> ReachAsync(string vhost, CancellationToken cancellationToken)
    {
        using var queues = await TryReadAsync($"{ManagementPath.Of("queues", vhost)}?columns=name,type", cancellationToken);
        using var exchanges = _isOperators ? null : await TryReadAsync($"{ManagementPath.Of("exchanges", vhost)}?columns=name,type", cancellationToken);
        using var policies = await TryReadAsync(ManagementPath.Of(_resource, vhost), cancellationToken);
        if (queues is null || policies is null)
            return null;
        return new PolicyReach(
            [.. queues.RootElement.Items().Select(queue => new PolicyReach.Target("queue", queue.Text("name") ?? "", queue.Text("type") ?? "classic")),
             .. exchanges?.RootElement.Items().Select(exchange => new PolicyReach.Target("exchange", exchange.Text("name") ?? "", "")) ?? []],
            [.. policies.RootElement.Items().Select(PolicyReach.Read)]);
    }

    private static IEnumerable<Consequence> Dangers(ObjectChange change)
    {
        if (change.Verb == ChangeVerb.Delete)
            yield break;
        if (change.Values.ContainsKey("expires"))
            yield return new(Tone.Bad, $"Queues it applies to are deleted with their messages when nobody used them for {TimeSpan.FromMilliseconds(change.Values.Integer("expires") ?? 0)}.");
        if ((change.Values.ContainsKey("max-length") || change.Values.ContainsKey("max-length-bytes")) && change.Values.Text("overflow") is null or "drop-head")
            yield return new(Tone.Warning, "Queues beyond the limit drop or dead-letter their oldest messages at once.");
        if (change.Values.ContainsKey("message-ttl"))
            yield return new(Tone.Warning, "Messages older than the TTL are dropped or dead-lettered at once.");
    }

    private JsonObject Body(ObjectChange change) => new()
    {
        ["pattern"] = change.Values.Text("pattern") ?? "",
        ["apply-to"] = change.Values.Text("apply-to") ?? "queues",
        ["priority"] = change.Values.Integer("priority") ?? 0,
        ["definition"] = Definition(change),
    };

    private JsonObject Definition(ObjectChange change)
    {
        var definition = new JsonObject();
        foreach (var field in _settings)
        {
            if (change.Values.TryGetValue(field.Id, out var value))
                definition[field.Id] = JsonNode.Parse(value.GetRawText());
        }

        foreach (var (name, value) in change.Values.Table(PolicySettings.Others.Id))
            definition[name] = JsonNode.Parse(value.GetRawText());
        return definition;
    }
}
