using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis.Queues;

/// <summary>The consumers work, and more arrives than they get done.</summary>
internal sealed class Outpaced : ISignal
{
    private const double LeastBacklog = 20;
    private const double LeastGrowth = 0.02;

    /// <summary>Rates of now may waver this much around each other; the backlog decides.</summary>
    private const double Waver = 0.9;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LeastCovered = TimeSpan.FromSeconds(60);

    public SignalDefinition Definition { get; } = new(
        "outpaced", "outpaced", Tone.Warning, "The backlog has grown over the last minutes (at least one, up to five) while consumers work: more arrives than is done.")
    {
        Release = TimeSpan.FromSeconds(45),
        Needs = [new(QueuesSection.Id, "consumers", "publish_rate", "ack_rate")],
    };

    public void Judge(RabbitMqFacts facts, SymptomSink symptoms)
    {
        var queues = facts.Queues;
        for (var row = 0; row < queues.RowCount; row++)
        {
            var (ready, arriving, done) = (queues.Ready.NumberAt(row), queues.Publish.NumberAt(row), queues.Done(row));
            if (!(ready >= LeastBacklog) || !(queues.Consumers.NumberAt(row) > 0) || !(done > 0) || !(arriving >= done * Waver) || queues.IsStream(row))
                continue;
            var trend = facts.TrendOf(row, "ready", Window);
            if (trend.Covered < LeastCovered || !(trend.PerSecond > 0) || trend.Last - trend.First < Math.Max(LeastBacklog / 2, trend.First * LeastGrowth))
                continue;
            var queue = row;
            symptoms.Report(Definition, queues.Table, row, (ready, arriving, done, trend.PerSecond), () => Describe(queues, queue, trend));
        }
    }

    private static SymptomText Describe(QueueColumns queues, int row, Trend trend)
    {
        var (ready, arriving, done) = (queues.Ready.NumberAt(row), queues.Publish.NumberAt(row), queues.Done(row));
        var full = Forecast.TimeToFull(ready, queues.MaxLength.NumberAt(row), trend.PerSecond, 0);
        return new SymptomText(
            $"{queues.NameOf(row)}: {Figures.RateWithUnit(arriving)} arrive, {Figures.RateWithUnit(done)} are done and {Say.Waiting(ready)}{(double.IsNaN(full) ? "" : $"; full in {Figures.Duration(full)}")}.",
            new NextStep("Add consumers, or find out what slows the ones that are there.", Say.ToConsumers(queues, row)),
            new("Ready", $"{Figures.Count(trend.First)} → {Figures.Count(ready)} in {Figures.Duration(trend.Covered.TotalSeconds)}"),
            new("Grows by", Figures.RateWithUnit(trend.PerSecond)),
            Say.Of("Consumers", queues.Consumers, row, ColumnType.Integer),
            new("Full in", Say.FullIn(full)));
    }
}
