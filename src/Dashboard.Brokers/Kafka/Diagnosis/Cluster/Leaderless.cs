using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Cluster;

/// <summary>Partitions without a leader: nobody can read or write there.</summary>
internal sealed class Leaderless() : TopicSignal("offline")
{
    public override SignalDefinition Definition { get; } = new("leaderless", "no leader", Tone.Bad, "A partition has no leader. Silent while a leader moves from broker to broker.")
    {
        HoldDown = TimeSpan.FromSeconds(10),
        Needs = [new(TopicsSection.Id, "offline")],
    };

    protected override SymptomText Describe(SectionTable topics, int row, long partitions) => new(
        $"{NameOf(topics, row)}: {Share(topics, row, partitions)} without a leader. Nothing can be read or written there.",
        new NextStep("Bring back a broker that holds a replica in sync. An unclean election would make an older replica the leader and lose what it lacks.", ToPartitions(topics, row)),
        new("Without leader", Share(topics, row, partitions)),
        new("Replicas", Figures.Write(ColumnType.Integer, topics["replicas"].NumberAt(row))));
}
