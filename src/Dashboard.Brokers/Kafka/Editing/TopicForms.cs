using System.Globalization;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Editing;

namespace Dashboard.Brokers.Kafka.Editing;

/// <summary>What can be done to topics, as forms. Pure.</summary>
internal static class TopicForms
{
    public const string TopicKind = "topic";
    public const string PartitionsKind = "topic-partitions";
    public const string Partitions = "partitions";
    public const string Replicas = "replication_factor";

    private const string Name = "name";
    private const int MaxName = 249;
    private const long MostPartitions = 100_000;

    public static readonly IReadOnlyList<ObjectKind> Kinds =
    [
        new ObjectKind(TopicKind, "topic", TopicsSection.Id)
        {
            Actions =
            [
                new ObjectAction(ChangeVerb.Create, "New topic")
                {
                    Help = "Settings that are left out are those of the brokers, now and whenever they change.",
                    Fields =
                    [
                        new FormField(Name, "Name", FieldType.Text) { Help = "Letters, digits, dots, dashes and underscores; up to 249.", IsRequired = true, MaxLength = MaxName },
                        new FormField(Partitions, "Partitions", FieldType.Integer)
                        {
                            Help = "As many consumers of one group can read side by side. They can be added later, not taken away. Left out: the brokers' default.", Min = 1, Max = MostPartitions,
                        },
                        new FormField(Replicas, "Replication factor", FieldType.Integer)
                        {
                            Help = "Copies on different brokers; 3 survives the loss of one broker without being in danger. Left out: the brokers' default.", Min = 1, Max = 1000,
                        },
                        .. TopicSettings.All,
                        TopicSettings.Others,
                    ],
                },
                new ObjectAction(ChangeVerb.Edit, "Settings")
                {
                    Word = "Change settings of",
                    Help = "The topic's own settings. One that is cleared falls back to the brokers' value; only what differs is sent.",
                    Fields = [.. TopicSettings.All, TopicSettings.Others],
                },
                new ObjectAction(ChangeVerb.Delete, "Delete") { IsForMany = true, Help = "The topic goes with all its messages. Committed offsets of groups for it go too." },
            ],
        },
        new ObjectKind(PartitionsKind, "topic", TopicsSection.Id)
        {
            Actions =
            [
                new ObjectAction(ChangeVerb.Edit, "Add partitions")
                {
                    Word = "Add partitions to",
                    Fields =
                    [
                        new FormField(Partitions, "Partitions in all", FieldType.Integer)
                        {
                            Help = "How many the topic has afterwards. Partitions cannot be taken away again.", IsRequired = true, Min = 1, Max = MostPartitions,
                        },
                    ],
                },
            ],
        },
    ];

    public static string NameOf(ObjectChange change) => change.Verb == ChangeVerb.Create ? change.Values.Text(Name) ?? "" : change.Key?.Parts is [{ } name, ..] ? name : "";

    public static IReadOnlyList<FieldMistake> Check(ObjectChange change)
    {
        if (Kinds.FirstOrDefault(k => k.Id == change.Kind)?.Action(change.Verb) is not { } action)
            return [new FieldMistake(null, $"Kafka has no '{change.Kind}' that one could {change.Verb.ToString().ToLowerInvariant()}.")];
        if (change.Verb != ChangeVerb.Create && change.Key is null)
            return [new FieldMistake(null, "Which topic is meant is not said.")];
        return [.. FormCheck.Of(action.Fields, change.Values), .. NameMistakes(change), .. WantedSettings.Check(change.Values)];
    }

    /// <summary>The request in words of the protocol.</summary>
    public static string Preview(ObjectChange change)
    {
        var name = NameOf(change);
        if (change.Kind == PartitionsKind)
            return $"CreatePartitions {name}\ncount = {change.Values.Integer(Partitions)?.ToString(CultureInfo.InvariantCulture) ?? "?"}";
        var settings = string.Concat(WantedSettings.Of(change.Values).Select(s => $"\n{s.Key} = {s.Value}"));
        return change.Verb switch
        {
            ChangeVerb.Create => $"CreateTopics {name}\npartitions = {change.Values.Integer(Partitions) ?? -1}\nreplication factor = {change.Values.Integer(Replicas) ?? -1}{settings}",
            ChangeVerb.Delete => $"DeleteTopics {name}",
            _ => $"IncrementalAlterConfigs topic {name}, of these only what differs:{settings}\nevery other setting of its own is deleted",
        };
    }

    private static IEnumerable<FieldMistake> NameMistakes(ObjectChange change)
    {
        var name = NameOf(change);
        if (change.Verb != ChangeVerb.Create)
        {
            if (change.Verb == ChangeVerb.Delete && name.StartsWith("__", StringComparison.Ordinal) && new Lists.TopicMap(name, []).IsInternal)
                yield return new(null, $"{name} is made by the brokers for themselves: without it, groups and transactions do not work.");
            yield break;
        }

        if (name is "." or "..")
            yield return new(Name, "A topic cannot have this name.");
        else if (name.Length > 0 && !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            yield return new(Name, "A topic's name has letters, digits, dots, dashes and underscores only.");
    }
}
