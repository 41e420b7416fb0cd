using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Queues;

/// <summary>The queue slows its publishers down because it cannot keep up with writing.</summary>
internal sealed class QueueInFlow : ISignal
{
    public SignalDefinition Definition { get; } = new("queue-flow", "flow control", Tone.Warning, "The queue has been in state flow for 20 seconds. Shorter spells are normal.")
    {
        HoldDown = TimeSpan.FromSeconds(20),
        Release = TimeSpan.FromSeconds(30),
        Needs = [new(QueuesSection.Id)],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var queues = facts.Queues;
        for (var row = 0; row < queues.RowCount; row++)
        {
            if (queues.State.TextAt(row) != "flow")
                continue;
            var queue = row;
            symptoms.Report(Definition, queues.Table, row, (queues.Publish.NumberAt(row), 0, 0, 0), () => new SymptomText(
                $"{queues.NameOf(queue)}: in flow control at {Figures.RateWithUnit(queues.Publish.NumberAt(queue))}; its publishers are slowed down.",
                new NextStep("See whether disk or processors of its node are the limit; spread the load over more queues.", new FindingTarget("The nodes", NodesSection.Id)),
                Say.Of("Arrive", queues.Publish, queue, ColumnType.Rate),
                Say.Of("Ready", queues.Ready, queue, ColumnType.Integer),
                new("Node", queues.Table["node"].TextAt(queue) ?? Figures.Unknown)));
        }
    }
}
