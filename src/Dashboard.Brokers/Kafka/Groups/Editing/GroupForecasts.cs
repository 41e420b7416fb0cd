using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Groups.Editing;

/// <summary>What changes of groups would do, in words and lines. Pure.</summary>
internal static class GroupForecasts
{
    private const int MostLines = 200;

    public static ChangeForecast OfReset(LiveGroup group, IReadOnlyList<OffsetMove> moves)
    {
        var (reread, skipped) = (moves.Sum(m => m.Reread), moves.Sum(m => m.Skipped));
        var consequences = new List<Consequence>();
        if (reread > 0)
            consequences.Add(new(Tone.Warning, $"{Messages(reread)} will be read again: consumers must bear to see them twice."));
        return new ChangeForecast
        {
            Refusal = group.WhyNot ?? (moves.Count == 0 ? "It has committed no offset there. Choose a topic." : null),
            ChangesNothing = moves.Count > 0 && moves.All(m => m.Old == m.New),
            Consequences = consequences,
            Losses = [new(skipped, "message is skipped unread", "messages are skipped unread")],
            Table = Table(moves),
        };
    }

    public static ChangeForecast OfOffsetDeletion(LiveGroup group, string topic)
    {
        var there = group.Committed.Where(c => c.Key.Topic == topic).OrderBy(c => c.Key.Partition.Value).ToList();
        return new ChangeForecast
        {
            IsGone = there.Count == 0,
            Consequences = [new(Tone.Warning, "A consumer of this group that comes to the topic begins where its auto.offset.reset says: at the end, or from the first message.")],
            Losses = [new(there.Count, "committed offset is deleted", "committed offsets are deleted")],
            Table = new ChangeTable([new("Topic"), new("Partition", true), new("Offset", true)], [.. there.Take(MostLines).Select(c => Line(c.Key.Topic, c.Key.Partition.Value, $"{c.Value:N0}"))])
            {
                More = Math.Max(0, there.Count - MostLines),
            },
        };
    }

    public static ChangeForecast OfDeletion(LiveGroup group) => new()
    {
        Refusal = group.WhyNot,
        Consequences = [new(Tone.Warning, "Consumers that come back under this name begin where their auto.offset.reset says.")],
        Losses = [new(group.Committed.Count, "committed offset is deleted", "committed offsets are deleted")],
    };

    private static ChangeTable Table(IReadOnlyList<OffsetMove> moves) => new(
        [new("Topic"), new("Partition", true), new("Old", true), new("New", true), new("What comes of it")],
        [.. moves.Take(MostLines).Select(m => Line(m.Partition.Topic, m.Partition.Partition.Value, m.Old < 0 ? "none" : $"{m.Old:N0}", $"{m.New:N0}", Words(m)))])
    {
        More = Math.Max(0, moves.Count - MostLines),
    };

    private static string Words(OffsetMove move) => move switch
    {
        { Reread: > 0 } => $"{move.Reread:N0} read again",
        { Skipped: > 0 } => $"{move.Skipped:N0} skipped",
        _ when move.Old == move.New => "as it is",
        _ => "nothing to read between",
    };

    private static IReadOnlyList<string> Line(string topic, int partition, params string[] rest)
        => [topic, partition.ToString(System.Globalization.CultureInfo.InvariantCulture), .. rest];

    private static string Messages(long count) => Figures.PluralExact(count, "message");
}
