using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Nodes;

/// <summary>Nodes lost each other and came back: the cluster is split until it is healed.</summary>
internal sealed class Partition : ISignal
{
    public SignalDefinition Definition { get; } = new("partition", "partitioned", Tone.Bad, "The node says that it was parted from others and that the cluster is still split.")
    {
        HoldDown = TimeSpan.Zero,
        Needs = [new(NodesSection.Id)],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var nodes = facts.Table(NodesSection.Id);
        for (var row = 0; row < nodes.RowCount; row++)
        {
            if (nodes["partitions"].TextAt(row) is not { Length: > 0 } others)
                continue;
            var node = row;
            symptoms.Report(Definition, nodes, row, (others.Length, 0, 0, 0), () => new SymptomText(
                $"{nodes["name"].TextAt(node)}: partitioned from {others}; the cluster is split, and queues may differ on both sides.",
                new NextStep("Choose the side to keep, then restart the nodes of the other: what only those hold is lost.", Say.ToRow("The node", nodes, node)),
                new Evidence("Parted from", others)));
        }
    }
}
