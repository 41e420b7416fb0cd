using Dashboard.Core.Model;

namespace Dashboard.Core.Snapshots;

/// <summary>
/// The latest snapshot of every connection. Reading is lock-free and never asks a broker.
/// </summary>
public interface ISnapshotStore
{
    /// <summary>The connections in configured order, each with its latest snapshot.</summary>
    IReadOnlyList<ConnectionSnapshot> All { get; }

    /// <summary>The latest snapshot, or null for a connection that is not configured.</summary>
    ConnectionSnapshot? Find(ConnectionId connection);

    /// <summary>
    /// Current state and the changes after it, with no change lost in between. A slow reader gets the latest state, never a queue of
    /// old ones. Dispose to end it.
    /// </summary>
    /// <param name="connection">One connection, or null for any change of any of them.</param>
    ISnapshotSubscription Subscribe(ConnectionId? connection = null);
}

/// <summary>State plus changes. For one reader.</summary>
public interface ISnapshotSubscription : IDisposable
{
    /// <summary>
    /// Waits for a change since the last call (the first call returns at once). False when the subscription was disposed.
    /// Then read the store. Throws only when <paramref name="cancellationToken"/> is cancelled.
    /// </summary>
    ValueTask<bool> WaitForChangeAsync(CancellationToken cancellationToken);
}
