using Dashboard.Brokers.RabbitMq.Routing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis;

/// <summary>
/// Which queues get the dead letters of which others, by dead-letter exchanges and their bindings. Delay queues, whose messages expire in order to go on,
/// do not make a dead-letter queue of where these go.
/// </summary>
internal sealed class DeadLetterRoutes
{
    private readonly Dictionary<int, List<int>> _sources = [];

    private DeadLetterRoutes()
    {
    }

    /// <summary>Rows of the queues that dead-letter to this one; empty where none does.</summary>
    public IReadOnlyList<int> SourcesOf(int queueRow) => _sources.TryGetValue(queueRow, out var rows) ? rows : [];

    public bool IsDeadLetterQueue(int queueRow) => _sources.ContainsKey(queueRow);

    public static DeadLetterRoutes Of(QueueColumns queues, SectionTable bindings, SectionTable exchanges)
    {
        var routes = new DeadLetterRoutes();
        ILookup<(string, string), int>? bySource = null;
        for (var row = 0; row < queues.RowCount; row++)
        {
            if (queues.Dlx.TextAt(row) is not { } dlx || queues.IsDelay(row))
                continue;
            var (vhost, key) = (queues.Vhost.TextAt(row) ?? "", queues.DeadLetterKey.TextAt(row));
            if (dlx.Length == 0)
            {
                // The default exchange: the routing key names the queue; without one, a message goes where it was first published to.
                if (key is not null)
                    routes.Add(queues.Table, RowKey.Of(vhost, key), row);
                continue;
            }

            bySource ??= BySource(bindings);
            routes.Follow(queues.Table, bindings, exchanges, bySource, vhost, dlx, key, row, []);
        }

        return routes;
    }

    private static ILookup<(string Vhost, string Source), int> BySource(SectionTable bindings)
    {
        var (vhosts, sources) = (bindings["vhost"], bindings["source"]);
        return Enumerable.Range(0, bindings.RowCount).ToLookup(row => (vhosts.TextAt(row) ?? "", sources.TextAt(row) ?? ""));
    }

    private void Follow(
        SectionTable queues, SectionTable bindings, SectionTable exchanges, ILookup<(string, string), int> bySource,
        string vhost, string exchange, string? key, int from, HashSet<string> seen)
    {
        if (!seen.Add(exchange))
            return;
        var place = exchanges.RowOf(RowKey.Of(vhost, exchange));
        var type = place < 0 ? null : exchanges["type"].TextAt(place);
        foreach (var binding in bySource[(vhost, exchange)])
        {
            if (key is not null && !Takes(type, bindings["routing_key"].TextAt(binding) ?? "", key))
                continue;
            if (bindings["queue"].TextAt(binding) is { } queue)
                Add(queues, RowKey.Of(vhost, queue), from);
            else if (bindings["exchange"].TextAt(binding) is { } next)
                Follow(queues, bindings, exchanges, bySource, vhost, next, key, from, seen);
        }
    }

    private static bool Takes(string? type, string pattern, string key) => type switch
    {
        "direct" => pattern == key,
        "topic" => TopicPattern.Takes(pattern, key),
        _ => true,
    };

    private void Add(SectionTable queues, RowKey target, int from)
    {
        var row = queues.RowOf(target);
        if (row < 0 || row == from)
            return;
        if (!_sources.TryGetValue(row, out var rows))
            _sources[row] = rows = [];
        if (!rows.Contains(from))
            rows.Add(from);
    }
}
