using Dashboard.Core.Capabilities;
using Dashboard.Core.Connections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Tests.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Core.Tests.Connections;

public sealed class LiveConnectionsTests : IAsyncDisposable
{
    private readonly FakeProvider _provider = new();
    private readonly ConnectionRegistry _registry;
    private readonly SnapshotStore _store;
    private readonly FindingsBoard _findings;
    private readonly Collector _collector;
    private readonly LiveConnections _live;

    public LiveConnectionsTests()
    {
        _registry = new ConnectionRegistry([_provider], [Settings("eu")]);
        _store = SnapshotStore.For(_registry, TimeProvider.System);
        var history = new MetricHistory();
        _findings = new FindingsBoard(_registry, history, TimeProvider.System, NullLogger<FindingsBoard>.Instance);
        _collector = new Collector(_registry, _store, new LookRegistry(), history, _findings, TimeProvider.System, new RecordingLog());
        _live = new LiveConnections(_registry, _store, _findings, _collector);
    }

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        await _registry.DisposeAsync();
        _live.Dispose();
    }

    [Fact]
    public async Task Add_WhilePolling_IsListedPolledAndTold()
    {
        var source = new FakeSource();
        _provider.Sources = [source.Source()];
        await _collector.StartAsync(CancellationToken.None);
        using var changes = _store.Subscribe();
        await changes.WaitForChangeAsync(CancellationToken.None);

        await _live.AddAsync(Settings("us"), CancellationToken.None);

        _registry.All.Select(c => c.Info.Id.Value).ShouldBe(["eu", "us"]);
        _store.All.Select(s => s.Connection.Id.Value).ShouldBe(["eu", "us"]);
        _findings.Of(new ConnectionId("us")).ShouldNotBeNull();
        (await changes.WaitForChangeAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue();
        await source.StartedAsync(1);
    }

    [Fact]
    public async Task Remove_WhileAReadIsUnderWay_EndsItBeforeTheConnectionIsClosed()
    {
        var wasOpenAtTheEnd = false;
        var source = new FakeSource();
        _provider.Sources = [source.Source()];
        source.Script = async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wasOpenAtTheEnd = !_provider.Made[^1].IsDisposed;
            throw new OperationCanceledException(token);
        };
        await _collector.StartAsync(CancellationToken.None);
        await _live.AddAsync(Settings("us"), CancellationToken.None);

        // One of each connection.
        await source.StartedAsync(2);

        await _live.RemoveAsync(new ConnectionId("us"), CancellationToken.None);

        wasOpenAtTheEnd.ShouldBeTrue();
        _provider.Made[^1].IsDisposed.ShouldBeTrue();
        _registry.Find(new ConnectionId("us")).ShouldBeNull();
        _store.Find(new ConnectionId("us")).ShouldBeNull();
        _findings.All.Select(d => d.Connection.Id.Value).ShouldBe(["eu"]);
        _store.Find(new ConnectionId("eu")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Replace_ClosesTheFormerAndBeginsUnread()
    {
        await _live.AddAsync(Settings("us"), CancellationToken.None);
        var former = _provider.Made[^1];
        _store.Publish(_store.Find(new ConnectionId("us"))! with { Product = "old" });

        await _live.ReplaceAsync(Settings("us", isReadOnly: true), CancellationToken.None);

        former.IsDisposed.ShouldBeTrue();
        _registry.Find(new ConnectionId("us"))!.Info.IsReadOnly.ShouldBeTrue();
        _store.Find(new ConnectionId("us"))!.Product.ShouldBeNull();
        _store.Find(new ConnectionId("us"))!.Version.ShouldBe(0);
    }

    [Fact]
    public async Task Add_IdThatIsTaken_ChangesNothing()
    {
        await Should.ThrowAsync<ArgumentException>(() => _live.AddAsync(Settings("eu"), CancellationToken.None));

        _provider.Made.Count.ShouldBe(1);
        _store.All.Count.ShouldBe(1);
    }

    private static ConnectionSettings Settings(string id, bool isReadOnly = false)
        => new(A.Connection(id, isReadOnly), new Dictionary<string, string?>(), "Settings");
}
