using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;

namespace Dashboard.Core.Tests.Topology;

public sealed class TopologyGraphTests
{
    [Fact]
    public void Around_Depth_GoesBothWaysAndNotSideways()
    {
        // x feeds q and r; q's rejects go by d to dead; and back to x.
        var graph = Graph(["x", "q", "r", "d", "dead"], ("x", "q"), ("x", "r"), ("q", "d"), ("d", "dead"), ("dead", "x"));

        graph.Around(Id("q"), 1).Nodes.Select(n => n.Name).ShouldBe(["x", "q", "d"], ignoreOrder: true);
        graph.Around(Id("q"), 2).Nodes.Select(n => n.Name).ShouldBe(["x", "q", "d", "dead"], ignoreOrder: true);
        graph.Around(Id("q"), 2).Edges.Count.ShouldBe(4);
        graph.Around("gone", 2).Nodes.ShouldBeEmpty();
    }

    [Fact]
    public void View_SmallGraph_IsWhole()
    {
        var view = TopologyView.Of(Graph(["a", "b"]), null, 2, []);
        view.Shown.Nodes.Count.ShouldBe(2);
        view.Focus.ShouldBeNull();
    }

    [Fact]
    public void View_LargeGraph_OpensAroundTheWorstAndIsBounded()
    {
        var names = Enumerable.Range(0, TopologyView.MaxNodes + 500).Select(i => $"n{i}").ToArray();
        var graph = new TopologyGraph(
            "/",
            [.. names.Select(n => Node(n, n == "n7" ? Tone.Warning : Tone.Neutral, n == "n9" ? 1_000_000 : 1))],
            [.. names.Skip(8).Select(n => new TopologyEdge(Id("n7"), Id(n), TopologyEdgeKind.Binding, [new TopologyLink("")]))]);

        var view = TopologyView.Of(graph, null, 1, [Id("n3")]);

        view.IsChosenForYou.ShouldBeTrue();
        view.Focus!.Name.ShouldBe("n7");
        view.Shown.Nodes.Count.ShouldBe(TopologyView.MaxNodes);
        view.Shown.Nodes.ShouldContain(n => n.Name == "n3", "what a trace passes is drawn");
        view.Shown.Nodes.ShouldContain(n => n.Name == "n9", "the fullest first");
        view.LeftOut.ShouldBe(graph.Nodes.Count - 8 - (TopologyView.MaxNodes - 2));
    }

    [Fact]
    public void Search_Words_AllMustBeThere()
        => Graph(["orders.eu.dead", "orders.eu", "orders"]).Search("EU ord").Select(n => n.Name).ShouldBe(["orders.eu", "orders.eu.dead"]);

    private static string Id(string name) => TopologyNode.IdOf("queues", RowKey.Of(name));

    private static TopologyGraph Graph(string[] names, params (string From, string To)[] edges) => new(
        "/",
        [.. names.Select(n => Node(n))],
        [.. edges.Select(e => new TopologyEdge(Id(e.From), Id(e.To), TopologyEdgeKind.Binding, [new TopologyLink("")]))]);

    private static TopologyNode Node(string name, Tone tone = Tone.Neutral, long depth = 0) => new("queues", RowKey.Of(name), "queue", name)
    {
        Destination = new DestinationRef(new ConnectionId("c"), "queue", "/", name),
        Figures = new TopologyFigures(depth, null, null, null, tone, null),
    };
}
