using System.Globalization;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>
/// Reads the queues: totals of all of them at each poll (<see cref="QueueTotals"/>), and the dear statistics in turns
/// (<see cref="QueueStatisticsRotation"/>), so that ten thousand queues cost the broker little. Not thread-safe; the collector never overlaps it.
/// </summary>
internal sealed class QueuesSource(
    RabbitMqSettings settings, SharedState shared, QueueTotals totals, QueueStatisticsRotation statistics, TimeProvider time)
{
    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        // Statistics first, which may take a second, so that the totals are young when they are shown. Only the first time it is the other way round:
        // before there are names there is nothing to ask statistics of.
        var known = totals.Rows.Count > 0;
        IReadOnlyList<Notice> notices = known ? await statistics.UpdateAsync(totals.Rows, context, cancellationToken) : [];
        var readAt = known ? time.GetUtcNow() : context.Now;
        await totals.ReadAsync(readAt, cancellationToken);
        if (!known)
            notices = await statistics.UpdateAsync(totals.Rows, context, cancellationToken);
        var table = new QueueTable(totals, statistics, shared.Traits, readAt).Build();
        return new SourceReading
        {
            Tables = [table],
            Figures = Sums(table),
            Notices = [.. notices, .. totals.Missing.Select(path => new Notice($"queues-missing:{path}", Tone.Warning, $"There is no /api/{path}: does the virtual host exist?", QueuesSection.Id))],
        };
    }

    /// <summary>The message figures that the overview cannot tell: while the broker collects no statistics, and where only some virtual hosts are shown.</summary>
    private IReadOnlyList<Figure> Sums(SectionTable table)
    {
        var hasStatistics = shared.Traits.StatisticsOff is null;
        if (hasStatistics && settings.VirtualHosts.Count == 0)
            return [];
        shared.AreQueuesSummed = true;
        var told = Told("total").Count();
        var (accuracy, reason) = !hasStatistics
            ? (MetricAccuracy.Approximate, "Summed over the queues that tell it; streams do not while the broker collects no statistics.")
            : told == table.RowCount ? (MetricAccuracy.Exact, (string?)null)
            : (MetricAccuracy.Approximate, string.Create(CultureInfo.InvariantCulture, $"Summed over the queues that tell it, {told} of {table.RowCount}; new ones do after some seconds."));
        return [.. OverviewSource.MessageFigures(Sum("ready"), Sum("unacked"), Sum("total"), accuracy, reason)];

        IEnumerable<int> Told(string column) => Enumerable.Range(0, table.RowCount).Where(table[column].HasValue);

        long Sum(string column) => Told(column).Sum(row => ((IntegerColumn)table[column])[row]);
    }
}
