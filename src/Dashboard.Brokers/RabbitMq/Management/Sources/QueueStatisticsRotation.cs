using System.Globalization;
using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>
/// Keeps the dear statistics of all queues and renews them in turns, page by page in name order, spending at most a fifth of the time on it.
/// Queues somebody looks at are read first, each by itself. Not thread-safe.
/// </summary>
internal sealed class QueueStatisticsRotation(RabbitMqManagementClient client, SharedState shared, TimeProvider time)
{
    /// <summary>The broker refuses larger pages.</summary>
    public const int PageSize = 500;

    private const double Share = 0.2;
    private const int MaxLookedAt = 50;
    private const int LookedAtAtOnce = 4;

    private static readonly TimeSpan MaxCredit = TimeSpan.FromSeconds(2);

    private readonly Dictionary<RowKey, QueueStatistics> _known = [];
    private DateTimeOffset? _lastPoll;
    private TimeSpan _credit = MaxCredit;
    private int _nextPage = 1;

    /// <summary>Why no statistics of any queue are known; null where some are, or where none were asked for yet.</summary>
    public string? Unavailable { get; private set; }

    /// <summary>What is known of this queue; null where nothing is yet.</summary>
    public QueueStatistics? Of(RowKey key) => _known.GetValueOrDefault(key);

    /// <summary>Reads as much as the budget allows, and forgets queues that are gone. Failures become notices: the totals live on.</summary>
    public async Task<IReadOnlyList<Notice>> UpdateAsync(List<QueueRow> rows, SourceContext context, CancellationToken cancellationToken)
    {
        Forget(rows);
        Earn(context.Now);
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
            await ReadPagesAsync(rows.Count, context.Now, cancellationToken);
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

    private void Earn(DateTimeOffset now)
    {
        if (_lastPoll is { } last && now > last)
            _credit += (now - last) * Share;
        if (_credit > MaxCredit)
            _credit = MaxCredit;
        _lastPoll = now;
    }

    private async Task ReadPagesAsync(int rowCount, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Each page at most once in a poll, however cheap.
        var pages = (rowCount + PageSize - 1) / PageSize;
        for (var i = 0; i < pages && _credit > TimeSpan.Zero; i++)
        {
            var page = _nextPage > pages ? 1 : _nextPage;
            var started = time.GetTimestamp();
            var path = string.Create(CultureInfo.InvariantCulture, $"queues?page={page}&page_size={PageSize}&sort=name");
            try
            {
                // Names of queues are not unique over vhosts; sorting by name alone is what the broker pages cheaply.
                using var document = await client.GetAsync(path, cancellationToken);
                foreach (var queue in document.RootElement.Member("items").Items())
                    Keep(queue, now);
                _nextPage = page + 1;
            }
            catch (SourceException e) when (e.Kind == SourceProblemKind.Unexpected && page > 1)
            {
                // The page is out of range: queues have gone since the totals were read.
                _nextPage = 1;
            }
            finally
            {
                _credit -= time.GetElapsedTime(started);
            }
        }
    }

    private async Task ReadLookedAtAsync(List<QueueRow> rows, SourceContext context, CancellationToken cancellationToken)
    {
        var wanted = context.LookedAtIn(QueuesSection.Id);
        if (wanted.Count == 0 || _credit <= TimeSpan.Zero)
            return;
        var there = rows.Where(r => wanted.Contains(r.Key)).OrderBy(r => Of(r.Key)?.ReadAt ?? 0).Take(MaxLookedAt);
        var started = time.GetTimestamp();
        var found = new System.Collections.Concurrent.ConcurrentBag<JsonDocument>();
        try
        {
            await Parallel.ForEachAsync(there, new ParallelOptions { MaxDegreeOfParallelism = LookedAtAtOnce, CancellationToken = cancellationToken }, async (row, token) =>
            {
                if (!ManagementPath.CanHold(row.Name) || !ManagementPath.CanHold(row.VirtualHost))
                    return;
                if (await client.FindAsync(ManagementPath.Of("queues", row.VirtualHost, row.Name), token) is { } document)
                    found.Add(document);
            });
            foreach (var document in found)
                Keep(document.RootElement, context.Now);
        }
        finally
        {
            foreach (var document in found)
                document.Dispose();
            _credit -= time.GetElapsedTime(started);
        }
    }

    private void Keep(JsonElement queue, DateTimeOffset now)
    {
        if (queue.Text("name") is { } name && queue.Text("vhost") is { } vhost)
            _known[RowKey.Of(vhost, name)] = QueueStatistics.Of(queue, now.ToUnixTimeMilliseconds(), shared.Traits);
    }
}
