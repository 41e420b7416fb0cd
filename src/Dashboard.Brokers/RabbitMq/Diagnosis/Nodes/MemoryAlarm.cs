using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Nodes;

/// <summary>A node uses more memory than it may: the publishers of the whole cluster are blocked.</summary>
internal sealed class MemoryAlarm : ISignal
{
    public SignalDefinition Definition { get; } = new("memory-alarm", "memory alarm", Tone.Bad, "The node's memory alarm is on: publishers are blocked cluster-wide.")
    {
        HoldDown = TimeSpan.Zero,
        Release = TimeSpan.Zero,
        Needs = [new(NodesSection.Id, "memory_alarm")],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var nodes = facts.Table(NodesSection.Id);
        var blocked = BlockedClients.Count(facts);
        for (var row = 0; row < nodes.RowCount; row++)
        {
            if (nodes["memory_alarm"].NumberAt(row) != 1)
                continue;
            var node = row;
            symptoms.Report(Definition, nodes, row, (nodes["memory"].NumberAt(row), nodes["memory_limit"].NumberAt(row), blocked, 0), () => new SymptomText(
                $"{nodes["name"].TextAt(node)}: memory alarm, {Figures.Bytes(nodes["memory"].NumberAt(node))} used of {Figures.Bytes(nodes["memory_limit"].NumberAt(node))} allowed. Publishers of the whole cluster are blocked.",
                new NextStep("Get the backlog consumed, or give the node more memory. Consumers still work: let them drain.", new FindingTarget("The longest queues", QueuesSection.Id)),
                new("Used", Figures.Bytes(nodes["memory"].NumberAt(node))),
                new("Allowed", Figures.Bytes(nodes["memory_limit"].NumberAt(node))),
                new("Clients blocked", double.IsNaN(blocked) ? Figures.Unknown : Figures.Count(blocked))));
        }
    }
}
