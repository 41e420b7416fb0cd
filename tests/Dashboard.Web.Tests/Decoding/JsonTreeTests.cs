using System.Text;
using Dashboard.Web.Decoding;

namespace Dashboard.Web.Tests.Decoding;

public sealed class JsonTreeTests
{
    [Fact]
    public void Read_Object_KeepsOrderDoubleNamesAndDigits()
    {
        var tree = Read("""{"b": 1.10, "a": [true, null, "x\ny"], "b": 12345678901234567890}""");

        tree.Nodes.Select((_, i) => tree.NameOf(i)).ShouldBe([null, "b", "a", null, null, null, "b"]);
        tree.Nodes.Select((_, i) => tree.ValueOf(i)).ShouldBe([null, "1.10", null, "true", "null", "x\ny", "12345678901234567890"]);
        tree.Nodes.Select(n => n.Depth).ShouldBe([0, 1, 1, 2, 2, 2, 1]);
        tree.Nodes[0].Children.ShouldBe(3);
    }

    [Fact]
    public void VisibleNodes_FoldedContainer_LeavesOutWhatIsInIt()
    {
        var tree = Read("""{"a": {"b": [1, 2]}, "c": 3}""");

        tree.VisibleNodes(new HashSet<int> { 1 }).Select(i => tree.NameOf(i)).ShouldBe([null, "a", "c"]);
    }

    [Fact]
    public void NameOf_EmptyName_IsNotMistakenForNone()
    {
        var tree = Read("""{"": 1}""");

        tree.NameOf(1).ShouldBe("");
        tree.NameOf(0).ShouldBeNull();
    }

    [Fact]
    public void Read_Truncated_ShowsTheFirstPartAndSaysCut()
    {
        var tree = JsonTree.Read(Encoding.UTF8.GetBytes("""{"a": 1, "b": [2, 3"""), true, DecodingLimits.Default, out var problem);

        problem.ShouldBeNull();
        tree.ShouldNotBeNull().IsCut.ShouldBeTrue();
        tree.Nodes.Count.ShouldBe(4);
        tree.Nodes[0].End.ShouldBe(4);
    }

    [Fact]
    public void Read_BrokenText_TellsWhere()
    {
        var tree = JsonTree.Read("{\n\"a\": oops}"u8.ToArray(), false, DecodingLimits.Default, out var problem);

        tree.ShouldBeNull();
        problem.ShouldNotBeNull().ShouldStartWith("line 2, byte 6:");
    }

    [Fact]
    public void Read_DeeperThanTheBound_IsAProblemAndNoOverflow()
    {
        var deep = Encoding.UTF8.GetBytes(new string('[', 100_000) + new string(']', 100_000));

        JsonTree.Read(deep, false, DecodingLimits.Default, out var problem).ShouldBeNull();
        problem.ShouldNotBeNull();
    }

    [Fact]
    public void Read_MoreNodesThanTheBound_IsCut()
    {
        var many = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Range(0, 1000)) + "]");

        var tree = JsonTree.Read(many, false, new DecodingLimits(MaxJsonNodes: 50), out _);

        tree.ShouldNotBeNull().Nodes.Count.ShouldBe(50);
        tree.IsCut.ShouldBeTrue();
    }

    [Fact]
    public void Find_GoesRoundAndFindsNamesAndValues()
    {
        var tree = Read("""{"tenant": "eu", "note": "Tenant moved"}""");

        tree.Find("TENANT", 0).ShouldBe(1);
        tree.Find("TENANT", 2).ShouldBe(2);
        tree.Find("TENANT", 0, backwards: true).ShouldBe(2);
        tree.Find("absent", 0).ShouldBe(-1);
    }

    [Fact]
    public void ValueOf_HalfASurrogatePair_IsShownAsWritten() => Read("""["\ud800"]""").ValueOf(1).ShouldBe("\\ud800");

    private static JsonTree Read(string json)
    {
        var tree = JsonTree.Read(Encoding.UTF8.GetBytes(json), false, DecodingLimits.Default, out var problem);
        problem.ShouldBeNull();
        return tree.ShouldNotBeNull();
    }
}
