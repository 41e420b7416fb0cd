using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Queues;

/// <summary>Messages have been unacknowledged for so long that the broker is about to close the channel that holds them.</summary>
internal sealed class AckTimeout : ISignal
{
    /// <summary>The broker's default for <c>consumer_timeout</c>; the management API does not tell another one.</summary>
    private static readonly TimeSpan BrokersLimit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(20);

    public SignalDefinition Definition { get; } = new(
        "ack-timeout", "ack time-out near", Tone.Warning, "Messages are unacked and nothing was acknowledged or redelivered for 20 minutes. After 30 (the default) the broker closes the channel.")
    {
        HoldDown = TimeSpan.Zero,
        Needs = [new(QueuesSection.Id, "ack_rate", "deliver_rate")],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var queues = facts.Queues;
        for (var row = 0; row < queues.RowCount; row++)
        {
            if (!(queues.Unacked.NumberAt(row) > 0) || queues.Ack.NumberAt(row) != 0 || queues.Redeliver.NumberAt(row) != 0 || queues.IsStream(row))
                continue;
            if (HeldSince(facts, row) is not { } since || facts.Now - since < Near)
                continue;
            var (queue, unacked) = (row, queues.Unacked.NumberAt(row));
            var (held, left) = (facts.Now - since, BrokersLimit - (facts.Now - since));
            symptoms.Report(
                Definition, queues.Table, row, (unacked, Math.Floor(held.TotalMinutes), 0, 0),
                () => new SymptomText(
                    $"{queues.NameOf(queue)}: {Figures.Plural(unacked, "message")} unacknowledged and nothing acknowledged for {Figures.Duration(Math.Floor(held.TotalMinutes) * 60)}.",
                    new NextStep(
                        left > TimeSpan.Zero
                            ? $"Have the consumer finish, or let it go: in about {Figures.Duration(Math.Ceiling(left.TotalMinutes) * 60)} the broker closes its channel and delivers the messages again."
                            : "The broker's time-out (30 min by default) is over: expect the channel to be closed and the messages to be delivered again.",
                        Say.ToConsumers(queues, queue)),
                    new("Unacked", Figures.Count(unacked)),
                    new("Nothing acknowledged for", Figures.Duration(Math.Floor(held.TotalMinutes) * 60)),
                    new("Broker's time-out", "30 min, the default; the management API does not tell another")),
                since);
        }
    }

    private static DateTimeOffset? HeldSince(RabbitMqFacts facts, int row)
    {
        var unacked = Trend.HeldSince(facts.Input.HistoryOf(facts.Queues.Table, row, "unacked"), value => value > 0);
        var silent = Trend.HeldSince(facts.Input.HistoryOf(facts.Queues.Table, row, "ack_rate"), value => value == 0);
        return unacked is null || silent is null ? null : unacked > silent ? unacked : silent;
    }
}
