using Dashboard.Brokers.Kafka.Diagnosis.Cluster;
using Dashboard.Brokers.Kafka.Diagnosis.Groups;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis;

/// <summary>All signals, in the order of <c>docs/diagnosis.md</c>.</summary>
internal static class KafkaSignals
{
    public static readonly IReadOnlyList<ISignal> All =
    [
        new BrokerGone(), new Leaderless(), new BelowMinIsr(), new UnderReplicated(), new HungTransaction(), new UncleanElection(),
        .. GroupSignals.All,
    ];

    /// <summary>The verdict column of a section.</summary>
    public static ColumnDefinition VerdictOf(string sectionId) => VerdictColumn.For(All.Select(s => s.Definition).Where(d => d.Needs[0].SectionId == sectionId));
}
