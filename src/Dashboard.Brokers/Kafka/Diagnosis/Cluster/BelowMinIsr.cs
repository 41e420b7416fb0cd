using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Cluster;

/// <summary>Partitions that refuse writes with acks=all, for want of replicas in sync.</summary>
internal sealed class BelowMinIsr() : TopicSignal("below_min_isr")
{
    public override SignalDefinition Definition { get; } = new(
        "below-min-isr", "refuses writes", Tone.Bad, "Fewer replicas are in sync than min.insync.replicas asks for. Silent at exactly so many, and for partitions without a leader.")
    {
        HoldDown = TimeSpan.FromSeconds(10),
        Needs = [new(TopicsSection.Id, "below_min_isr", "min_isr")],
    };

    protected override SymptomText Describe(SectionTable topics, int row, long partitions) => new(
        $"{NameOf(topics, row)}: {Share(topics, row, partitions)} with fewer than {topics["min_isr"].NumberAt(row):0} replicas in sync. Producers with acks=all are refused there.",
        new NextStep("Bring the missing brokers back. Lowering min.insync.replicas lets producers go on, with fewer copies of what they write.", ToPartitions(topics, row)),
        new("Below the minimum", Share(topics, row, partitions)),
        new("min.insync.replicas", Figures.Write(ColumnType.Integer, topics["min_isr"].NumberAt(row))));
}
