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
    public void Compare_JsonInAnotherOrder_SaysSoInTheVerdict()
    {
        var compare = RenderCompare(Sample.Message(0, """{"a": 1}"""), Sample.Message(0, """{"a":1}"""));

        compare.WaitForAssertion(() => compare.Find(".compare-verdict").TextContent.ShouldContain("Properties and headers are the same; the bodies hold the same values."));
    }

    [Fact]
    public void Page_LinkWithDecoders_ReadsBothWithThem()
    {
        OpenLinkTo("&read=protobuf-fields&readkey=integer");

        var page = Render<ComparePage>();

        page.WaitForAssertion(() => page.Find(".diff .removed").TextContent.ShouldContain("150"));
        page.Find(".diff .added").TextContent.ShouldContain("151");
        page.Markup.ShouldContain("Read as Protobuf by field numbers");
        page.FindAll(".field-diff .differs td").Take(2).Select(cell => cell.TextContent).ShouldBe(["42", "43"], "the keys are read as they were chosen to be");
        page.FindAll("option[selected]").Select(option => option.TextContent).ShouldBe(["Integer, big-endian", "Protobuf (field numbers)"]);
    }

    [Fact]
    public void Page_DecoderIsChosen_ComparesAnewAndTheLinkHasIt()
    {
        OpenLinkTo("");
        var page = Render<ComparePage>();
        page.WaitForAssertion(() => page.Markup.ShouldContain("Compared as bytes"));

        Choose(page, "select[aria-label='How the bodies are read']", "protobuf-fields");

        page.WaitForAssertion(() => page.Find(".diff .added").TextContent.ShouldContain("151"));
        page.Find("[data-copy]").GetAttribute("data-copy")!.ShouldEndWith("&read=protobuf-fields");
        Choose(page, "select[aria-label='How the bodies are read']", "avro-file");
        page.WaitForAssertion(() => page.Markup.ShouldContain("The first was not decoded (Avro file)"));
        page.Markup.ShouldContain("Compared as bytes");
    }

    [Fact]
    public void Compare_DecodedToTheSame_HoldsTheSameValues()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/message/compare?read=integer");

        // Two lengths of one number.
        var compare = RenderCompare(Sample.Message(bytes: [0, 0, 0, 42]), Sample.Message(bytes: [0, 0, 0, 0, 0, 0, 0, 42]));

        compare.WaitForAssertion(() => compare.Find(".compare-verdict").TextContent.ShouldContain("the bodies hold the same values."));
        compare.Markup.ShouldContain("The same values: only their bytes differ.");
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

    /// <summary>Two records with a number as their key and Protobuf as their value, and a link that compares them.</summary>
    private void OpenLinkTo(string suffix)
    {
        Reading.Effect = Sample.StreamEffect with { SupportsOffsets = false };
        var first = Sample.Message(0, bytes: [0x08, 0x96, 0x01]) with { Partition = 0, Key = new byte[] { 0, 0, 0, 42 } };
        Reading.Messages = [first, Sample.Message(1, bytes: [0x08, 0x97, 0x01]) with { Partition = 0, Key = new byte[] { 0, 0, 0, 43 } }];
        Services.GetRequiredService<NavigationManager>().NavigateTo(MessageLinks.Compare(first, Reading.Messages[1], 100) + suffix);
    }

    private IRenderedComponent<MessageCompare> RenderCompare(MessageEnvelope left, MessageEnvelope right)
        => Render<MessageCompare>(p => p.Add(c => c.Left, left).Add(c => c.Right, right));
}
