using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>
/// The list of all queues with their totals. Of many queues only what changes is asked for at each poll, which is half the work for the broker; the rest of what
/// the list tells is kept and renewed each minute, when a queue appears, and after a change was made from here. Not thread-safe.
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

    private readonly Dictionary<RowKey, QueueFacts> _facts = [];

    /// <summary>Reads the list; dispose it when its items were read.</summary>
    /// <param name="rowsOf">Makes rows of its items.</param>
    /// <param name="now">The present.</param>
    /// <param name="missing">Takes the lists that do not exist: a vhost that is gone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(PagedList List, List<QueueRow> Rows)> ReadAsync(
        Func<PagedList, List<QueueRow>> rowsOf, DateTimeOffset now, List<string> missing, CancellationToken cancellationToken)
    {
        if (_facts.Count > Few && !whole.IsDue(now))
        {
            var changing = await PagedList.ReadWholeAsync(client, lists, Changing, null, missing, cancellationToken);
            var seen = rowsOf(changing);
            if (seen.TrueForAll(row => _facts.ContainsKey(row.Key)))
                return (changing, seen);
            changing.Dispose();
            missing.Clear();
        }

        var list = await PagedList.ReadWholeAsync(client, lists, Whole, null, missing, cancellationToken);
        var rows = rowsOf(list);
        Keep(rows);
        whole.Done(now, TimeSpan.Zero);
        return (list, rows);
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
}
