using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Queues;

/// <summary>The same messages are delivered, given back and delivered again.</summary>
internal sealed class PoisonLoop : ISignal
{
    private const double LeastRate = 0.2;
    private const double ShareRedelivered = 0.5;
    private const double ShareDone = 0.2;

    public SignalDefinition Definition { get; } = new(
        "poison-loop", "poison loop", Tone.Bad, "At least half of what is delivered had been delivered before, and at most a fifth of it is acknowledged.")
    {
        HoldDown = TimeSpan.FromSeconds(15),
        Release = TimeSpan.FromSeconds(30),
        Needs = [new(QueuesSection.Id, "deliver_rate", "redeliver_rate", "ack_rate")],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var queues = facts.Queues;
        for (var row = 0; row < queues.RowCount; row++)
        {
            var (deliver, redeliver, ack) = (queues.Deliver.NumberAt(row), queues.Redeliver.NumberAt(row), queues.Ack.NumberAt(row));
            if (!(redeliver >= LeastRate) || !(redeliver >= deliver * ShareRedelivered) || !(ack <= deliver * ShareDone) || queues.IsStream(row))
                continue;
            var queue = row;
            symptoms.Report(Definition, queues.Table, row, (deliver, redeliver, ack, queues.Ready.NumberAt(row) + queues.Unacked.NumberAt(row)), () => Describe(queues, queue));
        }
    }

    private static SymptomText Describe(QueueColumns queues, int row)
    {
        var limit = queues.DeliveryLimit.NumberAt(row);
        var deadLetters = queues.Dlx.HasValue(row);
        return new SymptomText(
            $"{queues.NameOf(row)}: {Figures.RateWithUnit(queues.Redeliver.NumberAt(row))} of {Figures.RateWithUnit(queues.Deliver.NumberAt(row))} delivered had been delivered before; the same messages go round.",
            new NextStep(
                "Look at the messages at its head: what do they have that the consumer cannot take? A consumer should reject such a message without requeueing it.",
                Say.ToMessages(queues, row)),
            new("Redelivered", Figures.RateWithUnit(queues.Redeliver.NumberAt(row))),
            new("Acknowledged", Figures.RateWithUnit(queues.Ack.NumberAt(row))),
            new("Messages", Figures.Count(queues.Ready.NumberAt(row) + queues.Unacked.NumberAt(row))),
            new("Delivery limit", double.IsNaN(limit)
                ? "none: they go round for ever"
                : $"{Figures.Count(limit)}, then they are {(deadLetters ? "dead-lettered" : "dropped")}"));
    }
}
