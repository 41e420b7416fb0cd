using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Cluster;

/// <summary>A topic that would rather lose messages than wait, while it is in a state where that can happen.</summary>
internal sealed class UncleanElection() : TopicSignal("under_replicated")
{
    public override SignalDefinition Definition { get; } = new(
        "unclean-election", "can lose messages", Tone.Warning,
        "Replicas are out of sync and unclean.leader.election.enable is true: one of them may become leader. Silent while all are in sync, and where it is false.")
    {
        HoldDown = TimeSpan.FromSeconds(30),
        Needs = [new(TopicsSection.Id, "unclean", "under_replicated")],
    };

    protected override bool Counts(SectionTable topics, int row) => topics["unclean"].NumberAt(row) == 1;

    protected override SymptomText Describe(SectionTable topics, int row, long partitions) => new(
        $"{NameOf(topics, row)}: {Share(topics, row, partitions)} under-replicated, and a replica that is not in sync may become leader. What it lacks would be lost without a word.",
        new NextStep("Bring the missing replicas back, or set unclean.leader.election.enable to false if the messages matter more than being available.", ToPartitions(topics, row)),
        new("Under-replicated", Share(topics, row, partitions)),
        new("unclean.leader.election.enable", "true"));
}
