using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Queues;

/// <summary>A queue with single active consumer whose consumers all stand by.</summary>
internal sealed class NoActiveConsumer : ISignal
{
    public SignalDefinition Definition { get; } = new(
        "no-active-consumer", "none active", Tone.Bad, "Single active consumer: messages are ready, consumers are attached, and none of them is the active one.")
    {
        HoldDown = TimeSpan.FromSeconds(15),
        Needs = [new(QueuesSection.Id, "consumers"), new(ConsumersSection.Id, "active")],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var queues = facts.Queues;
        for (var row = 0; row < queues.RowCount; row++)
        {
            if (queues.SingleActive.NumberAt(row) != 1 || !(queues.Consumers.NumberAt(row) > 0) || !(queues.Ready.NumberAt(row) > 0))
                continue;
            var sums = facts.ConsumersOf(row);
            if (sums.Count == 0 || sums.NotActive != sums.Count || sums.Count < queues.Consumers.NumberAt(row))
                continue;
            var (queue, ready) = (row, queues.Ready.NumberAt(row));
            symptoms.Report(Definition, queues.Table, row, (ready, sums.Count, 0, 0), () => new SymptomText(
                $"{queues.NameOf(queue)}: {Say.Waiting(ready)}, {Figures.Plural(sums.Count, "consumer")} attached and none is active.",
                new NextStep("Look at its consumers: the broker should have made one of them active. Closing the first one's channel has it choose again.", Say.ToConsumers(queues, queue)),
                new("Ready", Figures.Count(ready)),
                new("Consumers", $"{Figures.Count(sums.Count)}, all standing by")));
        }
    }
}
