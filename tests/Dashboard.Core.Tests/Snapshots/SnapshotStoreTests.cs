using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Tests.Snapshots;

public sealed class SnapshotStoreTests
{
    private readonly SnapshotStore _store = new([Snapshot("eu"), Snapshot("us")]);

    [Fact]
    public void Publish_Replaces_AndVersionsRiseByOne()
    {
        _store.Publish(_store.All[0] with { Product = "one" }).Version.ShouldBe(1);
        _store.Publish(_store.All[0] with { Product = "two", Version = 77 }).Version.ShouldBe(2);

        _store.Find(new ConnectionId("eu"))!.Product.ShouldBe("two");
        _store.Find(new ConnectionId("us"))!.Version.ShouldBe(0);
        _store.Find(new ConnectionId("mars")).ShouldBeNull();
        _store.All.Select(s => s.Connection.Id.Value).ShouldBe(["eu", "us"]);
    }

    [Fact]
    public void Publish_UnknownConnection_Throws() => Should.Throw<ArgumentException>(() => _store.Publish(Snapshot("mars")));

    [Fact]
    public async Task Subscription_FirstCall_ReturnsAtOnceThenWaitsForAChange()
    {
        using var subscription = _store.Subscribe();

        (await subscription.WaitForChangeAsync(default)).ShouldBeTrue();
        var next = subscription.WaitForChangeAsync(default).AsTask();
        next.IsCompleted.ShouldBeFalse();
        _store.Publish(_store.All[1]);

        (await next.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeTrue();
    }

    [Fact]
    public async Task Subscription_SlowReader_GetsOneChangeForMany()
    {
        using var subscription = _store.Subscribe(new ConnectionId("eu"));
        await subscription.WaitForChangeAsync(default);

        for (var i = 0; i < 1000; i++)
            _store.Publish(_store.All[0]);

        (await subscription.WaitForChangeAsync(default)).ShouldBeTrue();
        var next = subscription.WaitForChangeAsync(default).AsTask();
        next.IsCompleted.ShouldBeFalse();
        subscription.Dispose();
        (await next.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeFalse();
    }

    [Fact]
    public async Task Subscription_ToOneConnection_IsNotWokenByOthers()
    {
        using var subscription = _store.Subscribe(new ConnectionId("eu"));
        await subscription.WaitForChangeAsync(default);

        _store.Publish(_store.All[1]);

        subscription.WaitForChangeAsync(default).AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Subscription_Cancelled_ThrowsAndCanBeUsedAgain()
    {
        using var subscription = _store.Subscribe();
        await subscription.WaitForChangeAsync(default);
        using var cancel = new CancellationTokenSource();
        var waiting = subscription.WaitForChangeAsync(cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        _store.Publish(_store.All[0]);
        (await subscription.WaitForChangeAsync(default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Subscription_PublishersRace_LosesNoChange()
    {
        using var subscription = _store.Subscribe();
        var publisher = Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
                _store.Publish(_store.All[0]);
        });

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_store.All[0].Version < 20_000)
            (await subscription.WaitForChangeAsync(limit.Token)).ShouldBeTrue();

        await publisher;
        _store.All[0].Version.ShouldBe(20_000);
    }

    private static ConnectionSnapshot Snapshot(string id) => new()
    {
        Connection = A.Connection(id),
        Version = 0,
        TakenAt = DateTimeOffset.UnixEpoch,
        Health = ConnectionHealth.Connecting,
        Sections = [],
    };
}
