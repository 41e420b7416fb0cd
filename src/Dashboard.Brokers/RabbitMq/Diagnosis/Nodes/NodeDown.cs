using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Nodes;

/// <summary>A node of the cluster does not run.</summary>
internal sealed class NodeDown : ISignal
{
    public SignalDefinition Definition { get; } = new("node-down", "down", Tone.Bad, "The cluster knows the node and says that it does not run.")
    {
        HoldDown = TimeSpan.Zero,
        Needs = [new(NodesSection.Id)],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var nodes = facts.Table(NodesSection.Id);
        var running = Enumerable.Range(0, nodes.RowCount).Count(row => nodes["state"].TextAt(row) is "running" or "maintenance");
        for (var row = 0; row < nodes.RowCount; row++)
        {
            if (nodes["state"].TextAt(row) != "down")
                continue;
            var node = row;
            symptoms.Report(Definition, nodes, row, (running, nodes.RowCount, 0, 0), () => new SymptomText(
                $"{nodes["name"].TextAt(node)}: the node is down, {running} of {Figures.Plural(nodes.RowCount, "node")} run.",
                new NextStep("Start it again, and see its log for why it went. Do not take it out of the cluster while its queues may hold messages.", Say.ToRow("The node", nodes, node)),
                new("Nodes running", $"{running} of {nodes.RowCount}"),
                new("Version", nodes["version"].TextAt(node) ?? Figures.Unknown)));
        }
    }
}
