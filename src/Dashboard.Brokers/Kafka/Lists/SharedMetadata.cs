using Dashboard.Brokers.Kafka.Client;
using Dashboard.Core.Concurrency;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists;

/// <summary>The cluster's metadata, asked for once for all sources that need it at about the same time. Thread-safe.</summary>
internal sealed class SharedMetadata(KafkaClients clients, ClusterState state)
{
    /// <summary>Old enough to be asked for anew by a source that only needs to know what there is.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(12);

    private readonly Lock _gate = new();
    private Task<ClusterMap>? _asking;
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    /// <summary>The map, not older than this at the time of the poll.</summary>
    /// <exception cref="SourceException">The brokers did not tell it.</exception>
    public Task<ClusterMap> GetAsync(DateTimeOffset now, TimeSpan oldest, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (state.Map is { } map && now - _at < oldest)
                return Task.FromResult(map);
            // All who wait for it may give up before it fails.
            return (_asking ??= AskAsync(now).Observed()).WaitAsync(cancellationToken);
        }
    }

    private async Task<ClusterMap> AskAsync(DateTimeOffset now)
    {
        // Leaves the lock before anything ends.
        await Task.Yield();
        try
        {
            var metadata = await clients.AdminAsync((admin, limit) => admin.GetMetadata(limit), CancellationToken.None);
            var map = ClusterMap.Of(metadata, state.Map);
            clients.Fault.Clear();
            state.Map = map;
            lock (_gate)
                (_at, _asking) = (now, null);
            return map;
        }
        catch (Exception failed)
        {
            lock (_gate)
                _asking = null;
            if (KafkaErrors.IsOfBroker(failed))
                throw KafkaErrors.OfReading(failed, clients.Fault);
            throw;
        }
    }
}
