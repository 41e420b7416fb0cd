using Dashboard.Core.Model;
using Dashboard.Tests.Shared.RabbitMq;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

/// <summary>Queues that appear on a real broker that has too many to be read whole at each poll.</summary>
public sealed class NewQueuesOnBrokerTests(RabbitMqVhost vhost) : IClassFixture<RabbitMqVhost>
{
    [Fact]
    public async Task Read_QueuesAppearAmongMany_AFewAreWholeAtOnceAndManyWithTheNextPoll()
    {
        await vhost.DeclareQueuesAsync(Enumerable.Range(0, 640).Select(i => $"many-{i:D3}"));
        await using var harness = new ReaderHarness(vhost.Settings());
        await harness.TableAsync("queues");
        await vhost.DeclareQueueAsync("new one/%2F", new Dictionary<string, object> { ["x-queue-type"] = "quorum", ["x-max-length"] = 500, ["x-single-active-consumer"] = true });

        var table = await harness.TableAsync("queues");

        var row = table.RowOf(RowKey.Of(vhost.Name, "new one/%2F"));
        (table["type"].TextAt(row), table["max_length"].NumberAt(row), table["single_active"].NumberAt(row), table["durable"].NumberAt(row)).ShouldBe(("quorum", 500, 1, 1));
        table["type"].Coverage().ShouldBe(641);

        await vhost.DeclareQueuesAsync(Enumerable.Range(0, 30).Select(i => $"more-{i:D2}"), new Dictionary<string, object> { ["x-max-length"] = 7 });
        table = await harness.TableAsync("queues");
        row = table.RowOf(RowKey.Of(vhost.Name, "more-29"));
        (table["state"].TextAt(row), table["type"].HasValue(row), table["single_active"].HasValue(row)).ShouldBe(("running", false, false));
        table = await harness.TableAsync("queues");
        row = table.RowOf(RowKey.Of(vhost.Name, "more-29"));
        (table["type"].TextAt(row), table["max_length"].NumberAt(row), table["single_active"].NumberAt(row)).ShouldBe(("classic", 7, 0));
        table["type"].Coverage().ShouldBe(671);
    }
}
