using Dashboard.Core.Model;
using Dashboard.Web.Components.Messages;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Messages;

public sealed class DecoderChoiceTests : PageContext
{
    // An Avro file that fastavro 1.13.1 wrote: one Order with id 42.
    private const string AvroFile = "T2JqAQQUYXZyby5jb2RlYwhudWxsFmF2cm8uc2NoZW1hngF7InR5cGUiOiAicmVjb3JkIiwgIm5hbWUiOiAiT3JkZXIiLCAiZmllbGRzIjogW3sibmFtZSI6ICJpZCIsICJ0eXBlIjogImxvbmcifV19ABhuKMS3cD36UYShmpaBrYgCAlQYbijEt3A9+lGEoZqWga2I";

    // Protobuf: field 1 is 150, field 2 a text.
    private static readonly byte[] Protobuf = [0x08, 0x96, 0x01, 0x12, 0x02, (byte)'h', (byte)'i'];

    [Fact]
    public void Body_AvroFile_IsShownAsJsonAndSaysHow()
    {
        var view = View(Sample.Message(bytes: Convert.FromBase64String(AvroFile)));

        view.WaitForAssertion(() => view.Find(".payload-facts").TextContent.ShouldBe("Decoded as Avro file of 'Order', 1 value"));
        view.Find(".bytes-pane").TextContent.ShouldContain("42");
        Press(view, "Hex");
        view.WaitForAssertion(() => view.FindAll(".hex").ShouldHaveSingleItem("hex shows the bytes"));
    }

    [Fact]
    public void Choose_Decoder_ShowsItAndPutsItIntoTheAddress()
    {
        var view = View(Sample.Message(bytes: Protobuf));
        view.FindAll(".payload-facts").ShouldBeEmpty();

        Choose(view, "select[aria-label='How the body is read']", "protobuf-fields");

        view.WaitForAssertion(() => view.Find(".payload-facts").TextContent.ShouldStartWith("Decoded as Protobuf by field numbers"));
        view.Find(".bytes-pane").TextContent.ShouldContain("150");
        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("?read=protobuf-fields");
    }

    [Fact]
    public void Open_AddressWithADecoder_ReadsWithIt()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/message?read=protobuf-fields&readkey=integer");

        var view = View(Sample.Message(bytes: Protobuf) with { Key = new byte[] { 0, 0, 0, 42 } });

        view.WaitForAssertion(() => view.FindAll(".payload-facts").Count.ShouldBe(2));
        view.Find(".key-text").TextContent.ShouldBe("42");
        view.Find("select[aria-label='How the key is read'] option[selected]").TextContent.ShouldBe("Integer, big-endian");
    }

    [Fact]
    public void Choose_DecoderThatDoesNotFit_SaysWhyAndShowsTheBytes()
    {
        var view = View(Sample.Message(bytes: [0xFF, 0x00, 0x01]));

        Choose(view, "select[aria-label='How the body is read']", "avro-file");

        view.WaitForAssertion(() => view.Find(".banner.tone-warn").TextContent.ShouldContain("Not decoded (Avro file): it does not begin as an Avro file does (Obj, 1). The bytes are shown as they are."));
        view.FindAll(".hex").ShouldHaveSingleItem();
    }

    [Fact]
    public void Key_ThatIsNoText_IsShownAsItsBytes()
    {
        var view = View(Sample.Message() with { Key = new byte[] { 0xFF, 0xFE, 0x00 } });

        view.WaitForAssertion(() => view.Find(".key-text").TextContent.ShouldBe("fffe00"));
    }

    private IRenderedComponent<MessageView> View(MessageEnvelope message) => Render<MessageView>(p => p.Add(v => v.Message, message));
}
