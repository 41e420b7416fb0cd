using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.History;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Queues;

/// <summary>
/// Messages wait and nobody consumes. Silent for dead-letter queues, for delay queues, whose messages go on by themselves, and for queues that somebody
/// empties without a consumer (basic.get, expiry of single messages).
/// </summary>
internal sealed class NoConsumer : ISignal
{
    /// <summary>So many times the queue has to become shorter to show that somebody takes from it: once may be a purge.</summary>
    private const int FallsThatShowSomebody = 2;

    public SignalDefinition Definition { get; } = new(
        "no-consumer", "no consumer", Tone.Bad, "Messages are ready and no consumer is attached, on a queue that is neither a dead-letter nor a delay queue nor a stream, and that nobody empties by basic.get.")
    {
        HoldDown = TimeSpan.FromSeconds(15),
        Needs = [new(QueuesSection.Id, "consumers"), new(BindingsSection.Id), new(ExchangesSection.Id)],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var queues = facts.Queues;
        for (var row = 0; row < queues.RowCount; row++)
        {
            if (queues.Consumers.NumberAt(row) != 0 || !(queues.Ready.NumberAt(row) > 0) || queues.IsStream(row) || queues.IsDelay(row))
                continue;
            if (IsFetched(queues, row) || facts.DeadLetters.IsDeadLetterQueue(row) || IsEmptiedOtherwise(facts.Input, queues.Table, row))
                continue;
            var queue = row;
            symptoms.Report(
                Definition, queues.Table, row, (queues.Ready.NumberAt(row), queues.Publish.NumberAt(row), queues.MaxLength.NumberAt(row), 0), () => Describe(facts, queue));
        }
    }

    private static SymptomText Describe(RabbitMqFacts facts, int row)
    {
        var queues = facts.Queues;
        var ready = queues.Ready.NumberAt(row);
        var arriving = queues.Publish.NumberAt(row);
        var full = Forecast.TimeToFull(ready, queues.MaxLength.NumberAt(row), arriving, 0);
        var last = LastConsumer(facts.Input.HistoryOf(queues.Table, row, "consumers"));
        return new SymptomText(
            $"{queues.NameOf(row)}: {Say.Waiting(ready)} and nobody consumes.{(arriving > 0 ? $" {Figures.RateWithUnit(arriving)} more arrive." : "")}",
            new NextStep(
                last is null ? "Start the application that consumes from it, or find out who should." : "Look at the application that consumed from it until then: is it running, can it reach the broker?",
                Say.ToConsumers(queues, row)),
            new("Ready", Figures.Count(ready)),
            new("Consumers", last is { } at ? $"0, the last one seen at {at.UtcDateTime:HH:mm:ss} UTC" : "0"),
            Say.Of("Arrive", queues.Publish, row, ColumnType.Rate),
            new("Full in", Say.FullIn(full)));
    }

    // Where rates are not known at all, the history of the counts has to do.
    private static bool IsFetched(QueueColumns queues, int row) => queues.Deliver.UnavailableReason is null && queues.Deliver.NumberAt(row) != 0;

    private static bool IsEmptiedOtherwise(DiagnosisInput input, SectionTable table, int row)
    {
        if (Trend.HeldSince(input.HistoryOf(table, row, "consumers"), value => value == 0) is not { } since)
            return false;
        var ready = input.HistoryOf(table, row, "ready");
        var falls = 0;
        for (var i = 1; i < ready.Times.Length; i++)
        {
            if (ready.Times[i - 1] >= since.ToUnixTimeMilliseconds() / 1000.0 && ready.Values[i] < ready.Values[i - 1])
                falls++;
        }

        return falls >= FallsThatShowSomebody;
    }

    private static DateTimeOffset? LastConsumer(HistorySeries consumers)
    {
        for (var i = consumers.Times.Length - 1; i >= 0; i--)
        {
            if (consumers.Values[i] > 0)
                return DateTimeOffset.FromUnixTimeMilliseconds((long)(consumers.Times[i] * 1000));
        }

        return null;
    }
}
