using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;
using Dashboard.Web.Components.Topology;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Topology;

/// <summary>What is sent to the browser after the first time.</summary>
public sealed class CanvasDataTests
{
    [Fact]
    public void Changes_OneDepth_IsOneNodeAndTheSameShape()
    {
        var before = Data(FakeTopology.Node("a", depth: 1), FakeTopology.Node("b", depth: 2));
        var after = Data(FakeTopology.Node("a", depth: 1), FakeTopology.Node("b", depth: 3));

        after.HasShapeOf(before).ShouldBeTrue();
        after.ChangesFrom(before).ShouldHaveSingleItem().ShouldBeOfType<CanvasNode>().Id.ShouldBe(FakeTopology.IdOf("b"));
        before.ChangesFrom(Data(FakeTopology.Node("a", depth: 1), FakeTopology.Node("b", depth: 2))).ShouldBeEmpty();
    }

    [Fact]
    public void Shape_NodeReplacedByAnother_IsAnother()
        => Data(FakeTopology.Node("a"), FakeTopology.Node("c")).HasShapeOf(Data(FakeTopology.Node("a"), FakeTopology.Node("b"))).ShouldBeFalse();

    [Fact]
    public void Text_LongNameWithPairs_IsCutBetweenThem()
    {
        var name = string.Concat(Enumerable.Repeat("🐇", 60));
        var text = ((CanvasNode)Data(FakeTopology.Node(name)).Elements[0].Data).Text;
        text.ShouldContain("…");
        text.Where((c, i) => char.IsHighSurrogate(c) && (i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))).ShouldBeEmpty();
        text.Where((c, i) => char.IsLowSurrogate(c) && (i == 0 || !char.IsHighSurrogate(text[i - 1]))).ShouldBeEmpty();
    }

    [Fact]
    public void Line_Trouble_StandsInWordsAndASign()
        => ((CanvasNode)Data(FakeTopology.Node("a", depth: 5, tone: Tone.Warning)).Elements[0].Data).Text.ShouldBe("a\n⚠ 5 msgs · 1.5 → 1.5/s");

    private static CanvasData Data(params TopologyNode[] nodes) => new(new TopologyView(new TopologyGraph("/", nodes, []), null, false, 0));
}
