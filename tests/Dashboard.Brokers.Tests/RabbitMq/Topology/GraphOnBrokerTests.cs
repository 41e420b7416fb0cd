using Dashboard.Brokers.Tests.RabbitMq.Diagnosis;
using Dashboard.Brokers.Tests.RabbitMq.Management;
using Dashboard.Brokers.Tests.RabbitMq.Messages;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;

namespace Dashboard.Brokers.Tests.RabbitMq.Topology;

/// <summary>The graph of a vhost that was read from the real broker.</summary>
public sealed class GraphOnBrokerTests(MessageVhost vhost) : IClassFixture<MessageVhost>
{
    [Fact]
    public async Task Read_NodeThatNeedsALook_IsTheOneTheDiagnosisFound()
    {
        await vhost.DeclareQueueAsync("nobody");
        await vhost.DeclareQueueAsync("delay", new Dictionary<string, object> { ["x-message-ttl"] = 3_600_000, ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = "elsewhere" });
        (await vhost.PublishAsync("", "nobody", "x")).ShouldBeTrue();
        (await vhost.PublishAsync("", "delay", "x")).ShouldBeTrue();
        await using var harness = new ReaderHarness(vhost.Settings());
        await harness.WaitForTableAsync("queues", t => new[] { "nobody", "delay" }.All(name => t["ready"].NumberAt(t.RowOf(RowKey.Of(vhost.Name, name))) == 1));
        var bench = new DiagnosisBench(harness.Reader.Sections);
        // What some columns need is told by the broker some seconds late.
        for (var i = 0; i < 30 && (i == 0 || bench.Find("no-consumer", "nobody") is null); i++)
        {
            await bench.StepAsync(harness.Reader, TimeSpan.FromSeconds(10));
            await Task.Delay(500);
        }

        var figures = vhost.Connection.Find<ITopologyReader>()!.Read(bench.Snapshot, vhost.Name).Nodes.ToDictionary(n => n.Name, n => n.Figures);
        var finding = bench.Find("no-consumer", "nobody").ShouldNotBeNull();
        (figures["nobody"].Tone, figures["nobody"].Reason).ShouldBe((finding.Tone, finding.Signal.Word), "the finding, in the word of the list");
        figures["delay"].Reason.ShouldNotBe(finding.Signal.Word, "a delay queue waits on purpose, though nobody consumes it");
    }

    [Fact]
    public async Task Read_EveryKindOfWay_IsAnEdge()
    {
        await vhost.DeclareExchangeAsync("shop", "topic");
        await vhost.DeclareExchangeAsync("events", "fanout");
        await vhost.DeclareExchangeAsync("unrouted", "fanout");
        await vhost.Broker.CallAsync(HttpMethod.Put, $"policies/{vhost.Escaped}/ae", new Dictionary<string, object>
        {
            ["pattern"] = "^shop$",
            ["apply-to"] = "exchanges",
            ["definition"] = new Dictionary<string, object> { ["alternate-exchange"] = "unrouted" },
        });
        await vhost.DeclareQueueAsync("orders", new Dictionary<string, object> { ["x-dead-letter-exchange"] = "gone.dlx" });
        await vhost.DeclareQueueAsync("retry", new Dictionary<string, object> { ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = "orders" });
        await vhost.DeclareQueueAsync("<b>lone</b>");
        await vhost.DeclareQueueAsync("lost");
        await vhost.BindAsync("unrouted", "lost", "");
        await vhost.BindAsync("shop", "orders", "order.#");
        await vhost.BindAsync("shop", "orders", "urgent.*");
        await vhost.Broker.CallAsync(HttpMethod.Post, $"bindings/{vhost.Escaped}/e/shop/e/events", new { routing_key = "order.new", arguments = new { } });

        await using var harness = new ReaderHarness(vhost.Settings());
        await harness.WaitForTableAsync("exchanges", t => t["policy"].TextAt(t.RowOf(RowKey.Of(vhost.Name, "shop"))) == "ae");
        await using var fresh = new ReaderHarness(vhost.Settings());
        var snapshot = await SnapshotOf.BrokerAsync(fresh, vhost.Connection.Info);
        var reader = vhost.Connection.Find<ITopologyReader>()!;
        var graph = reader.Read(snapshot, vhost.Name);

        graph.Edges.Select(e => $"{Name(e.From)} {e.Kind} {Name(e.To)}: {string.Join(" | ", e.Links.Select(l => l.Label).Order())}").ShouldBe(
            [
                "shop Binding orders: order.# | urgent.*",
                "shop Forward events: order.new",
                "shop Alternate unrouted: no match",
                "unrouted Binding lost: ",
                "orders DeadLetter gone.dlx: ",
                "retry DeadLetter orders: default exchange",
            ],
            ignoreOrder: true);
        graph.Nodes.Select(n => n.Name).ShouldBe(["shop", "events", "unrouted", "orders", "retry", "<b>lone</b>", "lost", "gone.dlx"], ignoreOrder: true);
        graph.Nodes.Single(n => n.IsMissing).Name.ShouldBe("gone.dlx");
        foreach (var node in graph.Nodes.Where(n => !n.IsMissing))
            snapshot.Section(node.SectionId)!.Table!.RowOf(node.Key).ShouldBeGreaterThanOrEqualTo(0, node.Name);
        reader.Read(snapshot, vhost.Name).ShouldBeSameAs(graph, "nothing is computed twice for the same tables");
        reader.Scopes(snapshot).Select(s => s.Name).ShouldBe([vhost.Name]);

        // An alternate exchange that a policy sets is followed, by the trace and by the live answer alike.
        var address = vhost.ToExchange("shop", "nothing");
        var trace = vhost.Connection.Find<IRouteTracer>()!.Trace(snapshot, new RouteRequest(address, []));
        trace.Tone.ShouldBe(Tone.Good);
        trace.Targets.ShouldHaveSingleItem().Destination.Name.ShouldBe("lost");
        trace.EdgeIds.ShouldAllBe(id => graph.Edges.Any(e => e.Id == id));
        trace.NodeIds.ShouldAllBe(id => graph.Find(id) != null);
        (await vhost.Inspector.ReachAsync(address, CancellationToken.None)).Destinations.ShouldBe([vhost.Queue("lost")]);

        string Name(string id) => graph.Find(id)!.Name;
    }
}
