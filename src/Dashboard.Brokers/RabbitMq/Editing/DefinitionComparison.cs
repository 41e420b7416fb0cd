using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>Compares two definitions, and says for each object what would bring the broker to the file. Nothing is ever deleted.</summary>
internal sealed class DefinitionComparison(JsonElement file, JsonElement here, string? scope, Func<string, bool> shows)
{
    /// <summary>The lists of a definitions file.</summary>
    public static readonly string[] Lists = ["vhosts", "exchanges", "queues", "bindings", "policies", "users", "permissions", "topic_permissions", "parameters", "global_parameters"];

    private const string Fixed = "Its settings are fixed when it is declared: delete it here first, or keep it as it is.";
    private const string NotByUs = "Users, permissions and parameters are not applied by the dashboard.";

    /// <summary>In the order in which they can be applied: what others need comes first.</summary>
    public IReadOnlyList<DefinitionItem> Items() =>
    [
        .. Of("vhosts", "virtual host", one => [one.Text("name")], VirtualHost, Edit: null),
        .. Of("exchanges", "exchange", NameIn, Exchange, Edit: null),
        .. Of("queues", "queue", NameIn, Queue, Edit: null),
        .. Of("bindings", "binding", Binding, BindingChange, Edit: null),
        .. Of("policies", "policy", NameIn, one => Policy(one, ChangeVerb.Create), Edit: one => Policy(one, ChangeVerb.Edit)),
        .. Of("users", "user", one => [one.Text("name")], _ => null, Edit: null),
        .. Of("permissions", "permission", one => [VhostOf(one), one.Text("user")], _ => null, Edit: null),
        .. Of("topic_permissions", "topic permission", one => [VhostOf(one), one.Text("user"), one.Text("exchange")], _ => null, Edit: null),
        .. Of("parameters", "parameter", one => [VhostOf(one), one.Text("component"), one.Text("name")], _ => null, Edit: null),
        .. Of("global_parameters", "global parameter", one => [one.Text("name")], _ => null, Edit: null),
    ];

    private IEnumerable<DefinitionItem> Of(
        string list, string kind, Func<JsonElement, string?[]> keyOf, Func<JsonElement, ObjectChange?> make, Func<JsonElement, ObjectChange?>? Edit)
    {
        // A list that the file does not have says nothing about what is here.
        if (file.Member(list).ValueKind != JsonValueKind.Array)
            return [];
        var mine = Index(here.Member(list), keyOf);
        var theirs = Index(file.Member(list), keyOf);
        var items = new List<DefinitionItem>();
        foreach (var (key, one) in theirs)
        {
            var name = NameOf(kind, keyOf(one));
            if (!mine.TryGetValue(key, out var standing))
                items.Add(Appliable(name, DefinitionState.New, [], make(one), NotByUs));
            else if (Differences(standing, one) is { Count: > 0 } differences)
                items.Add(Appliable(name, DefinitionState.Changed, differences, Edit?.Invoke(one), make(one) is null ? NotByUs : Fixed));
            else
                items.Add(new DefinitionItem(name, DefinitionState.Same, [], null));
        }

        items.AddRange(mine.Where(one => !theirs.ContainsKey(one.Key)).Select(one => new DefinitionItem(NameOf(kind, keyOf(one.Value)), DefinitionState.OnlyHere, [], null)));
        return items;
    }

    private DefinitionItem Appliable(ObjectName name, DefinitionState state, IReadOnlyList<FieldDifference> differences, ObjectChange? change, string otherwise)
    {
        var vhost = name.Kind == "virtual host" ? name.Name : name.Scope;
        return vhost.Length > 0 && !shows(vhost)
            ? new DefinitionItem(name, state, differences, null, "It is in a virtual host that this connection is not configured for.")
            : new DefinitionItem(name, state, differences, change, change is null ? otherwise : null);
    }

    private static Dictionary<string, JsonElement> Index(JsonElement list, Func<JsonElement, string?[]> keyOf)
    {
        var index = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in list.Items())
            index.TryAdd(RowKey.Of([.. keyOf(item).Select(part => part ?? "")]).Value, item);
        return index;
    }

    private static ObjectName NameOf(string kind, string?[] key) => key.Length == 1
        ? new ObjectName(kind, key[0] ?? "")
        : new ObjectName(kind, kind == "binding" ? $"{key[1]} → {key[2]} {key[3]} {key[4]}".TrimEnd() : string.Join(' ', key.Skip(1)), key[0] ?? "");

    private static List<FieldDifference> Differences(JsonElement mine, JsonElement theirs)
    {
        var differences = new List<FieldDifference>();
        // The file may leave secrets out: what it does not have is not a difference.
        foreach (var (name, value) in theirs.Fields().Where(field => field.Name is not ("vhost" or "name")))
        {
            var own = mine.Member(name);
            if (value.ValueKind == JsonValueKind.Object && own.ValueKind == JsonValueKind.Object)
            {
                foreach (var inner in value.Fields().Select(field => field.Name).Union(own.Fields().Select(field => field.Name)))
                    Add(inner, own.Member(inner), value.Member(inner));
            }
            else
            {
                Add(name, own, value);
            }
        }

        return differences;

        void Add(string name, JsonElement own, JsonElement value)
        {
            // A queue declared without a type is a classic one.
            if (name == "x-queue-type" && (own.AsText() ?? "classic") == (value.AsText() ?? "classic"))
                return;
            if (!JsonNode.DeepEquals(Node(own), Node(value)))
                differences.Add(new(name, Words(own), Words(value)));
        }
    }

    private static JsonNode? Node(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(value.GetRawText());

    private static string? Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => value.AsText(),
        _ => value.GetRawText(),
    };

    // In a file of one virtual host the policies and parameters still name the one they are from; all of it goes where it was asked to go, as the broker's own import does it.
    private string? VhostOf(JsonElement one) => scope is not null && file.Member("vhosts").ValueKind != JsonValueKind.Array ? scope : one.Text("vhost") ?? scope;

    private string?[] NameIn(JsonElement one) => [VhostOf(one), one.Text("name")];

    private string?[] Binding(JsonElement one) =>
        [VhostOf(one), one.Text("source"), one.Text("destination_type"), one.Text("destination"), one.Text("routing_key"), one.Member("arguments").AsShownText()];

    private static ObjectChange VirtualHost(JsonElement one) => Create("vhost", ("name", one.Text("name")));

    private ObjectChange Exchange(JsonElement one)
    {
        var type = one.Text("type") ?? "direct";
        var isPlain = type is "direct" or "fanout" or "topic" or "headers";
        return Create(
            "exchange",
            ("vhost", VhostOf(one)),
            ("name", one.Text("name")),
            ("type", isPlain ? type : "other"),
            ("other_type", isPlain ? null : type),
            ("durable", one.Flag("durable")),
            ("auto_delete", one.Flag("auto_delete")),
            ("internal", one.Flag("internal")),
            ("alternate-exchange", one.Member("arguments").Text("alternate-exchange")),
            ("arguments", Others(one.Member("arguments"), name => name == "alternate-exchange")));
    }

    private ObjectChange Queue(JsonElement one)
    {
        var arguments = one.Member("arguments");
        var type = arguments.Text("x-queue-type") ?? "classic";
        var known = arguments.Fields().Where(field => QueueArguments.IsKnown(field.Name) && field.Name != "x-queue-type").Select(field => (field.Name, (object?)field.Value));
        return Create(
            "queue",
            [
                ("vhost", VhostOf(one)),
                ("name", one.Text("name")),
                ("type", type),
                ("durable", one.Flag("durable")),
                ("auto_delete", one.Flag("auto_delete") == true ? true : null),
                .. known,
                ("arguments", Others(arguments, QueueArguments.IsKnown)),
            ]);
    }

    private ObjectChange BindingChange(JsonElement one)
    {
        var type = one.Text("destination_type") ?? "queue";
        return Create(
            "binding",
            ("vhost", VhostOf(one)),
            ("source", one.Text("source")),
            ("destination_type", type),
            (type, one.Text("destination")),
            ("routing_key", one.Text("routing_key") is { Length: > 0 } key ? key : null),
            ("x-match", one.Member("arguments").Text("x-match")),
            ("arguments", Others(one.Member("arguments"), name => name == "x-match")));
    }

    private ObjectChange Policy(JsonElement one, ChangeVerb verb)
    {
        var definition = one.Member("definition");
        static bool IsKnown(string name) => PolicySettings.All.Any(field => field.Id == name);
        var known = definition.Fields().Where(field => IsKnown(field.Name)).Select(field => (field.Name, (object?)field.Value));
        var change = Create(
            "policy",
            [
                ("vhost", VhostOf(one)),
                ("name", one.Text("name")),
                ("pattern", one.Text("pattern")),
                ("apply-to", one.Text("apply-to")),
                ("priority", one.Integer("priority")),
                .. known,
                (PolicySettings.Others.Id, Others(definition, IsKnown)),
            ]);
        return verb == ChangeVerb.Create ? change : change with { Verb = verb, Key = RowKey.Of(VhostOf(one) ?? "", PoliciesSection.UserKind, one.Text("name") ?? "") };
    }

    private static Dictionary<string, JsonElement>? Others(JsonElement table, Func<string, bool> isKnown)
    {
        var others = table.Fields().Where(field => !isKnown(field.Name)).ToDictionary(field => field.Name, field => field.Value.Clone());
        return others.Count == 0 ? null : others;
    }

    private static ObjectChange Create(string kind, params (string Id, object? Value)[] values)
        => new() { Verb = ChangeVerb.Create, Kind = kind, Values = ChangeValues.Of(values) };
}
