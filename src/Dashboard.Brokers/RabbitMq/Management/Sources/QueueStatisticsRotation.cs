using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>
/// Keeps the dear statistics of all queues and renews them in turns, page by page in name order, in a share of the time.
/// Queues somebody looks at are read first, each by itself, in a share of their own. Not thread-safe.
/// </summary>
internal sealed class QueueStatisticsRotation(RabbitMqManagementClient client, RabbitMqSettings settings, SharedState shared, TimeProvider time)
{
    /// <summary>The broker refuses larger pages.</summary>
    public const int PageSize = 500;

    // A broker whose queues are one page is asked for it at nearly every poll; one of many queues must not be busy with us, once all are known.
    private const double ShareOfOnePage = 0.2;
    private const double ShareOfFirstRound = 0.1;
    private const double ShareOfManyPages = 0.025;
    private const double ShareOfLookedAt = 0.05;
    private const int MaxLookedAt = 50;
    private const int LookedAtAtOnce = 4;

    private readonly IReadOnlyList<string> _lists = ScopedPaths.Of(settings, "queues");
    private readonly Dictionary<RowKey, QueueStatistics> _known = [];
    private readonly TimeBudget _forPages = new(TimeSpan.FromSeconds(2));
    private readonly TimeBudget _forLookedAt = new(TimeSpan.FromSeconds(1));
    private int _list;
    private int _page = 1;
    private bool _isRoundDone;

    /// <summary>Why no statistics of any queue are known; null where some are, or where none were asked for yet.</summary>
    public string? Unavailable { get; private set; }

    /// <summary>What is known of this queue; null where nothing is yet.</summary>
    public QueueStatistics? Of(RowKey key) => _known.GetValueOrDefault(key);

    /// <summary>Reads as much as the budget allows, and forgets queues that are gone. Failures become notices: the totals live on.</summary>
    public async Task<IReadOnlyList<Notice>> UpdateAsync(List<QueueRow> rows, SourceContext context, CancellationToken cancellationToken)
    {
        Forget(rows);
        _forPages.Earn(context.Now, rows.Count <= PageSize ? ShareOfOnePage : _isRoundDone ? ShareOfManyPages : ShareOfFirstRound);
        _forLookedAt.Earn(context.Now, ShareOfLookedAt);
        if (shared.Traits.StatisticsOff is { } off)
        {
            _known.Clear();
            Unavailable = off;
            return [];
        }

        try
        {
            if (rows.Count > PageSize)
                await ReadLookedAtAsync(rows, context, cancellationToken);
            if (rows.Count > 0)
                await ReadPagesAsync(context.Now, cancellationToken);
            Unavailable = null;
            return [];
        }
        catch (SourceException e)
        {
            if (_known.Count == 0)
                Unavailable = e.Message;
            return [new Notice("queue-statistics", Tone.Warning, $"Rates, consumers and memory of queues are not read now: {e.Message}", QueuesSection.Id)];
        }
    }

    private void Forget(List<QueueRow> rows)
    {
        if (_known.Count == 0)
            return;
        var there = rows.Select(r => r.Key).ToHashSet();
        foreach (var key in _known.Keys.Where(k => !there.Contains(k)).ToList())
            _known.Remove(key);
    }

    /// <summary>Goes on where the last poll stopped, until the credit is used up or every page was read once.</summary>
    private async Task ReadPagesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (firstList, firstPage) = (_list, _page);
        var wraps = 0;
        while (!_forPages.IsSpent)
        {
            var started = time.GetTimestamp();
            try
            {
                await ReadPageAsync(now, cancellationToken);
            }
            finally
            {
                _forPages.Spend(time.GetElapsedTime(started));
            }

            wraps += _page == 1 && _list == 0 ? 1 : 0;

            // Once round: back at the start, or past it where the page we started at is no more.
            if ((_list, _page) == (firstList, firstPage) || wraps > 1)
                return;
        }
    }

    private async Task ReadPageAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Without a 'sort' the broker goes by vhost and name, picks the page first and computes statistics for its queues alone. With one,
        // even by name, 3.10 computes them for all queues and then picks: 3 s instead of 0.3 s for a page of ten thousand.
        var path = string.Create(CultureInfo.InvariantCulture, $"{_lists[_list]}?page={_page}&page_size={PageSize}&columns={QueueStatistics.Fields}");
        JsonDocument? document;
        try
        {
            document = await client.FindAsync(path, cancellationToken);
        }
        catch (SourceException e) when (e.Kind == SourceProblemKind.Unexpected && _page > 1)
        {
            // The page is out of range: queues have gone since its number was told.
            document = null;
        }

        using (document)
        {
            var root = document?.RootElement ?? default;
            var items = root.Member("items");
            foreach (var queue in items.Items())
                Keep(queue, now);
            // A page with nothing on it is behind the last one, whatever number of pages was told.
            if (_page < (root.Integer("page_count") ?? 0) && items.ItemCount() > 0)
            {
                _page++;
                return;
            }
        }

        _page = 1;
        _list = (_list + 1) % _lists.Count;
        _isRoundDone |= _list == 0;
    }

    private async Task ReadLookedAtAsync(List<QueueRow> rows, SourceContext context, CancellationToken cancellationToken)
    {
        var wanted = context.LookedAtIn(QueuesSection.Id).ToHashSet();
        if (wanted.Count == 0 || _forLookedAt.IsSpent)
            return;
        var there = rows
            .Where(r => wanted.Contains(r.Key) && ManagementPath.CanHold(r.Name) && ManagementPath.CanHold(r.VirtualHost))
            .OrderBy(r => Of(r.Key)?.ReadAt ?? 0)
            .Take(MaxLookedAt);
        var started = time.GetTimestamp();
        var found = new ConcurrentBag<JsonDocument>();
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = LookedAtAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(there, options, async (row, token) =>
            {
                if (await client.FindAsync($"{ManagementPath.Of("queues", row.VirtualHost, row.Name)}?columns={QueueStatistics.Fields}", token) is { } document)
                    found.Add(document);
            });
            foreach (var document in found)
                Keep(document.RootElement, context.Now);
        }
        finally
        {
            foreach (var document in found)
                document.Dispose();
            _forLookedAt.Spend(time.GetElapsedTime(started));
        }
    }

    private void Keep(JsonElement queue, DateTimeOffset now)
    {
        if (queue.Text("name") is { } name && queue.Text("vhost") is { } vhost)
            _known[RowKey.Of(vhost, name)] = QueueStatistics.Of(queue, now.ToUnixTimeMilliseconds(), shared.Traits);
    }
}
