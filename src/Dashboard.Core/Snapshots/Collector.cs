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
    private readonly Func<IBrokerConnection, ConnectionPoller> _make;
    private readonly Lock _gate = new();
    private readonly Dictionary<ConnectionId, Polling> _polled = [];
    private readonly CancellationTokenSource _stop = new();
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
        _make = connection => new ConnectionPoller(connection, store, looks, history, findings, time, logger);
        foreach (var connection in connections.All)
            _polled[connection.Info.Id] = new Polling(_make(connection));
    }

    /// <summary>Starts polling and returns at once; a dead broker does not hold up the start.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_isStarted)
                return Task.CompletedTask;
            _isStarted = true;
            foreach (var polling in _polled.Values)
                polling.Start(_stop.Token);
        }

        return Task.CompletedTask;
    }

    /// <summary>Polls a further connection, from now on where polling has started.</summary>
    public void Add(IBrokerConnection connection)
    {
        var polling = new Polling(_make(connection));
        lock (_gate)
        {
            _polled.Add(connection.Info.Id, polling);
            if (_isStarted)
                polling.Start(_stop.Token);
        }
    }

    /// <summary>Stops polling a connection; nothing of it is being read when this ends.</summary>
    public async Task RemoveAsync(ConnectionId connection)
    {
        Polling? polling;
        lock (_gate)
            _polled.Remove(connection, out polling);
        if (polling is not null)
            await polling.StopAsync();
    }

    /// <summary>Cancels what is being read and waits for the loops to end, or until the token is cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        Task[] loops;
        lock (_gate)
            loops = [.. _polled.Values.Select(polling => polling.Loop)];
        await Task.WhenAll(loops).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void RefreshNow(ConnectionId connection)
    {
        Polling? polling;
        lock (_gate)
            polling = _polled.GetValueOrDefault(connection);
        polling?.Poller.RefreshNow();
    }

    // The token source is left to the collector: a host that is torn down from two sides stops once more after this.
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    /// <summary>One connection's loop, which ends by its own token or with all others.</summary>
    private sealed class Polling(ConnectionPoller poller)
    {
        private CancellationTokenSource? _stop;

        public ConnectionPoller Poller => poller;

        public Task Loop { get; private set; } = Task.CompletedTask;

        public void Start(CancellationToken stopAll)
        {
            _stop = CancellationTokenSource.CreateLinkedTokenSource(stopAll);
            var stop = _stop.Token;
            Loop = Task.Run(() => poller.RunAsync(stop), CancellationToken.None);
        }

        public async Task StopAsync()
        {
            if (_stop is null)
                return;
            await _stop.CancelAsync();
            await Loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }
    }
}
