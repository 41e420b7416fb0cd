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

/// <summary>Queues and streams.</summary>
internal sealed class QueueEditor(RabbitMqManagementClient client) : KindEditor(client)
{
    public const string Id = "queue";
    private const string IfEmpty = "if-empty";
    private const string IfUnused = "if-unused";

    public override ObjectKind Kind { get; } = new(Id, "queue", QueuesSection.Id)
    {
        Actions =
        [
            new ObjectAction(ChangeVerb.Create, "New queue")
            {
                Help = "Arguments are fixed once the queue is declared; policies set most of them for many queues and can be changed at any time.",
                Fields =
                [
                    VirtualHost,
                    Name("Name", "Up to 255 bytes; names that begin with amq. are the broker's own."),
                    Choice("type", "Type", "Quorum keeps copies on several nodes; a stream keeps messages after delivery.",
                        ("classic", "classic"), ("quorum", "quorum: replicated"), ("stream", "stream: a replicated log")) with { Default = "classic", IsRequired = true },
                    Flag("durable", "Durable", "Survives a restart of the broker. Quorum queues and streams always do.", isOn: true),
                    Flag("auto_delete", "Auto-delete", "Is deleted when its last consumer goes.", isOn: false).On("classic"),
                    .. QueueArguments.All,
                    OtherArguments,
                ],
            },
            new ObjectAction(ChangeVerb.Edit, "Edit") { Unavailable = "A queue's settings are fixed when it is declared: change them by a policy, or delete it and make it anew." },
            new ObjectAction(ChangeVerb.Delete, "Delete")
            {
                IsForMany = true,
                Fields =
                [
                    Flag(IfEmpty, "Only if it is empty", "The broker refuses when a message is ready or unacknowledged (classic queues)."),
                    Flag(IfUnused, "Only if it is not used", "The broker refuses when a consumer is attached (classic queues)."),
                ],
            },
            new ObjectAction(ChangeVerb.Purge, "Purge without archive") { IsForMany = true, Help = "Throws away what is ready, without an archive. A purge with an archive is a job of its own." },
        ],
    };

    public override ObjectName NameOf(ObjectChange change) => change.Verb == ChangeVerb.Create
        ? new(Id, change.Values.Text("name") ?? "", change.Values.Text("vhost") ?? "")
        : new(Id, Part(change, 1), Part(change, 0));

    public override IEnumerable<FieldMistake> Check(ObjectChange change)
    {
        var name = NameOf(change).Name;
        if (name.Length > 0 && CannotBeInAPath("name", "a queue", name) is { } path)
            yield return path;
        if (change.Verb != ChangeVerb.Create)
            yield break;
        if (name.StartsWith("amq.", StringComparison.Ordinal))
            yield return new("name", "Names that begin with amq. are the broker's own.");
        var values = change.Values;
        var type = values.Text("type") ?? "classic";
        if (type != "classic" && values.Flag("durable") == false)
            yield return new("durable", $"A {type} queue is always durable.");
        if (values.ContainsKey("x-dead-letter-routing-key") && !values.ContainsKey("x-dead-letter-exchange"))
            yield return new("x-dead-letter-routing-key", "A dead-letter routing key needs a dead-letter exchange.");
        if (values.Text("x-max-age") is { } age && !QueueArguments.IsAge(age))
            yield return new("x-max-age", "Max age is a number and one of Y, M, D, h, m, s: 7D, 12h.");
        foreach (var (argument, _) in values.Table(OtherArguments.Id))
        {
            if (QueueArguments.IsKnown(argument))
                yield return new(OtherArguments.Id, $"{argument} has a field of its own.");
            else if (argument.Length == 0)
                yield return new(OtherArguments.Id, "An argument has no name.");
        }
    }

    public override string PathOf(ObjectChange change) => NameOf(change) is var name ? ManagementPath.Of("queues", name.Scope, name.Name) : "";

    public override IReadOnlyList<BrokerRequest> RequestsOf(ObjectChange change) => change.Verb switch
    {
        ChangeVerb.Create => [new(HttpMethod.Put, PathOf(change), Body(change))],
        ChangeVerb.Purge => [new(HttpMethod.Delete, $"{PathOf(change)}/contents")],
        _ => [new(HttpMethod.Delete, PathOf(change) + Query(change))],
    };

    public override async Task<ChangeForecast> ForecastAsync(ObjectChange change, JsonElement found, CancellationToken cancellationToken)
    {
        if (change.Verb == ChangeVerb.Create)
            return ForecastCreation(change, found);
        var ready = found.Integer("messages_ready");
        var unacked = found.Integer("messages_unacknowledged");
        var type = found.Text("type");
        if (change.Verb == ChangeVerb.Purge)
        {
            return type == "stream"
                ? new ChangeForecast { Refusal = "A stream cannot be purged: its retention removes messages." }
                : new ChangeForecast { Losses = [Messages(ready ?? 0)], Consequences = [new(Tone.Bad, "This cannot be undone: no archive is written.")] };
        }

        using var bindings = await TryReadAsync($"{PathOf(change)}/bindings", cancellationToken);
        var bound = bindings?.RootElement.Items().Count(binding => binding.Text("source") is { Length: > 0 }) ?? 0;
        return ForecastDeletion(change, found, type, (ready ?? 0) + (unacked ?? 0), ready is null, bound);
    }

    public override bool? IsAsWanted(ObjectChange change, JsonElement found)
    {
        var type = change.Values.Text("type") ?? "classic";
        return (found.Text("type") ?? "classic") == type && JsonNode.DeepEquals(ArgumentsOf(found), WithoutType(Arguments(change)));
    }

    private static ChangeForecast ForecastCreation(ObjectChange change, JsonElement found)
    {
        var name = new ObjectName(Id, change.Values.Text("name") ?? "", change.Values.Text("vhost") ?? "");
        if (found.ValueKind != JsonValueKind.Object)
            return new ChangeForecast();
        var isSame = (found.Text("type") ?? "classic") == (change.Values.Text("type") ?? "classic") && JsonNode.DeepEquals(ArgumentsOf(found), WithoutType(Arguments(change)))
            && (found.Flag("durable") ?? true) == (change.Values.Flag("durable") ?? true);
        return isSame
            ? new ChangeForecast { Consequences = [new(Tone.Info, $"There is a {name} with these settings already: nothing will change.")] }
            : new ChangeForecast
            {
                Consequences = [new(Tone.Warning, $"There is a {name} already, of type {found.Text("type") ?? "unknown"}, with the arguments {ArgumentsOf(found).ToJsonString()}. The broker will refuse other ones.")],
            };
    }

    private static ChangeForecast ForecastDeletion(ObjectChange change, JsonElement found, string? type, long messages, bool isUnknown, int bound)
    {
        var consumers = found.Integer("consumers") ?? found.Member("consumer_details").ItemCount() ?? 0;
        var consequences = new List<Consequence>();
        if (isUnknown)
            consequences.Add(new(Tone.Unknown, "How many messages it holds is not known yet: the broker has not counted since it was made."));
        if (messages > 0 && change.Values.Flag(IfEmpty) != true)
            consequences.Add(new(Tone.Bad, "Its messages go with it and cannot be brought back. Move them, or purge with an archive, to keep them."));
        if (found.Member("policy").AsText() is { Length: > 0 } policy)
            consequences.Add(new(Tone.Neutral, $"Policy {policy} applies to it, and stays for the others."));
        if (type is "quorum" or "stream" && (change.Values.Flag(IfEmpty) == true || change.Values.Flag(IfUnused) == true))
            consequences.Add(new(Tone.Warning, $"A {type} queue may not be deleted under a condition: the broker can refuse this."));
        if (found.Flag("exclusive") == true)
            consequences.Add(new(Tone.Warning, "It is exclusive to one connection: the broker will refuse. Close that connection instead."));
        return new ChangeForecast
        {
            Refusal = Refusal(change, messages, consumers),
            Consequences = consequences,
            Losses =
            [
                Messages(messages),
                new(consumers, "consumer is cut off", "consumers are cut off"),
                new(bound, "binding is lost", "bindings are lost"),
            ],
        };
    }

    private static string? Refusal(ObjectChange change, long messages, long consumers)
    {
        if (change.Values.Flag(IfEmpty) == true && messages > 0)
            return $"It is to be deleted only if it is empty, and it holds {Figures.PluralExact(messages, "message")}.";
        return change.Values.Flag(IfUnused) == true && consumers > 0
            ? $"It is to be deleted only if it is not used, and it has {Figures.PluralExact(consumers, "consumer")}."
            : null;
    }

    private static ChangeLoss Messages(long count) => new(count, "message is lost", "messages are lost");

    private static JsonObject Body(ObjectChange change) => new()
    {
        ["durable"] = change.Values.Flag("durable") ?? true,
        ["auto_delete"] = change.Values.Flag("auto_delete") ?? false,
        ["arguments"] = Arguments(change),
    };

    /// <summary>Every declared argument that is set, the type, and the others.</summary>
    private static JsonObject Arguments(ObjectChange change)
    {
        var arguments = new JsonObject { ["x-queue-type"] = change.Values.Text("type") ?? "classic" };
        foreach (var field in QueueArguments.All)
        {
            if (change.Values.TryGetValue(field.Id, out var value))
                arguments[field.Id] = JsonNode.Parse(value.GetRawText());
        }

        foreach (var (name, value) in change.Values.Table(OtherArguments.Id))
            arguments[name] = JsonNode.Parse(value.GetRawText());
        return arguments;
    }

    private static JsonObject ArgumentsOf(JsonElement queue)
    {
        var arguments = new JsonObject();
        foreach (var (name, value) in queue.Member("arguments").Fields())
            arguments[name] = JsonNode.Parse(value.GetRawText());
        return WithoutType(arguments);
    }

    private static JsonObject WithoutType(JsonObject arguments)
    {
        arguments.Remove("x-queue-type");
        return arguments;
    }

    private static string Query(ObjectChange change)
    {
        var conditions = new[] { IfEmpty, IfUnused }.Where(condition => change.Values.Flag(condition) == true).Select(condition => $"{condition}=true").ToList();
        return conditions.Count == 0 ? "" : $"?{string.Join('&', conditions)}";
    }
}
