using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Queues;

/// <summary>A queue that others dead-letter to grows.</summary>
internal sealed class DeadLettersGrow : ISignal
{
    private const int SourcesNamed = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LeastCovered = TimeSpan.FromSeconds(20);

    public SignalDefinition Definition { get; } = new(
        "dead-letters-grow", "dead letters grow", Tone.Warning, "A queue to which others dead-letter has more messages than some minutes ago.")
    {
        Release = TimeSpan.FromSeconds(60),
        Needs = [new(QueuesSection.Id), new(BindingsSection.Id), new(ExchangesSection.Id)],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var queues = facts.Queues;
        for (var row = 0; row < queues.RowCount; row++)
        {
            if (!(queues.Ready.NumberAt(row) > 0) || !facts.DeadLetters.IsDeadLetterQueue(row))
                continue;
            var trend = facts.TrendOf(row, "ready", Window);
            if (trend.Covered < LeastCovered || !(trend.PerSecond > 0) || trend.Last - trend.First < 1)
                continue;
            var queue = row;
            symptoms.Report(Definition, queues.Table, row, (trend.First, trend.Last, 0, 0), () => Describe(facts, queue, trend));
        }
    }

    private static SymptomText Describe(RabbitMqFacts facts, int row, Trend trend)
    {
        var queues = facts.Queues;
        var sources = facts.DeadLetters.SourcesOf(row);
        var evidence = new List<Evidence>
        {
            new("Dead letters", $"{Figures.Count(trend.First)} → {Figures.Count(trend.Last)} in {Figures.Duration(trend.Covered.TotalSeconds)}"),
        };
        evidence.AddRange(sources.Take(SourcesNamed).Select(source => new Evidence($"From {queues.NameOf(source)}", ReasonsOf(queues, source))));
        if (sources.Count > SourcesNamed)
            evidence.Add(new("And from", $"{Figures.Plural(sources.Count - SourcesNamed, "further queue")}"));
        return new SymptomText(
            $"{queues.NameOf(row)}: {Figures.Plural(trend.Last - trend.First, "more dead letter")} in {Figures.Duration(trend.Covered.TotalSeconds)}, {Figures.Count(trend.Last)} in all.",
            new NextStep("Look at the newest ones: each says in its x-death header from which queue it came and for which reason. Replay them when the cause is mended.", Say.ToMessages(queues, row)),
            evidence);
    }

    /// <summary>Why this queue may dead-letter. Which one it was stands in the messages alone.</summary>
    private static string ReasonsOf(QueueColumns queues, int row)
    {
        var reasons = new List<string>();
        if (queues.Consumers.NumberAt(row) > 0 || !queues.Consumers.HasValue(row))
            reasons.Add("rejected by a consumer");
        if (queues.Ttl.HasValue(row))
            reasons.Add($"expired after {Figures.Duration(queues.Ttl.NumberAt(row))}");
        if (queues.MaxLength.NumberAt(row) is var most && queues.Ready.NumberAt(row) >= most)
            reasons.Add($"over its length of {Figures.Count(most)}");
        if (queues.DeliveryLimit.HasValue(row))
            reasons.Add($"delivered more than {Figures.Plural(queues.DeliveryLimit.NumberAt(row), "time")}");
        return reasons.Count == 0 ? "expired by a TTL of the message's own" : string.Join(", or ", reasons);
    }
}
