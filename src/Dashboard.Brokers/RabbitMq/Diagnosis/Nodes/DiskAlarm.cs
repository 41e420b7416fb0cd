using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Nodes;

/// <summary>A node has too little disk left: the publishers of the whole cluster are blocked.</summary>
internal sealed class DiskAlarm : ISignal
{
    public SignalDefinition Definition { get; } = new("disk-alarm", "disk alarm", Tone.Bad, "The node's disk alarm is on: publishers are blocked cluster-wide.")
    {
        HoldDown = TimeSpan.Zero,
        Release = TimeSpan.Zero,
        Needs = [new(NodesSection.Id, "disk_alarm")],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var nodes = facts.Table(NodesSection.Id);
        var blocked = BlockedClients.Count(facts);
        for (var row = 0; row < nodes.RowCount; row++)
        {
            if (nodes["disk_alarm"].NumberAt(row) != 1)
                continue;
            var node = row;
            symptoms.Report(Definition, nodes, row, (nodes["disk_free"].NumberAt(row), nodes["disk_limit"].NumberAt(row), blocked, 0), () => new SymptomText(
                $"{nodes["name"].TextAt(node)}: disk alarm, {Figures.Bytes(nodes["disk_free"].NumberAt(node))} free, {Figures.Bytes(nodes["disk_limit"].NumberAt(node))} needed. Publishers of the whole cluster are blocked.",
                new NextStep("Free disk space on the node, or get the backlog consumed. Consumers still work.", Say.ToRow("The node", nodes, node)),
                new("Free", Figures.Bytes(nodes["disk_free"].NumberAt(node))),
                new("Needed", Figures.Bytes(nodes["disk_limit"].NumberAt(node))),
                new("Clients blocked", double.IsNaN(blocked) ? Figures.Unknown : Figures.Count(blocked))));
        }
    }
}
