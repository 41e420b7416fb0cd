using System.Globalization;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sources;

/// <summary>
/// Watermarks of all partitions: one ListOffsets pass for each leader with every poll, low and last stable offsets in turns, so that each has been asked for
/// within half a minute and no poll has much more to do than another. A leader that does not answer holds nobody up: its partitions keep what was known,
/// with its age, and it is not asked again before it has answered or timed out.
/// </summary>
internal sealed class TopicsSource(KafkaClients clients, ClusterState state, SharedMetadata metadata)
{
    private static readonly TimeSpan SlowPeriod = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Dictionary<int, (OffsetPass Pass, Task<SourceException?> Running)> _underWay = [];

    // The first poll asks for all low offsets, and for no stable ones: the first table is there sooner without them.
    private readonly Turns _lows = new(SlowPeriod, areOwed: false);
    private readonly Turns _stables = new(SlowPeriod, areOwed: true);
    private bool _isAsked;
    private ClusterMap? _kept;

    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        var map = await metadata.GetAsync(context.Now, SharedMetadata.Fresh, cancellationToken);
        var isOther = !ReferenceEquals(_kept, map);
        if (isOther)
            state.Watermarks.Keep(_kept = map);
        await AskAsync(map, isOther, context.Now, cancellationToken);
        var (notices, failure) = Collect(map, context.Now);
        if (failure is not null)
            throw failure;

        var topics = TopicsSection.Table(map, state, context.Now);
        return new SourceReading { Tables = [topics, PartitionsSection.Table(map, state, context.Now)], Figures = [.. Totals(topics)], Notices = notices };
    }

    private async Task AskAsync(ClusterMap map, bool isOther, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var batches = map.Leaders.Sum(l => l.Batches.Count);
        var (lows, stables) = (_lows.Take(batches, now), _stables.Take(batches, now));
        var first = 0;
        foreach (var leader in map.Leaders)
        {
            if (!_underWay.ContainsKey(leader.Leader))
                _underWay[leader.Leader] = Ask(leader, first, lows, stables, isOther, now);
            first += leader.Batches.Count;
        }

        // As long as it takes until one has told something; the slower ones after that are not waited for.
        var running = _underWay.Values.Select(u => u.Running).ToList();
        var all = Task.WhenAll(running);
        await Task.WhenAny(all, Task.Delay(_isAsked ? Patience : clients.Settings.RequestTimeout, cancellationToken));
        if (running.Count > 0 && !running.Exists(r => r.IsCompleted))
            await Task.WhenAny(running).WaitAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        _isAsked = true;
    }

    // New partitions have no low offset yet, and do not wait for their turn.
    private (OffsetPass, Task<SourceException?>) Ask(LeaderPartitions leader, int first, Turn lows, Turn stables, bool isOther, DateTimeOffset now)
    {
        var pass = new OffsetPass(clients, state.Watermarks, leader, now);
        return (pass, pass.RunAsync(i => lows.Has(first + i) || (isOther && leader.Batches[i].LacksLow(state.Watermarks)), i => stables.Has(first + i)));
    }

    // Fails only where nobody told anything: else the rest is shown, and what is missing said.
    private (IReadOnlyList<Notice> Notices, SourceException? Failure) Collect(ClusterMap map, DateTimeOffset now)
    {
        List<Notice> notices = [];
        SourceException? failure = null;
        var hasAnswer = false;
        foreach (var (id, (pass, running)) in _underWay.ToList())
        {
            if (running.IsCompleted)
                _underWay.Remove(id);
            var problem = running.IsCompleted ? running.GetAwaiter().GetResult() : new SourceException(SourceProblemKind.TimedOut, $"No answer for {(now - pass.StartedAt).TotalSeconds + Patience.TotalSeconds:0} s.");
            hasAnswer |= problem is null || (running.IsCompleted && pass.HasAnswer);
            if (problem is null || map.Leaders.All(l => l.Leader != id))
                continue;
            failure ??= problem;
            var broker = id.ToString(CultureInfo.InvariantCulture);
            notices.Add(new Notice(
                $"offsets:{broker}", Tone.Warning,
                $"Broker {broker} does not tell the offsets of {(pass.HasAnswer ? "all" : "any")} of the {Figures.PluralExact(pass.Count, "partition")} that it leads; the last ones known are shown. {problem.Message}",
                BrokersSection.Id, RowKey.Of(broker)));
        }

        return (notices, hasAnswer ? null : failure);
    }

    private static IEnumerable<Figure> Totals(SectionTable topics)
    {
        yield return Sum("messages", "Messages", ColumnType.Integer);
        yield return Sum("rate", "Messages in", ColumnType.Rate);

        Figure Sum(string column, string title, ColumnType type)
        {
            double sum = 0;
            var missing = 0;
            var data = topics[column];
            for (var row = 0; row < topics.RowCount; row++)
            {
                var value = data.NumberAt(row);
                if (double.IsNaN(value))
                    missing++;
                else
                    sum += value;
            }

            var metric = missing == 0 ? Metric.Exact(sum)
                : missing < topics.RowCount ? new Metric(sum, MetricAccuracy.Approximate, "Some partitions have not told their offsets.")
                : Metric.Unavailable("No partition has told its offsets yet.");
            return new Figure(column, title, type, metric) { Group = column, KeepsHistory = true };
        }
    }
}
