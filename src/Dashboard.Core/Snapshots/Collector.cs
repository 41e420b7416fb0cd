using System.Collections.Frozen;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots.Collecting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Core.Snapshots;

/// <summary>
/// Reads every connection on its own, at the pace its sources declare, into the store and the history. The brokers see the same number of requests
/// however many people look on. Start it once; after a stop it does not start again.
/// </summary>
public sealed class Collector : IPollControl, IAsyncDisposable
{
    private readonly FrozenDictionary<ConnectionId, ConnectionPoller> _pollers;
    private readonly CancellationTokenSource _stop = new();
    private Task _loops = Task.CompletedTask;
    private bool _isStarted;

    public Collector(
        IConnectionRegistry connections,
        SnapshotStore store,
        LookRegistry looks,
        MetricHistory history,
        FindingsBoard findings,
        TimeProvider time,
        ILogger<Collector> logger)
    {
        _pollers = connections.All.ToFrozenDictionary(
            connection => connection.Info.Id,
            connection => new ConnectionPoller(connection, store, looks, history, findings, time, logger));
    }

    /// <summary>Starts polling and returns at once; a dead broker does not hold up the start.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isStarted)
            return Task.CompletedTask;
        _isStarted = true;
        var stop = _stop.Token;
        _loops = Task.WhenAll(_pollers.Values.Select(poller => Task.Run(() => poller.RunAsync(stop), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Cancels what is being read and waits for the loops to end, or until the token is cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _loops.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void RefreshNow(ConnectionId connection)
    {
        if (_pollers.TryGetValue(connection, out var poller))
            poller.RefreshNow();
    }

    // The token source is left to the collector: a host that is torn down from two sides stops once more after this.
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);
}
