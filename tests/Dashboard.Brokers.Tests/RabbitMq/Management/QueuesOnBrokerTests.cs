using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.RabbitMq;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

/// <summary>Against the real broker.</summary>
public sealed class QueuesOnBrokerTests(RabbitMqVhost vhost) : IClassFixture<RabbitMqVhost>
{
    [Fact]
    public async Task Read_QueuesOfAllTypes_TellsTotalsAtOnceAndStatisticsSoon()
    {
        await vhost.DeclareExchangeAsync("dlx", "fanout");
        await vhost.DeclareQueueAsync("classic", new Dictionary<string, object>
        {
            ["x-message-ttl"] = 60_000,
            ["x-max-length"] = 500,
            ["x-dead-letter-exchange"] = "dlx",
            ["x-dead-letter-routing-key"] = "late",
        });
        await vhost.DeclareQueueAsync("quorum", new Dictionary<string, object> { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = 7 });
        await vhost.DeclareQueueAsync("stream", new Dictionary<string, object> { ["x-queue-type"] = "stream" });
        foreach (var queue in new[] { "classic", "quorum", "stream" })
        {
            for (var i = 0; i < 3; i++)
                (await vhost.PublishAsync("", queue, "x")).ShouldBeTrue();
        }

        await using var harness = new ReaderHarness(vhost.Settings());
        (await harness.ReadAsync("overview")).Product.ShouldNotBeNull();
        string[] names = ["classic", "quorum", "stream"];
        var table = await harness.WaitForTableAsync("queues", t => names.Select(n => t.RowOf(RowKey.Of(vhost.Name, n))).All(row => row >= 0 && t["memory"].HasValue(row) && t["total"].NumberAt(row) == 3));

        var classic = table.RowOf(RowKey.Of(vhost.Name, "classic"));
        table["type"].TextAt(classic).ShouldBe("classic");
        table["ready"].NumberAt(classic).ShouldBe(3);
        table["ttl"].NumberAt(classic).ShouldBe(60);
        table["max_length"].NumberAt(classic).ShouldBe(500);
        table["dlx"].TextAt(classic).ShouldBe("dlx");
        table["dl_routing_key"].TextAt(classic).ShouldBe("late");
        table["durable"].NumberAt(classic).ShouldBe(1);
        table["memory"].ReadAtMilliseconds![classic].ShouldBeGreaterThan(0);
        table.DestinationAt(new ConnectionId("rabbit"), classic).ShouldBe(new DestinationRef(new ConnectionId("rabbit"), "queue", vhost.Name, "classic"));
        var quorum = table.RowOf(RowKey.Of(vhost.Name, "quorum"));
        table["type"].TextAt(quorum).ShouldBe("quorum");
        table["members"].NumberAt(quorum).ShouldBeGreaterThanOrEqualTo(1);
        table["online"].NumberAt(quorum).ShouldBe(table["members"].NumberAt(quorum));
        table["leader"].TextAt(quorum).ShouldNotBeNullOrEmpty();
        table["delivery_limit"].NumberAt(quorum).ShouldBe(7);
        table["type"].TextAt(table.RowOf(RowKey.Of(vhost.Name, "stream"))).ShouldBe("stream");
    }

    [Fact]
    public async Task Read_HostileQueueNames_KeepsThemWhole()
    {
        string[] names = ["..", ".", "a/../b", "100%2F %25 + ?#&", "<script>alert('1')</script>", "\"quotes\" 'and' \\ back", "Zoë 🐇 \u202e right-to-left"];
        foreach (var name in names)
            await vhost.DeclareQueueAsync(name);
        await using var harness = new ReaderHarness(vhost.Settings());

        var table = await harness.WaitForTableAsync(
            "queues", t => names.Select(n => t.RowOf(RowKey.Of(vhost.Name, n))).All(row => row >= 0 && t["consumers"].HasValue(row)));

        foreach (var name in names)
        {
            var row = table.RowOf(RowKey.Of(vhost.Name, name));
            table["name"].TextAt(row).ShouldBe(name);
            table.Keys[row].Parts.ShouldBe([vhost.Name, name]);
        }
    }
}
