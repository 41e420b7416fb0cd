using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Connections;

/// <summary>
/// Opens, replaces and closes connections while the dashboard runs: what is opened is polled and shown at once, what is closed is gone from the pages
/// before its object is disposed. Whoever calls has authorised and audited it, and made sure that no job works there. Thread-safe, one change at a time.
/// </summary>
public sealed class LiveConnections(ConnectionRegistry registry, SnapshotStore store, FindingsBoard findings, Collector collector) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>Opens a connection and begins to poll it. Does not wait for the broker.</summary>
    /// <exception cref="ArgumentException">There is one of this id, or its settings cannot be used.</exception>
    public Task AddAsync(ConnectionSettings settings, CancellationToken cancellationToken)
        => OneAtATimeAsync(
            () =>
            {
                Open(settings);
                return Task.CompletedTask;
            },
            cancellationToken);

    /// <summary>Closes the connection of the same id, where there is one, and opens it with these settings.</summary>
    /// <exception cref="ArgumentException">The settings cannot be used; the former connection is closed.</exception>
    public Task ReplaceAsync(ConnectionSettings settings, CancellationToken cancellationToken)
        => OneAtATimeAsync(
            async () =>
            {
                await CloseAsync(settings.Info.Id);
                Open(settings);
            },
            cancellationToken);

    /// <summary>Stops polling a connection, takes it off the pages and closes it. Nothing happens where there is none of this id.</summary>
    public Task RemoveAsync(ConnectionId id, CancellationToken cancellationToken) => OneAtATimeAsync(() => CloseAsync(id), cancellationToken);

    public void Dispose() => _changing.Dispose();

    private async Task OneAtATimeAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await change();
        }
        finally
        {
            _changing.Release();
        }
    }

    private void Open(ConnectionSettings settings)
    {
        var connection = registry.Add(settings);
        store.Add(connection);
        findings.Add(connection);
        collector.Add(connection);
    }

    private async Task CloseAsync(ConnectionId id)
    {
        if (registry.Remove(id) is not { } connection)
            return;
        await collector.RemoveAsync(id);
        store.Remove(id);
        findings.Remove(id);
        await connection.DisposeAsync();
    }
}
