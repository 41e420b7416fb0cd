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
    private readonly TimeProvider _time;
    private volatile Listed _latest;

    /// <param name="initial">The first snapshot of every connection, in configured order.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public SnapshotStore(IEnumerable<ConnectionSnapshot> initial, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _latest = new Listed([.. initial]);
    }

    public IReadOnlyList<ConnectionSnapshot> All => _latest.Snapshots;

    public ConnectionSnapshot? Find(ConnectionId connection)
    {
        var latest = _latest;
        return latest.Places.TryGetValue(connection, out var place) ? latest.Snapshots[place] : null;
    }

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
        ConnectionSnapshot stored;
        lock (_writing)
        {
            var latest = _latest;
            if (!latest.Places.TryGetValue(id, out var place))
                throw new ArgumentException($"No connection '{id}' is configured.", nameof(snapshot));
            stored = snapshot with { Version = latest.Snapshots[place].Version + 1 };
            var next = latest.Snapshots.AsSpan().ToArray();
            next[place] = stored;
            _latest = latest with { Snapshots = next };
        }

        Wake(id);
        return stored;
    }

    /// <summary>Lists a further connection, in which nothing was read yet, as the last.</summary>
    /// <exception cref="ArgumentException">It is listed already.</exception>
    public void Add(IBrokerConnection connection)
    {
        lock (_writing)
        {
            if (_latest.Places.ContainsKey(connection.Info.Id))
                throw new ArgumentException($"The connection '{connection.Info.Id}' is listed already.", nameof(connection));
            _latest = new Listed([.. _latest.Snapshots, Unread(connection, _time.GetUtcNow())]);
        }

        Wake(connection.Info.Id);
    }

    /// <summary>Takes a connection off the list; who follows it is woken and finds it gone.</summary>
    public void Remove(ConnectionId connection)
    {
        lock (_writing)
            _latest = new Listed([.. _latest.Snapshots.Where(s => s.Connection.Id != connection)]);
        Wake(connection);
    }

    /// <summary>A store for these connections in which nothing was read yet: all sections are declared, none has a table.</summary>
    public static SnapshotStore For(IConnectionRegistry connections, TimeProvider time)
        => new(connections.All.Select(connection => Unread(connection, time.GetUtcNow())), time);

    private void Wake(ConnectionId changed)
    {
        foreach (var (subscription, wanted) in _subscriptions)
        {
            if (wanted is null || wanted == changed)
                subscription.Signal();
        }
    }

    private static ConnectionSnapshot Unread(IBrokerConnection connection, DateTimeOffset now) => new()
    {
        Connection = connection.Info,
        Version = 0,
        TakenAt = now,
        Health = ConnectionHealth.Connecting,
        Sections = [.. (connection.Find<ISnapshotReader>()?.Sections ?? []).Select(s => new SectionSnapshot(s, null, null))],
    };

    /// <summary>The snapshots in order, and where each connection's stands.</summary>
    private sealed record Listed(ConnectionSnapshot[] Snapshots)
    {
        public FrozenDictionary<ConnectionId, int> Places { get; } =
            Snapshots.Select((s, place) => (s.Connection.Id, place)).ToFrozenDictionary(p => p.Id, p => p.place);
    }
}
