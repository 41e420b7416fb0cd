using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>All signals about consumer groups, in the order of <c>docs/diagnosis.md</c>.</summary>
internal static class GroupSignals
{
    public static readonly IReadOnlyList<GroupSignal> All =
    [
        .. LagSignals.All, new OnePartitionLags(), new AllGroupsLag(), new RebalanceStorm(), new IdleMembers(),
    ];

    public static IEnumerable<SignalDefinition> Definitions => All.Select(s => s.Definition);

    /// <summary>The verdict column of a section.</summary>
    public static ColumnDefinition VerdictOf(string sectionId) => VerdictColumn.For(Definitions.Where(d => d.Needs[0].SectionId == sectionId));

    /// <summary>How bad a state is.</summary>
    public static Tone ToneOf(LagState state) => state switch
    {
        LagState.Ok => Tone.Neutral,
        LagState.Unknown => Tone.Unknown,
        _ => LagSignals.All.FirstOrDefault(s => s.State == state)?.Definition.Tone ?? Tone.Info,
    };

    /// <summary>Notes groups of which too little is known to call them healthy.</summary>
    public static void NoteGaps(DiagnosisInput input, SymptomSink symptoms)
    {
        if (input.Table(GroupsSection.Id) is { } table)
            NoteGaps(new GroupView(input), table, symptoms);
    }

    private static void NoteGaps(GroupView view, SectionTable table, SymptomSink symptoms)
    {
        for (var row = 0; row < view.Groups.Count; row++)
        {
            var group = view.Groups[row];
            if (group.Problem is not null)
                symptoms.NotKnown(table, row, group.ToldAtMs > 0
                    ? $"It is shown as it was told at {DateTimeOffset.FromUnixTimeMilliseconds(group.ToldAtMs):HH:mm:ss} UTC. {group.Problem}"
                    : $"Its offsets could not be read. {group.Problem}");
            else if (group.Lag is null)
                symptoms.NotKnown(table, row, "The watermarks of a partition are not known: it has no leader or a silent one, or its topic is gone.");
            else if (group.Worst == LagState.Unknown && group.Lag > 0)
                symptoms.NotKnown(table, row, "It was not watched for long enough: a verdict takes six looks, about a minute and a half.");
        }
    }
}
