using System.Collections.Concurrent;
using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>
/// The list of all queues with their totals. Of many queues only what changes is asked for at each poll, which is half the work for the broker; the rest of what
/// the list tells is kept and renewed each minute and after a change was made from here. Queues that appear in between are asked for by their names where they are
/// few; else they are shown with what is known of them, and everything is read with the next poll. Not thread-safe.
/// </summary>
/// <param name="client">The management API.</param>
/// <param name="lists">The lists to read: all queues, or those of each vhost that is shown.</param>
/// <param name="whole">When everything is due again.</param>
internal sealed class QueueTotals(RabbitMqManagementClient client, IReadOnlyList<string> lists, Cadence whole)
{
    private const string Whole = "disable_stats=true&enable_queue_totals=true";
    private const string Changing = Whole + "&columns=name,vhost,state,leader,members,online,messages,messages_ready,messages_unacknowledged";

    /// <summary>Up to so many, everything is read each time: little is to be saved.</summary>
    private const int Few = 500;

    /// <summary>For each newcomer there have to be so many queues that are known: a request for one queue costs as much as a good many do in a list.</summary>
    private const int KnownForEach = 100;

    private const int MostByName = 20;
    private const int AtOnce = 4;

    private readonly Dictionary<RowKey, QueueFacts> _facts = [];

    /// <summary>Reads the list; dispose it when its items were read.</summary>
    /// <param name="rowsOf">Makes rows of its items.</param>
    /// <param name="now">The present.</param>
    /// <param name="missing">Takes the lists that do not exist: a vhost that is gone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(PagedList List, List<QueueRow> Rows)> ReadAsync(
        Func<PagedList, List<QueueRow>> rowsOf, DateTimeOffset now, List<string> missing, CancellationToken cancellationToken)
    {
        var isShort = _facts.Count > Few && !whole.IsDue(now);
        var list = await PagedList.ReadWholeAsync(client, lists, isShort ? Changing : Whole, null, missing, cancellationToken);
        try
        {
            var rows = rowsOf(list);
            if (isShort)
            {
                await MeetAsync([.. rows.Where(row => !_facts.ContainsKey(row.Key))], cancellationToken);
                return (list, rows);
            }

            Keep(rows);
            whole.Done(now, TimeSpan.Zero);
            return (list, rows);
        }
        catch
        {
            list.Dispose();
            throw;
        }
    }

    public QueueFacts FactsOf(RowKey key) => _facts.GetValueOrDefault(key, QueueFacts.None);

    private void Keep(List<QueueRow> rows)
    {
        var texts = new TextPool();
        // Most queues of a broker are declared alike: one object for all of these.
        var alike = new Dictionary<QueueFacts, QueueFacts>();
        _facts.Clear();
        foreach (var row in rows)
        {
            var facts = QueueFacts.Of(row.Element, texts);
            _facts[row.Key] = alike.TryGetValue(facts, out var same) ? same : alike[facts] = facts;
        }
    }

    /// <summary>Learns what the short list does not tell of queues that are new. What is not learned now is with the next poll, which reads everything.</summary>
    private async Task MeetAsync(List<QueueRow> newcomers, CancellationToken cancellationToken)
    {
        var areAsked = newcomers.Count <= Math.Min(MostByName, _facts.Count / KnownForEach)
            && newcomers.TrueForAll(row => ManagementPath.CanHold(row.Name) && ManagementPath.CanHold(row.VirtualHost));
        if (!areAsked || !await AskAsync(newcomers, cancellationToken))
            whole.Expire();
    }

    /// <summary>False where one could not be asked for. One that is gone already is not missed.</summary>
    private async Task<bool> AskAsync(List<QueueRow> newcomers, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<(RowKey Key, JsonDocument Queue)>();
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(newcomers, options, async (row, token) =>
            {
                if (await client.FindAsync($"{ManagementPath.Of("queues", row.VirtualHost, row.Name)}?{Whole}", token) is { } queue)
                    found.Add((row.Key, queue));
            });
            return true;
        }
        catch (SourceException)
        {
            return false;
        }
        finally
        {
            var texts = new TextPool();
            foreach (var (key, queue) in found)
            {
                _facts[key] = QueueFacts.Of(queue.RootElement, texts);
                queue.Dispose();
            }
        }
    }
}
