using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Queues;

/// <summary>Every consumer holds as many messages as it may and acknowledges none: nothing more is delivered.</summary>
internal sealed class PrefetchFull : ISignal
{
    public SignalDefinition Definition { get; } = new(
        "prefetch-full", "prefetch full", Tone.Bad, "Unacked has reached the sum of the consumers' prefetch limits, nothing is acknowledged, and messages are ready.")
    {
        HoldDown = TimeSpan.FromSeconds(20),
        Needs = [new(QueuesSection.Id, "consumers", "ack_rate"), new(ConsumersSection.Id, "prefetch")],
    };

    /// <summary>Whether it holds for a queue.</summary>
    public static bool Holds(RabbitMqFacts facts, int row)
    {
        var queues = facts.Queues;
        if (!(queues.Ready.NumberAt(row) > 0) || !(queues.Consumers.NumberAt(row) > 0) || !(queues.Unacked.NumberAt(row) > 0) || queues.Ack.NumberAt(row) != 0)
            return false;
        var sums = facts.ConsumersOf(row);
        return sums.Count >= queues.Consumers.NumberAt(row) && sums is { Unlimited: 0, Prefetch: > 0 } && sums.Manual == sums.Count
            && queues.Unacked.NumberAt(row) >= sums.Prefetch && queues.Redeliver.NumberAt(row) == 0;
    }

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var queues = facts.Queues;
        for (var row = 0; row < queues.RowCount; row++)
        {
            if (queues.IsStream(row) || !Holds(facts, row))
                continue;
            var (queue, sums) = (row, facts.ConsumersOf(row));
            var (ready, unacked) = (queues.Ready.NumberAt(row), queues.Unacked.NumberAt(row));
            symptoms.Report(Definition, queues.Table, row, (ready, unacked, sums.Count, sums.Prefetch), () => new SymptomText(
                $"{queues.NameOf(queue)}: {Figures.Plural(sums.Count, "consumer holds", "consumers hold")} {Figures.Plural(unacked, "message")} unacknowledged, as many as the prefetch allows; {Say.Waiting(ready)}.",
                new NextStep(
                    "Find out what the consumers wait for: what they call, a lock, a full disk. Closing their connections gives the messages back to the queue, to be delivered again.",
                    Say.ToConsumers(queues, queue)),
                new("Unacked", Figures.Count(unacked)),
                new("Prefetch, all consumers", Figures.Count(sums.Prefetch)),
                new("Acknowledged", "0/s"),
                new("Ready", Figures.Count(ready))));
        }
    }
}
