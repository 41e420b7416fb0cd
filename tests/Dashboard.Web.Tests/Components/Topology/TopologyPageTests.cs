using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;
using Dashboard.Web.Components.Topology;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Topology;

public sealed class TopologyPageTests : ListContext
{
    private readonly FakeTopology _topology = new()
    {
        Graph = new TopologyGraph(
            "/",
            [FakeTopology.Node("in", "exchange"), FakeTopology.Node("orders", depth: 1200, tone: Tone.Warning), FakeTopology.Node(FakeTopology.Hostile), FakeTopology.Node("far")],
            [FakeTopology.Edge("in", "orders", "order.new", "order.#"), FakeTopology.Edge("in", FakeTopology.Hostile, "#")]),
    };

    protected override IConnectionRegistry Connections => _topology;

    [Fact]
    public void Render_WholeGraph_IsAlsoAListWithItsWays()
    {
        Publish(Table(("orders", 1)), bindings: BindingTable());
        var page = RenderPage("c/shop/topology?scope=%2F");

        var rows = page.FindAll(".topology-list tbody tr");
        rows.Count.ShouldBe(4);
        rows[1].TextContent.ShouldContain("1,200");
        rows[1].TextContent.ShouldContain("in");
        rows[2].QuerySelector("button")!.TextContent.ShouldBe(FakeTopology.Hostile);
        page.FindAll("script").ShouldBeEmpty();
    }

    [Fact]
    public void Address_WithFocus_ShowsItsNeighboursAlone()
    {
        Publish(Table(("orders", 1)), bindings: BindingTable());
        var page = RenderPage($"c/shop/topology?scope=%2F&focus={Uri.EscapeDataString(FakeTopology.IdOf("orders"))}&depth=1");

        page.FindAll(".topology-list tbody tr").Count.ShouldBe(2);
        page.Find(".focus-bar").TextContent.ShouldContain("orders");
        page.Find(".focus-bar [aria-pressed=true]").TextContent.ShouldBe("1");
    }

    [Fact]
    public void Pick_Node_ShowsItWithALinkToItsPageAndFoldedWays()
    {
        Publish(Table(("orders", 1)), bindings: BindingTable());
        var page = RenderPage("c/shop/topology?scope=%2F");

        page.FindAll(".topology-list tbody button")[1].Click();

        var card = page.Find(".topology-card");
        card.TextContent.ShouldContain("nobody consumes");
        card.TextContent.ShouldContain("2 ways");
        card.QuerySelector("a.button")!.GetAttribute("href").ShouldBe("c/shop/queues/item?key=%252F%2Forders");
    }

    [Fact]
    public void Trace_Typed_AsksAndPutsItIntoTheAddress()
    {
        var target = _topology.Graph.Nodes[1];
        _topology.Route = _ => new RouteTrace(
            Tone.Good,
            "It reaches queue orders.",
            [new RouteTarget(target.Id, "queues", target.Key, target.Destination, true, [new Consequence(Tone.Warning, "Messages expire.")])],
            [new RouteStep(FakeTopology.IdOf("in"), "topic exchange in", "Compares.", true, [new RouteBranch(RouteOutcome.Taken, "queue orders", "its key fits", null), new RouteBranch(RouteOutcome.Passed, "queue far", "its key is other", null)])],
            []);
        Publish(Table(("orders", 1)), bindings: BindingTable());
        var page = RenderPage("c/shop/topology?scope=%2F");

        page.Find(".route-form input[list]").Input("in");
        page.Find(".route-form input[id$=key]").Input("order.new");

        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("topology?scope=%2F&to=in&key=order.new");
        page.WaitForAssertion(() => page.Find(".route-summary").TextContent.ShouldContain("It reaches queue orders."));
        page.Find(".route-targets").TextContent.ShouldContain("Messages expire.");
        page.Find(".route-steps").TextContent.ShouldContain("its key fits");
        page.Find(".route-passed").TextContent.ShouldContain("its key is other");
        _topology.Asked[^1].Address.ShouldBe(new PublishAddress(FakeTopology.Exchange("in"), "order.new"));
    }

    [Fact]
    public void Address_WithTrace_RestoresKeyAndTypedHeaders()
    {
        Publish(Table(("orders", 1)), bindings: BindingTable());
        var headers = Uri.EscapeDataString("""[["n","Integer","5"],["bad"],["t","Nonsense","x"]]""");
        var page = RenderPage($"c/shop/topology?scope=%2F&to=in&key=a.b&headers={headers}");

        page.Find(".route-form input[id$=key]").GetAttribute("value").ShouldBe("a.b");
        _topology.Asked[^1].Headers.ShouldBe([new MessageField("n", new IntegerValue(5))]);
        page.Find(".route-summary").TextContent.ShouldContain("no queue");
    }

    [Fact]
    public void Trace_UnknownEntrance_SaysThatThereIsNone()
    {
        Publish(Table(("orders", 1)), bindings: BindingTable());
        RenderPage("c/shop/topology?scope=%2F&to=gone").Find(".route-form .field-error").TextContent.ShouldContain("none of this name");
    }

    [Fact]
    public void Snapshot_ListMissing_SaysWhyAndDrawsNothingHalf()
    {
        Store.Publish(Store.Find(Shop)! with { Sections = [new SectionSnapshot(Queues, Table(("orders", 1)), null), new SectionSnapshot(Bindings, null, null)] });
        var page = RenderPage("c/shop/topology?scope=%2F");
        page.FindAll(".grid-skeleton").Count.ShouldBe(1);
        page.FindAll(".topology-canvas").ShouldBeEmpty();

        Store.Publish(Store.Find(Shop)! with { Sections = [new SectionSnapshot(Queues, Table(("orders", 1)), null), new SectionSnapshot(Bindings, null, Refused)] });

        page.WaitForAssertion(() => page.Find(".error-panel").TextContent.ShouldContain("Connection refused"));
        page.FindAll(".topology-canvas").Count.ShouldBe(1);
    }

    [Fact]
    public void Snapshot_Stale_KeepsTheGraphUnderABanner()
    {
        Publish(Table(("orders", 1)), Refused, bindings: BindingTable());
        var page = RenderPage("c/shop/topology?scope=%2F");
        page.Find(".banner.tone-warn").TextContent.ShouldContain("Last good data");
        page.FindAll(".topology-body.is-stale .topology-canvas").Count.ShouldBe(1);
    }

    [Fact]
    public void Render_EmptyScope_SaysSo()
    {
        Publish(Table(("orders", 1)), bindings: BindingTable());
        RenderPage("c/shop/topology?scope=eu").Find(".empty-state").TextContent.ShouldContain("Nothing to draw in eu");
    }

    [Fact]
    public void Render_FocusThatIsGone_SaysSo()
    {
        Publish(Table(("orders", 1)), bindings: BindingTable());
        RenderPage("c/shop/topology?scope=%2F&focus=queues:%252F%2Fgone").Find(".banner.tone-warn").TextContent.ShouldContain("gone is not there");
    }

    [Fact]
    public void Search_NodeThatIsNotDrawn_BecomesTheFocus()
    {
        Publish(Table(("orders", 1)), bindings: BindingTable());
        var page = RenderPage($"c/shop/topology?scope=%2F&focus={Uri.EscapeDataString(FakeTopology.IdOf("orders"))}");
        page.Find(".node-search input").Input("far");
        page.Find(".node-search input").KeyDown("Enter");
        Services.GetRequiredService<NavigationManager>().Uri.ShouldContain("focus=" + Uri.EscapeDataString(FakeTopology.IdOf("far")));
    }

    private IRenderedComponent<TopologyPage> RenderPage(string address)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<TopologyPage>(parameters => parameters.Add(p => p.Id, "shop"));
    }
}
