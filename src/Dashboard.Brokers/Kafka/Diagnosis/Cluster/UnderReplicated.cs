using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Cluster;

/// <summary>Partitions with fewer replicas in sync than they have.</summary>
internal sealed class UnderReplicated() : TopicSignal("under_replicated")
{
    public override SignalDefinition Definition { get; } = new(
        "under-replicated", "under-replicated", Tone.Warning, "Replicas are out of sync for a while. Silent while a replica catches up within 30 seconds.")
    {
        HoldDown = TimeSpan.FromSeconds(30),
        Needs = [new(TopicsSection.Id, "under_replicated")],
    };

    protected override SymptomText Describe(SectionTable topics, int row, long partitions) => new(
        $"{NameOf(topics, row)}: {Share(topics, row, partitions)} under-replicated. One more broker lost can stop them or lose messages.",
        new NextStep("See which broker is missing from the replicas in sync: it is down, or too slow to follow.", ToPartitions(topics, row)),
        new("Under-replicated", Share(topics, row, partitions)),
        new("Replicas", Figures.Write(ColumnType.Integer, topics["replicas"].NumberAt(row))));
}
