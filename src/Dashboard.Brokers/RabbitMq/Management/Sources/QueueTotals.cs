using System.Collections.Concurrent;
using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management.Metrics;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>
/// All queues with their totals. Of many queues only what changes is asked for at each poll: their depths of the broker's metrics where that is possible
/// (<see cref="QueueDepths"/>), else a short list, which is half the work for the broker. The rest of what the list tells is kept and renewed every two minutes and after a
/// change was made from here. Queues that appear in between are asked for by their names where they are few; else they are shown with what is known of them, and
/// everything is read with the next poll. Not thread-safe.
/// </summary>
/// <param name="client">The management API.</param>
/// <param name="settings">Which vhosts are shown.</param>
/// <param name="depths">Renews the depths.</param>
/// <param name="whole">When everything is due again.</param>
internal sealed class QueueTotals(RabbitMqManagementClient client, RabbitMqSettings settings, QueueDepths depths, Cadence whole)
{
    private const string Whole = "disable_stats=true&enable_queue_totals=true";
    private const string Changing = Whole + "&columns=name,vhost,state,leader,members,online,messages,messages_ready,messages_unacknowledged";

    /// <summary>Up to so many, everything is read each time: little is to be saved.</summary>
    private const int Few = 500;

    /// <summary>For each newcomer there have to be so many queues that are known: a request for one queue costs as much as a good many do in a list.</summary>
    private const int KnownForEach = 100;

    private const int MostByName = 20;
    private const int AtOnce = 4;

    /// <summary>The lists to read: all queues, or those of each vhost that is shown.</summary>
    private readonly IReadOnlyList<string> _lists = ScopedPaths.Of(settings, "queues");

    private readonly Dictionary<RowKey, QueueFacts> _facts = [];

    /// <summary>As they were read last.</summary>
    public List<QueueRow> Rows { get; private set; } = [];

    /// <summary>Lists that did not exist when they were asked for last: a vhost that is gone.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <summary>Reads them anew into <see cref="Rows"/>.</summary>
    public async Task ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isShort = _facts.Count > Few && !whole.IsDue(now);
        if (isShort && await depths.RenewAsync(Rows, key => FactsOf(key).Type == "stream", cancellationToken) is { } renewed)
        {
            Rows = renewed;
            return;
        }

        var missing = new List<string>();
        using var list = await PagedList.ReadWholeAsync(client, _lists, isShort ? Changing : Whole, null, missing, cancellationToken);
        Missing = missing;
        Rows = isShort ? RowsOf(list, null) : RowsOf(list, NewFacts());
        if (isShort)
            await MeetAsync([.. Rows.Where(row => !_facts.ContainsKey(row.Key))], cancellationToken);
        else
            whole.Done(now, TimeSpan.Zero);
    }

    public QueueFacts FactsOf(RowKey key) => _facts.GetValueOrDefault(key, QueueFacts.None);

    /// <summary>Queues that can be shown, with strings of the rows before used again where they are equal: most are, from poll to poll.</summary>
    /// <param name="list">The answer.</param>
    /// <param name="keep">Takes what seldom changes; null where the list does not tell it.</param>
    private List<QueueRow> RowsOf(PagedList list, Action<RowKey, JsonElement>? keep)
    {
        var rows = new List<QueueRow>(list.Count);
        var keys = new HashSet<RowKey>(list.Count);
        var texts = new TextPool();
        var vhost = "";
        foreach (var queue in list.Items)
        {
            if (queue.Member("name") is not { ValueKind: JsonValueKind.String } nameElement || queue.Member("vhost") is not { ValueKind: JsonValueKind.String } vhostElement)
                continue;
            if (!vhostElement.Same(vhost))
                vhost = vhostElement.AsText()!;
            if (!settings.Shows(vhost))
                continue;
            var before = rows.Count < Rows.Count ? Rows[rows.Count] : null;
            var name = before is not null && nameElement.Same(before.Name) ? before.Name : nameElement.AsText()!;
            var key = before is not null && ReferenceEquals(before.Name, name) && before.VirtualHost == vhost ? before.Key : RowKey.Of(vhost, name);
            if (!keys.Add(key))
                continue;
            rows.Add(QueueRow.Of(key, vhost, name, queue, texts));
            keep?.Invoke(key, queue);
        }

        return rows;
    }

    /// <summary>Forgets the facts, and takes new ones.</summary>
    private Action<RowKey, JsonElement> NewFacts()
    {
        var texts = new TextPool();
        // Most queues of a broker are declared alike: one object for all of these.
        var alike = new Dictionary<QueueFacts, QueueFacts>();
        _facts.Clear();
        return (key, queue) =>
        {
            var facts = QueueFacts.Of(queue, texts);
            _facts[key] = alike.TryGetValue(facts, out var same) ? same : alike[facts] = facts;
        };
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
