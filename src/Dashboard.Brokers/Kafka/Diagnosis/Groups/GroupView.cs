using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>The groups of one snapshot: the table, and row by row what it was made of.</summary>
internal sealed class GroupView(DiagnosisInput input)
{
    public DiagnosisInput Input => input;

    public SectionTable Table { get; } = input.Table(GroupsSection.Id)!;

    public IReadOnlyList<GroupSummary> Groups => GroupsSource.SummariesOf(Table);
}
