using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Nodes;

/// <summary>A node is drained: it takes no clients and leads no queues.</summary>
internal sealed class Maintenance : ISignal
{
    public SignalDefinition Definition { get; } = new("maintenance", "maintenance", Tone.Warning, "The node is in maintenance mode.")
    {
        HoldDown = TimeSpan.Zero,
        Needs = [new(NodesSection.Id)],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var nodes = facts.Table(NodesSection.Id);
        for (var row = 0; row < nodes.RowCount; row++)
        {
            if (nodes["state"].TextAt(row) != "maintenance")
                continue;
            var node = row;
            symptoms.Report(Definition, nodes, row, default, () => new SymptomText(
                $"{nodes["name"].TextAt(node)}: in maintenance mode, it takes no clients and leads no queues.",
                new NextStep("When the work on it is done: rabbitmq-upgrade revive on that node.", Say.ToRow("The node", nodes, node)),
                new Evidence("State", "maintenance")));
        }
    }
}
