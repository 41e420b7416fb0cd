using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Queues;

/// <summary>The broker says that the queue does not run: its node is down, or it has crashed.</summary>
internal sealed class QueueDown : ISignal
{
    public SignalDefinition Definition { get; } = new("queue-down", "down", Tone.Bad, "The state of the queue is down, crashed, stopped or terminated.")
    {
        HoldDown = TimeSpan.FromSeconds(5),
        Needs = [new(QueuesSection.Id)],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var queues = facts.Queues;
        for (var row = 0; row < queues.RowCount; row++)
        {
            if (queues.State.TextAt(row) is not ("down" or "crashed" or "stopped" or "terminated") || queues.State.TextAt(row) is not { } state)
                continue;
            var queue = row;
            symptoms.Report(Definition, queues.Table, row, (state.Length, 0, 0, 0), () => new SymptomText(
                $"{queues.NameOf(queue)}: {state}. Nobody can publish to it or consume from it.",
                new NextStep(
                    state == "crashed" ? "See the broker's log for the reason before it is declared anew." : "Bring its node back: the messages of a durable queue are on that node's disk.",
                    new FindingTarget("The nodes", NodesSection.Id)),
                new("State", state),
                new("Node", queues.Table["node"].TextAt(queue) ?? Figures.Unknown)));
        }
    }
}
