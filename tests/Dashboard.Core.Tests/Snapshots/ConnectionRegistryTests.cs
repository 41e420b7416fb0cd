using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Tests.Snapshots;

public sealed class ConnectionRegistryTests
{
    [Fact]
    public async Task Registry_ReadOnlyConnection_HasNoMutatingCapability()
    {
        var provider = new FakeProvider();
        await using var registry = new ConnectionRegistry([provider], [Settings("eu"), Settings("us", isReadOnly: true)]);

        registry.All.Select(c => c.Info.Id.Value).ShouldBe(["eu", "us"]);
        registry.Find(new ConnectionId("eu"))!.Find<IDestinationPurger>().ShouldNotBeNull();
        registry.Find(new ConnectionId("us"))!.Find<IDestinationPurger>().ShouldBeNull();
        registry.Find(new ConnectionId("us"))!.Find<ISnapshotReader>().ShouldNotBeNull();
        registry.Find(new ConnectionId("mars")).ShouldBeNull();
    }

    [Fact]
    public async Task Dispose_ClosesAllConnections()
    {
        var provider = new FakeProvider();
        await new ConnectionRegistry([provider], [Settings("eu"), Settings("us", isReadOnly: true)]).DisposeAsync();

        provider.Made.Count.ShouldBe(2);
        provider.Made.ShouldAllBe(c => c.IsDisposed);
    }

    [Fact]
    public void Registry_SameIdTwiceOrUnknownKind_IsRefused()
    {
        Should.Throw<ArgumentException>(() => new ConnectionRegistry([new FakeProvider()], [Settings("eu"), Settings("eu")])).Message.ShouldContain("'eu'");
        Should.Throw<ArgumentException>(() => new ConnectionRegistry([], [Settings("eu")])).Message.ShouldContain("Dashboard:Connections:0");
    }

    private static ConnectionSettings Settings(string id, bool isReadOnly = false)
        => new(A.Connection(id, isReadOnly), new Dictionary<string, string?>(), "Dashboard:Connections:0");
}
