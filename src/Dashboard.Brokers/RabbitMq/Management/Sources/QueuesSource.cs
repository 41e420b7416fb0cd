using System.Text.Json;
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
    private SectionTable? _previous;

    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        // Statistics first, which may take a second, so that the totals are young when they are shown. Only the first time it is the other way round:
        // before there are names there is nothing to ask statistics of.
        var known = _previous is { RowCount: > 0 };
        IReadOnlyList<Notice> notices = known ? await statistics.UpdateAsync(KnownRows(), context, cancellationToken) : [];
        var readAt = known ? time.GetUtcNow() : context.Now;
        var missing = new List<string>();
        var (list, rows) = await totals.ReadAsync(Rows, readAt, missing, cancellationToken);
        using var held = list;
        if (!known)
            notices = await statistics.UpdateAsync(rows, context, cancellationToken);
        _previous = new QueueTable(totals, statistics, shared.Traits, readAt).Build(rows);
        return new SourceReading
        {
            Tables = [_previous],
            Figures = Sums(_previous),
            Notices = [.. notices, .. missing.Select(path => new Notice($"queues-missing:{path}", Tone.Warning, $"There is no /api/{path}: does the virtual host exist?", QueuesSection.Id))],
        };
    }

    /// <summary>The message figures that the overview cannot tell: while the broker collects no statistics, and where only some virtual hosts are shown.</summary>
    private IReadOnlyList<Figure> Sums(SectionTable table)
    {
        var hasStatistics = shared.Traits.StatisticsOff is null;
        if (hasStatistics && settings.VirtualHosts.Count == 0)
            return [];
        shared.AreQueuesSummed = true;
        return hasStatistics
            ? [.. OverviewSource.MessageFigures(Sum("ready"), Sum("unacked"), Sum("total"), MetricAccuracy.Exact, null)]
            : [.. OverviewSource.MessageFigures(
                Sum("ready"), Sum("unacked"), Sum("total"), MetricAccuracy.Approximate, "Summed over the queues that tell it; streams do not while the broker collects no statistics.")];

        long Sum(string column) => Enumerable.Range(0, table.RowCount).Where(table[column].HasValue).Sum(row => ((IntegerColumn)table[column])[row]);
    }

    private List<QueueRow> KnownRows()
        => [.. _previous!.Keys.Select((key, row) => new QueueRow(key, _previous["vhost"].TextAt(row)!, _previous["name"].TextAt(row)!, default))];

    /// <summary>Queues that can be shown, with strings of the previous table used again where they are equal: most are, from poll to poll.</summary>
    private List<QueueRow> Rows(PagedList list)
    {
        var rows = new List<QueueRow>(list.Count);
        var keys = new HashSet<RowKey>(list.Count);
        var names = _previous?["name"];
        var vhost = "";
        foreach (var queue in list.Items)
        {
            if (queue.Member("name") is not { ValueKind: JsonValueKind.String } nameElement || queue.Member("vhost") is not { ValueKind: JsonValueKind.String } vhostElement)
                continue;
            if (!vhostElement.Same(vhost))
                vhost = vhostElement.AsText()!;
            if (!settings.Shows(vhost))
                continue;
            var row = rows.Count;
            var name = row < names?.RowCount && names.TextAt(row) is { } known && nameElement.Same(known) ? known : nameElement.AsText()!;
            var key = row < names?.RowCount && ReferenceEquals(names.TextAt(row), name) && _previous!["vhost"].TextAt(row) == vhost
                ? _previous.Keys[row]
                : RowKey.Of(vhost, name);
            if (keys.Add(key))
                rows.Add(new QueueRow(key, vhost, name, queue));
        }

        return rows;
    }
}

/// <summary>One queue of the totals list.</summary>
internal readonly record struct QueueRow(RowKey Key, string VirtualHost, string Name, JsonElement Element);
