using System.Globalization;
using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Editing;

namespace Dashboard.Brokers.Kafka.Groups.Editing;

/// <summary>What can be done to groups and their offsets, as forms. Pure.</summary>
internal static class GroupForms
{
    public const string OffsetsKind = "group-offsets";
    public const string OffsetKind = "group-offset";
    public const string GroupKind = "group";

    public const string Topic = "topic";
    public const string Partitions = "partitions";
    public const string To = "to";
    public const string Offset = "offset";
    public const string Time = "time";
    public const string Shift = "shift";

    private const string ResetHelp = "Only while the group has no members: stop its consumers first. They go on from there when they start again.";

    private static readonly FormField[] Where =
    [
        new(To, "To", FieldType.Choice)
        {
            IsRequired = true,
            Default = "earliest",
            Choices =
            [
                new("earliest", "the first message there is"), new("latest", "the end: skip all"), new("offset", "an offset"),
                new("time", "a time"), new("shift", "so many on or back"),
            ],
        },
        new(Offset, "Offset", FieldType.Integer) { Help = "Of the next message that is read.", IsRequired = true, Min = 0, When = new FieldCondition(To, "offset") },
        new(Time, "Time", FieldType.Text)
        {
            Help = "The first message written at this time or later is the next that is read. 2026-03-29T08:30:00Z; without a zone it is UTC.", IsRequired = true, MaxLength = 40,
            When = new FieldCondition(To, "time"),
        },
        new(Shift, "Messages", FieldType.Integer) { Help = "So many on; with a minus so many back.", IsRequired = true, When = new FieldCondition(To, "shift") },
    ];

    private static readonly FormField TopicField = new(Topic, "Topic", FieldType.Reference) { Reference = new FieldReference(TopicsSection.Id), MaxLength = 249 };

    public static readonly IReadOnlyList<ObjectKind> Kinds =
    [
        new ObjectKind(OffsetsKind, "group's offset", GroupsSection.Id)
        {
            Actions =
            [
                new ObjectAction(ChangeVerb.Edit, "Reset offsets")
                {
                    Word = "Reset",
                    IsForMany = true,
                    Help = ResetHelp,
                    Fields =
                    [
                        TopicField with { Help = "Left out: all topics it has committed offsets of." },
                        new FormField(Partitions, "Partitions", FieldType.Text) { Help = "Such as 0-2, 5. Left out: all of them.", MaxLength = 2_000 },
                        .. Where,
                    ],
                },
                new ObjectAction(ChangeVerb.Delete, "Delete offsets of a topic")
                {
                    IsForMany = true,
                    Help = "Only while no member subscribes to the topic. A consumer that comes back to it begins where its auto.offset.reset says.",
                    Fields = [TopicField with { Help = "Whose offsets are deleted.", IsRequired = true }],
                },
            ],
        },
        new ObjectKind(GroupKind, "consumer group", GroupsSection.Id)
        {
            Actions = [new ObjectAction(ChangeVerb.Delete, "Delete group") { IsForMany = true, Help = "Only while it has no members. All its offsets are gone with it." }],
        },
        new ObjectKind(OffsetKind, "committed offset", GroupOffsetsSection.Id)
        {
            Actions = [new ObjectAction(ChangeVerb.Edit, "Reset offset") { Word = "Reset", IsForMany = true, Help = ResetHelp, Fields = Where }],
        },
    ];

    /// <summary>The group a change is about.</summary>
    public static string GroupOf(ObjectChange change) => change.Key?.Parts is [var group, ..] ? group : "";

    public static ObjectName NameOf(ObjectChange change) => change.Kind switch
    {
        GroupKind => new("consumer group", GroupOf(change)),
        OffsetKind when change.Key?.Parts is [var group, var topic, var partition] => new("offset of group", group, $"partition {partition} of {topic}"),
        _ => new("offsets of group", GroupOf(change)),
    };

    public static IReadOnlyList<FieldMistake> Check(ObjectChange change)
    {
        if (Kinds.FirstOrDefault(one => one.Id == change.Kind)?.Action(change.Verb) is not { } action)
            return [new(null, $"Kafka has no '{change.Kind}' that one could {change.Verb.ToString().ToLowerInvariant()}.")];
        if (change.Key is null || GroupOf(change).Length == 0)
            return [new(null, "Which group is meant is not said.")];
        if (change.Kind == OffsetKind && (change.Key.Value.Parts is not [_, _, var number] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return [new(null, "Which partition is meant is not said.")];
        return [.. FormCheck.Of(action.Fields, change.Values), .. Own(change)];
    }

    /// <summary>The numbers that a text such as <c>0-2, 5</c> names; null where it is none.</summary>
    public static IReadOnlySet<int>? Numbers(string text)
    {
        var numbers = new HashSet<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !TryNumber(ends[0], out var from) || !TryNumber(ends[^1], out var to) || to < from || to - from > 100_000)
                return null;
            numbers.UnionWith(Enumerable.Range(from, to - from + 1));
        }

        return numbers.Count == 0 ? null : numbers;
    }

    /// <summary>A time as people write it; UTC where it has no zone.</summary>
    public static DateTimeOffset? TimeOf(string text)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var time) && time.Year is >= 1970 and < 9000 ? time : null;

    private static IEnumerable<FieldMistake> Own(ObjectChange change)
    {
        if (change.Values.Text(Time) is { Length: > 0 } time && TimeOf(time) is null)
            yield return new(Time, "This is no time: write it as 2026-03-29T08:30:00Z.");
        if (change.Values.Text(Partitions) is { Length: > 0 } partitions && Numbers(partitions) is null)
            yield return new(Partitions, "These are no partitions: write them as 0-2, 5.");
        if (change.Values.Text(Partitions) is { Length: > 0 } && change.Values.Text(Topic) is null or "")
            yield return new(Partitions, "Partitions mean something only with a topic.");
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
