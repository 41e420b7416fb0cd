using System.IO.Compression;
using System.Text;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Messages;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Messages;

public sealed class MessageViewTests : PageContext
{
    [Fact]
    public void Render_DeadLetter_BeginsWithTheSummary()
    {
        var view = Render<MessageView>(p => p.Add(v => v.Message, Sample.Message(deaths: [Sample.Death()])));

        view.Find(".summary p").TextContent.ShouldBe("Rejected 3 times by consumers of orders.process, last 2 min ago.");
        view.Find("article").FirstElementChild!.ClassName.ShouldBe("summary");
    }

    [Fact]
    public void Render_NestedHeaders_ShowWireTypesAndStayText()
    {
        FieldValue deep = new TextValue("<script>alert(1)</script>");
        for (var i = 0; i < 5; i++)
            deep = new TableValue([new MessageField($"level{i}", deep)]);

        var view = Render<MessageView>(p => p.Add(v => v.Message, Sample.Message(headers: [new("nest", deep), new("count", new IntegerValue(5, "int32"))])));

        view.FindAll("script").ShouldBeEmpty();
        view.Markup.ShouldContain("int32");
        view.FindAll("details").Count.ShouldBe(5);
        view.FindAll(".field-value").Select(v => v.TextContent).ShouldContain("\"<script>alert(1)</script>\"");
    }

    [Fact]
    public void Body_Gzip_IsDecodedAndCanStandBesideTheRaw()
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, true))
            gzip.Write("""{"a": 1}"""u8);
        var view = Render<MessageView>(p => p.Add(v => v.Message, Sample.Message(bytes: stream.ToArray(), encoding: "gzip")));

        view.WaitForAssertion(() => view.Find(".body-facts").TextContent.ShouldContain("gzip as declared"));
        Press(view, "Side by side");

        view.WaitForAssertion(() => view.FindAll(".side-by-side h3").Select(h => h.TextContent).ShouldBe(["Decoded", "Raw"]));
    }

    [Fact]
    public void Body_InvalidUtf8_IsSaidWithItsOffset()
    {
        var view = Render<MessageView>(p => p.Add(v => v.Message, Sample.Message(bytes: [(byte)'a', (byte)'b', 0xFF, (byte)'c'])));

        Press(view, "Text");

        view.WaitForAssertion(() => view.Markup.ShouldContain("first bad byte stands at offset 2 (0x2)"));
    }

    [Fact]
    public void Body_Large_DrawsOneWindowOf64KiB()
    {
        var body = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"line {i}\n"));
        var view = Render<MessageView>(p => p.Add(v => v.Message, Sample.Message(body: body)));

        view.WaitForElement(".window-bar");
        view.Find("pre.text").TextContent.Length.ShouldBeLessThanOrEqualTo(65_536);
        Press(view, "Next 64 KiB");
        view.WaitForAssertion(() => view.Find(".window-bar").TextContent.ShouldContain("65,536 to 131,072 of"));
    }

    [Fact]
    public void Body_Find_GoesToTheWindowAndMarksThePlace()
    {
        var body = new string('x', 100_000) + " Needle " + new string('y', 10);
        var view = Render<MessageView>(p => p.Add(v => v.Message, Sample.Message(body: body)));

        view.WaitForElement("input[type=search]");
        Type(view, "input[type=search]", "needle");
        view.Find("form.find").Submit();

        view.WaitForElement("mark").TextContent.ShouldBe("Needle");
        Type(view, "input[type=search]", "nowhere");
        view.Find("form.find").Submit();
        view.WaitForAssertion(() => view.Find(".body-facts").TextContent.ShouldContain("“nowhere” is not in it"));
    }

    [Fact]
    public void Body_ReadInPart_SaysSoAndAsksForTheRest()
    {
        var asked = false;
        var message = Sample.Message(body: "first part") with { BodySize = 50 * 1024 * 1024 };
        var view = Render<MessageView>(p => p.Add(v => v.Message, message).Add(v => v.OnWholeWanted, () => asked = true));

        view.Markup.ShouldContain("Only the first 10 B of 50.0 MiB were read.");
        Press(view, "Read the whole body");

        asked.ShouldBeTrue();
    }

    [Fact]
    public async Task Body_FiftyMegabytes_IsShownInASecond()
    {
        var bytes = Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 50 * 1024 * 1024) + "\"}");
        var started = System.Diagnostics.Stopwatch.StartNew();

        var view = Render<MessageView>(p => p.Add(v => v.Message, Sample.Message(bytes: bytes)));
        var handedBack = started.Elapsed;
        await view.WaitForElementAsync(".json-rows", TimeSpan.FromSeconds(20));

        // The circuit is not held while the body is decoded elsewhere.
        handedBack.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        view.Markup.Length.ShouldBeLessThan(200_000);
    }
}
