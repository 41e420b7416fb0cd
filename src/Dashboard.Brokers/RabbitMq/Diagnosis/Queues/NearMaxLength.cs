using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Queues;

/// <summary>A queue is at or near the length or size at which it drops, dead-letters or refuses messages.</summary>
internal sealed class NearMaxLength : ISignal
{
    private const double Near = 0.9;

    public SignalDefinition Definition { get; } = new(
        "near-max-length", "nearly full", Tone.Warning, "Ready has reached 90 % of max-length, or the bodies 90 % of max-length-bytes.")
    {
        Release = TimeSpan.FromSeconds(30),
        Needs = [new(QueuesSection.Id, "ready", "max_length")],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var queues = facts.Queues;
        for (var row = 0; row < queues.RowCount; row++)
        {
            if (queues.IsStream(row))
                continue;
            var (ready, most) = (queues.Ready.NumberAt(row), queues.MaxLength.NumberAt(row));
            var (bytes, mostBytes) = (queues.MessageBytes.NumberAt(row), queues.MaxBytes.NumberAt(row));
            var isLong = ready > 0 && ready >= most * Near;
            if (!isLong && !(bytes > 0 && bytes >= mostBytes * Near))
                continue;
            var queue = row;
            symptoms.Report(Definition, queues.Table, row, isLong ? (ready, most, 0, 0) : (0, 0, bytes, mostBytes), () => Describe(queues, queue, isLong));
        }
    }

    private static SymptomText Describe(QueueColumns queues, int row, bool isLong)
    {
        var (value, limit) = isLong ? (queues.Ready.NumberAt(row), queues.MaxLength.NumberAt(row)) : (queues.MessageBytes.NumberAt(row), queues.MaxBytes.NumberAt(row));
        var (type, what) = isLong ? (ColumnType.Integer, " messages") : (ColumnType.Bytes, "");
        var overflow = queues.Overflow.TextAt(row) ?? "drop-head";
        var consequence = (overflow, queues.Dlx.HasValue(row)) switch
        {
            ("reject-publish", _) => "new messages are refused to their publishers",
            ("reject-publish-dlx", _) => "new messages are refused and dead-lettered",
            (_, true) => "the oldest ones are dead-lettered",
            _ => "the oldest ones are lost",
        };
        return new SymptomText(
            value >= limit
                ? $"{queues.NameOf(row)}: full with {Figures.Write(type, value)}{what}; {consequence}."
                : $"{queues.NameOf(row)}: {Figures.Write(type, value)} of at most {Figures.Write(type, limit)}{what}; at the limit {consequence}.",
            new NextStep("Have it consumed faster, or raise the limit in its policy if the broker has the room.", Say.ToQueue(queues, row)),
            new("Full to", Figures.Percent(value / limit)),
            new("Limit", Figures.Write(type, limit)),
            new("Overflow", overflow),
            Say.Of("Arrive", queues.Publish, row, ColumnType.Rate),
            Say.Of("Acknowledged", queues.Ack, row, ColumnType.Rate));
    }
}
