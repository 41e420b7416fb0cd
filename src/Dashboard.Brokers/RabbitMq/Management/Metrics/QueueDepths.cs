using Dashboard.Brokers.RabbitMq.Management.Sources;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Metrics;

/// <summary>
/// Renews the depths of queues that are known from the broker's metrics page, which costs it a tenth of the list of totals (docs/decisions/0010). It is used only of
/// a cluster of one node, where it proves to be that node's, and where it has the same queues as the last list: else the list is to be read. Not thread-safe.
/// </summary>
internal sealed class QueueDepths(RabbitMqManagementClient client, RabbitMqSettings settings, SharedState shared, TimeProvider time)
{
    private const string Page = "metrics/detailed?family=queue_coarse_metrics&family=node_metrics";

    /// <summary>A page that cannot be had costs a poll some seconds, where a firewall swallows what is sent there.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan PauseAfterStranger = TimeSpan.FromMinutes(1);

    /// <summary>The management API tells uptimes as they were when statistics were collected last, which many brokers do every half minute only: by its account a node started later.</summary>
    private static readonly (TimeSpan Earlier, TimeSpan Later) SameStart = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(90));

    private readonly string _path = ScopedPaths.AreFew(settings) ? Page + string.Concat(settings.VirtualHosts.Select(vhost => $"&vhost={Uri.EscapeDataString(vhost)}")) : Page;
    private QueueLabels? _labels;
    private HashSet<string> _strange = [];
    private DateTimeOffset _notBefore;

    /// <summary>The rows with what their queues hold now; null where the list is to be read instead.</summary>
    /// <param name="rows">As the last list had them.</param>
    /// <param name="isStream">The lists tell no totals of streams, and so they are taken from elsewhere.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<List<QueueRow>?> RenewAsync(List<QueueRow> rows, Func<RowKey, bool> isStream, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _notBefore || shared.LoneNode is not { } node || shared.Traits is not { Metrics: { } listener, ClusterName: { } cluster })
            return null;
        if (_labels?.AreOf(rows) != true)
            _labels = new QueueLabels(rows);
        if (_labels.AreAmbiguous)
            return null;
        try
        {
            var reading = await client.ReadMetricsAsync(listener.Scheme, listener.Port, _path, (stream, token) => DepthReading.ReadAsync(stream, _labels, token), cancellationToken);
            if (IsOf(reading, node, cluster))
                return Renewed(rows, reading, isStream);
            _notBefore = now + PauseAfterStranger;
            client.TellMetricsUnused("the page there is of another broker, or of one that started at another time", PauseAfterStranger);
        }
        catch (SourceException e)
        {
            _notBefore = now + PauseAfterFailure;
            client.TellMetricsUnused(e.Message, PauseAfterFailure);
        }

        return null;
    }

    /// <summary>Behind the same host name there may be other brokers, and even some with the same names: not with the same moment of their start, too.</summary>
    private bool IsOf(DepthReading reading, LoneNode node, string cluster)
    {
        if (reading is not { Broker: { } broker, Uptime: { } uptime and >= 0 and < 1e9 }
            || !broker.Contains($"rabbitmq_node=\"{node.Name}\"", StringComparison.Ordinal) || !broker.Contains($"rabbitmq_cluster=\"{cluster}\"", StringComparison.Ordinal))
        {
            return false;
        }

        var later = node.Started - time.GetUtcNow().AddSeconds(-uptime);
        return later > -SameStart.Earlier && later < SameStart.Later;
    }

    private List<QueueRow>? Renewed(List<QueueRow> rows, DepthReading reading, Func<RowKey, bool> isStream)
    {
        // Queues that were strange before are not in the list that was read since then: it is not for us to see them.
        var isSomeoneNew = !reading.Strange.IsSubsetOf(_strange);
        _strange = reading.Strange;
        if (isSomeoneNew)
            return null;
        var renewed = new List<QueueRow>(rows.Count);
        for (var ordinal = 0; ordinal < rows.Count; ordinal++)
        {
            var row = rows[ordinal];
            var told = reading.Of(ordinal);
            if (told is null && row.Total is not null)
                return null;
            renewed.Add(told is { } depth && !isStream(row.Key) ? row.Holding(depth.Ready, depth.Unacked, depth.Total) : row);
        }

        return renewed;
    }
}
