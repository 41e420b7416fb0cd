using System.Text;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Messages;
using Dashboard.Web.Components.Messages.Comparing;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Messages;

public sealed class CompareTests : PageContext
{
    [Fact]
    public void Compare_JsonInAnotherOrder_HasTheSameValues()
    {
        var compare = RenderCompare(Sample.Message(0, """{"a": 1, "b": [1, 2]}"""), Sample.Message(1, """{ "b": [1,2], "a": 1 }"""));

        compare.WaitForAssertion(() => compare.Markup.ShouldContain("only white space or the order of keys differs"));
        compare.FindAll(".diff").ShouldBeEmpty();
    }

    [Fact]
    public void Compare_BodiesThatDiffer_MarksTheLines()
    {
        var compare = RenderCompare(Sample.Message(0, """{"a": 1, "b": 2}"""), Sample.Message(1, """{"a": 1, "b": 3}"""));

        compare.WaitForAssertion(() => compare.Find(".diff .removed").TextContent.ShouldContain("\"b\": 2"));
        compare.Find(".diff .added").TextContent.ShouldContain("\"b\": 3");
        compare.FindAll(".diff .same").Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Compare_HeadersThatDiffer_AreNamed()
    {
        var left = Sample.Message(0, headers: [new("x-tenant", new TextValue("eu")), new("only-left", new IntegerValue(1)), new("typed", new IntegerValue(1, "int32"))]);
        var right = Sample.Message(0, headers: [new("x-tenant", new TextValue("us")), new("typed", new IntegerValue(1))]);

        var compare = RenderCompare(left, right);

        compare.WaitForAssertion(() => compare.Find(".compare-verdict").TextContent.ShouldContain("3 properties or headers differ; the bodies are the same"));
        compare.FindAll(".mark").Select(m => m.TextContent).ShouldBe(["changed", "removed", "changed"]);
        Choose(compare, "input[type=checkbox]", true);
        compare.FindAll(".field-diff .same").ShouldBeEmpty();
    }

    [Fact]
    public void Page_Link_FindsBothAgain()
    {
        Reading.Effect = Sample.StreamEffect with { SupportsOffsets = false };
        Reading.Messages = [Sample.Message(0, "a"), Sample.Message(1, "b"), Sample.Message(2, "c")];
        Services.GetRequiredService<NavigationManager>().NavigateTo(MessageLinks.Compare(Reading.Messages[2], Reading.Messages[0], 100));

        var page = Render<ComparePage>();

        page.WaitForAssertion(() => page.Find(".diff .removed").TextContent.ShouldContain("c"));
        page.Find(".diff .added").TextContent.ShouldContain("a");
    }

    [Fact]
    public void Page_OneHasGone_SaysWhich()
    {
        Reading.Effect = Sample.StreamEffect with { SupportsOffsets = false };
        Reading.Messages = [Sample.Message(0, "a")];
        Services.GetRequiredService<NavigationManager>().NavigateTo(MessageLinks.Compare(Sample.Message(0, "a"), Sample.Message(1, "b"), 100));

        var page = Render<ComparePage>();

        page.WaitForAssertion(() => page.Markup.ShouldContain("The second message is not among those read"));
    }

    [Fact]
    public void LineDiff_LongEqualRuns_AreFolded()
    {
        var before = string.Join('\n', Enumerable.Range(0, 100));
        var lines = LineDiff.Of(before, before.Replace("\n50\n", "\nfifty\n", StringComparison.Ordinal))!;

        lines.Select(l => l.Kind).ShouldBe(
        [
            DiffKind.Folded, DiffKind.Same, DiffKind.Same, DiffKind.Same, DiffKind.Removed, DiffKind.Added, DiffKind.Same, DiffKind.Same, DiffKind.Same, DiffKind.Folded,
        ]);
        lines[0].Text.ShouldBe("47 equal lines");
        lines[4].ShouldBe(new DiffLine(DiffKind.Removed, 51, null, "50"));
    }

    [Fact]
    public void BodyDiff_BinaryAndHuge_AreSaidAndNotGuessed()
    {
        BodyDiff.Of(new byte[] { 0xFF, 1 }, new byte[] { 0xFF, 2 }, true).Note!.ShouldContain("as bytes");
        BodyDiff.Of(new byte[3_000_000], new byte[1], true).Lines.ShouldBeNull();
        BodyDiff.Of(Encoding.UTF8.GetBytes("""{"a":1,"a":2}"""), Encoding.UTF8.GetBytes("""{"a":1,"a":3}"""), true).Lines.ShouldNotBeNull();
    }

    private IRenderedComponent<MessageCompare> RenderCompare(MessageEnvelope left, MessageEnvelope right)
        => Render<MessageCompare>(p => p.Add(c => c.Left, left).Add(c => c.Right, right));
}
