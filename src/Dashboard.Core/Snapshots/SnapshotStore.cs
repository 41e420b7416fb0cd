using System.Collections.Concurrent;
using System.Collections.Frozen;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Core.Snapshots;

/// <summary>
/// Holds the latest snapshot of each configured connection. Writers replace the whole list of snapshots; readers take the list as it is.
/// </summary>
public sealed class SnapshotStore : ISnapshotStore
{
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<SnapshotSubscription, ConnectionId?> _subscriptions = new();
    private readonly FrozenDictionary<ConnectionId, int> _places;
    private volatile ConnectionSnapshot[] _latest;

    /// <param name="initial">The first snapshot of every connection, in configured order.</param>
    public SnapshotStore(IEnumerable<ConnectionSnapshot> initial)
    {
        _latest = [.. initial];
        _places = _latest.Select((s, place) => (s.Connection.Id, place)).ToFrozenDictionary(p => p.Id, p => p.place);
    }

    public IReadOnlyList<ConnectionSnapshot> All => _latest;

    public ConnectionSnapshot? Find(ConnectionId connection)
        => _places.TryGetValue(connection, out var place) ? _latest[place] : null;

    public ISnapshotSubscription Subscribe(ConnectionId? connection = null)
    {
        var subscription = new SnapshotSubscription(ended => _subscriptions.TryRemove(ended, out _));
        _subscriptions[subscription] = connection;
        return subscription;
    }

    /// <summary>Replaces the snapshot of its connection, gives it the next version and wakes whoever waits for it.</summary>
    /// <returns>The snapshot as stored.</returns>
    /// <exception cref="ArgumentException">The connection is not configured.</exception>
    public ConnectionSnapshot Publish(ConnectionSnapshot snapshot)
    {
        var id = snapshot.Connection.Id;
        if (!_places.TryGetValue(id, out var place))
            throw new ArgumentException($"No connection '{id}' is configured.", nameof(snapshot));

        ConnectionSnapshot stored;
        lock (_writing)
        {
            var latest = _latest;
            stored = snapshot with { Version = latest[place].Version + 1 };
            var next = latest.AsSpan().ToArray();
            next[place] = stored;
            _latest = next;
        }

        foreach (var (subscription, wanted) in _subscriptions)
        {
            if (wanted is null || wanted == id)
                subscription.Signal();
        }

        return stored;
    }

    /// <summary>A store for these connections in which nothing was read yet: all sections are declared, none has a table.</summary>
    public static SnapshotStore For(IConnectionRegistry connections, TimeProvider time)
        => new(connections.All.Select(connection => Unread(connection, time.GetUtcNow())));

    private static ConnectionSnapshot Unread(IBrokerConnection connection, DateTimeOffset now) => new()
    {
        Connection = connection.Info,
        Version = 0,
        TakenAt = now,
        Health = ConnectionHealth.Connecting,
        Sections = [.. (connection.Find<ISnapshotReader>()?.Sections ?? []).Select(s => new SectionSnapshot(s, null, null))],
    };
}
