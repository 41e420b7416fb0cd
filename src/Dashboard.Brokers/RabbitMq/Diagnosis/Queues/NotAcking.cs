using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Queues;

/// <summary>Consumers take messages and do not acknowledge as many: unacked rises.</summary>
internal sealed class NotAcking : ISignal
{
    /// <summary>Delivering more than this many times what is acknowledged.</summary>
    private const double Ratio = 1.25;
    private const double LeastRise = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LeastCovered = TimeSpan.FromSeconds(20);

    public SignalDefinition Definition { get; } = new(
        "not-acking", "not acking", Tone.Warning, "Unacked has risen over the last two minutes, and more is delivered than acknowledged. Silent where the prefetch is full.")
    {
        HoldDown = TimeSpan.FromSeconds(10),
        Release = TimeSpan.FromSeconds(30),
        Needs = [new(QueuesSection.Id, "consumers", "ack_rate", "deliver_rate"), new(ConsumersSection.Id)],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var queues = facts.Queues;
        for (var row = 0; row < queues.RowCount; row++)
        {
            if (!(queues.Unacked.NumberAt(row) >= LeastRise) || !(queues.Consumers.NumberAt(row) > 0) || queues.IsStream(row))
                continue;
            var (deliver, ack) = (queues.Deliver.NumberAt(row), queues.Ack.NumberAt(row));
            if (!(deliver > 0) || !(deliver > ack * Ratio) || !(queues.Redeliver.NumberAt(row) <= deliver / 2) || PrefetchFull.Holds(facts, row))
                continue;
            var trend = facts.TrendOf(row, "unacked", Window);
            if (trend.Covered < LeastCovered || !(trend.PerSecond > 0) || trend.Last - trend.First < LeastRise)
                continue;
            var (queue, unacked) = (row, queues.Unacked.NumberAt(row));
            symptoms.Report(Definition, queues.Table, row, (unacked, deliver, ack, trend.First), () => new SymptomText(
                $"{queues.NameOf(queue)}: unacknowledged messages rose from {Figures.Count(trend.First)} to {Figures.Count(unacked)}; {Figures.RateWithUnit(deliver)} are delivered and {Figures.RateWithUnit(ack)} acknowledged.",
                new NextStep("See which consumer holds them, and whether it is working or hanging: the list of channels has unacked for each.", Say.ToConsumers(queues, queue)),
                new("Unacked", $"{Figures.Count(trend.First)} → {Figures.Count(unacked)} in {Figures.Duration(trend.Covered.TotalSeconds)}"),
                new("Delivered", Figures.RateWithUnit(deliver)),
                new("Acknowledged", Figures.RateWithUnit(ack))));
        }
    }
}
