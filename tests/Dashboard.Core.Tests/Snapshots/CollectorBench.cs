using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Core.Tests.Snapshots;

/// <summary>A collector over one fake connection, with a clock of its own.</summary>
public sealed class CollectorBench : IAsyncDisposable
{
    private readonly ISnapshotSubscription _changes;

    public CollectorBench(params SectionSource[] sources)
    {
        var connection = new FakeConnection(A.Connection(), sources);
        Connections = new FakeRegistry(connection);
        Store = SnapshotStore.For(Connections, Time);
        History = new MetricHistory();
        Collector = new Collector(Connections, Store, Looks, History, new FindingsBoard(Connections, History, Time, NullLogger<FindingsBoard>.Instance), Time, Log);
        _changes = Store.Subscribe(connection.Info.Id);
    }

    public ManualTime Time { get; } = new();

    public FakeRegistry Connections { get; }

    public SnapshotStore Store { get; }

    public LookRegistry Looks { get; } = new();

    public MetricHistory History { get; }

    public RecordingLog Log { get; } = new();

    public Collector Collector { get; }

    public ConnectionSnapshot Now => Store.All[0];

    public Task StartAsync() => Collector.StartAsync(CancellationToken.None);

    /// <summary>Waits until the snapshot is as wanted.</summary>
    public async Task<ConnectionSnapshot> UntilAsync(Func<ConnectionSnapshot, bool> isWanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!isWanted(Now))
        {
            try
            {
                await _changes.WaitForChangeAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Still {Now.Health}, version {Now.Version}, problems: {string.Join("; ", Now.Problems)}");
            }
        }

        return Now;
    }

    public async ValueTask DisposeAsync()
    {
        _changes.Dispose();
        await Collector.DisposeAsync();
    }
}

public sealed class FakeRegistry(params IBrokerConnection[] connections) : IConnectionRegistry
{
    public IReadOnlyList<IBrokerConnection> All => connections;

    public IBrokerConnection? Find(ConnectionId id) => connections.FirstOrDefault(c => c.Info.Id == id);
}

public sealed class RecordingLog : ILogger<Collector>
{
    private readonly Lock _gate = new();
    private readonly List<(EventId Id, string Text)> _lines = [];

    public IReadOnlyList<string> Lines(int eventId)
    {
        lock (_gate)
            return [.. _lines.Where(l => l.Id.Id == eventId).Select(l => l.Text)];
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
            _lines.Add((eventId, formatter(state, exception)));
    }
}
