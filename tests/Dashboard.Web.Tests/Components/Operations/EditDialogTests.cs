using System.Text;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Messages;
using Dashboard.Web.Components.Operations.Editing;
using Dashboard.Web.Components.Operations.Publishing;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Operations;

public sealed class EditDialogTests : PageContext
{
    [Fact]
    public void Open_NothingTouched_IsAMoveWithoutChanges()
    {
        var dialog = RenderDialog(Sample.Message(3));

        dialog.WaitForAssertion(() => dialog.Markup.ShouldContain("It would be replayed as it is"));
        var intent = Operations.Planned[^1];
        intent.Selection.ShouldBeOfType<ChosenMessages>().Identities.ShouldBe([Sample.Message(3).Identity]);
        intent.Edit.ShouldBe(new MessageEdit(MessageEdit.HashOf(Sample.Message(3).Body.Span)));
    }

    [Fact]
    public void Edit_BodyAndHeader_ShowsTheDiffAndIsInTheIntent()
    {
        var dialog = RenderDialog(Sample.Message(3));
        Type(dialog, "textarea", """{"order": 2}""");
        Type(dialog, "[aria-label='Header value']", "us");

        dialog.WaitForAssertion(() => Operations.Planned[^1].Edit!.Headers.ShouldNotBeNull());
        var edit = Operations.Planned[^1].Edit!;
        Encoding.UTF8.GetString(edit.Body!.Value.Span).ShouldBe("""{"order": 2}""");
        edit.Headers.ShouldBe([new MessageField("x-tenant", new TextValue("us"))]);
        edit.Properties.ShouldBeNull();
        dialog.Find(".diff .removed").TextContent.ShouldContain("\"order\": 1");
        dialog.Find(".diff .added").TextContent.ShouldContain("\"order\": 2");
        dialog.Find(".field-diff .differs").TextContent.ShouldContain("x-tenant");
        dialog.Find(".modal-foot .primary").TextContent.ShouldBe("Replay the edited message");
    }

    [Fact]
    public void Open_DeadLetter_GoesToItsOrigin()
    {
        RenderDialog(Sample.Message(3, deaths: [Sample.Death()]));

        Operations.Planned[^1].Kind.ShouldBe(OperationKind.Replay);
        Operations.Planned[^1].Target.ShouldBe(new OriginTarget(ByOriginalRoute: false));
    }

    [Fact]
    public void Fill_BinaryBody_IsKeptToTheByte()
    {
        byte[] bytes = [0xFF, 0x00, 0x0D, 0x0A, 0xC3];
        var draft = Filled(Sample.Message(bytes: bytes));

        draft.Body.Input.ShouldBe(BodyInput.Kept);
        draft.Body.Read(out _)!.Value.ToArray().ShouldBe(bytes);
        draft.Notes.ShouldContain(note => note.Contains("byte for byte"));
    }

    [Theory]
    [InlineData("one\r\ntwo\r\n", BodyInput.Text)]
    [InlineData("one\ntwo", BodyInput.Text)]
    [InlineData("one\r\ntwo\n", BodyInput.Kept)]
    [InlineData("one\rtwo", BodyInput.Kept)]
    [InlineData("\uFEFFbom", BodyInput.Text)]
    [InlineData("a\0b", BodyInput.Kept)]
    public void Fill_LineBreaks_SurviveATextField(string body, BodyInput input)
    {
        var draft = Filled(Sample.Message(body: body));

        draft.Body.Input.ShouldBe(input);
        // What a browser sends back after an edit that changes nothing.
        draft.Body.Text = draft.Body.Text.Replace("\r\n", "\n", StringComparison.Ordinal);
        Encoding.UTF8.GetString(draft.Body.Read(out _)!.Value.Span).ShouldBe(body);
    }

    [Fact]
    public void Fill_UntouchedFields_KeepTheirWireTypes()
    {
        MessageField[] headers =
        [
            new("small", new IntegerValue(5, "int8")), new("f", new NumberValue(1.5, "float")), new("bin", new BytesValue(new byte[] { 1, 255 }, "binary")),
            new("t", new TableValue([new("n", new IntegerValue(1, "uint16"))])),
        ];
        var draft = Filled(Sample.Message(headers: headers));

        draft.ReadHeaders().ShouldBe(headers);
        draft.Headers[0].Text = "6";
        draft.ReadHeaders()[0].Value.ShouldBe(new IntegerValue(6));
        draft.ReadHeaders()[1].ShouldBe(headers[1]);
    }

    [Fact]
    public void Tools_MaskedMessage_OffersNeitherForm()
    {
        var tools = Render<MessageTools>(p => p.Add(t => t.Message, Sample.Message() with { Masked = ["body.card"] }).Add(t => t.Start, MessageForm.Edit));

        tools.Markup.ShouldContain("hidden from you");
        tools.FindAll("button").ShouldBeEmpty();
        tools.FindAll("dialog").ShouldBeEmpty();
    }

    [Fact]
    public void Tools_BodyReadInPart_IsReadWholeFirst()
    {
        var whole = Sample.Message(2, body: "the whole body");
        Reading.Messages = [Sample.Message(0), Sample.Message(1), whole];
        var tools = Render<MessageTools>(p => p.Add(t => t.Message, whole with { Body = whole.Body[..3] }));

        Press(tools, "Publish like this");

        tools.WaitForAssertion(() => tools.Find("textarea").GetAttribute("value").ShouldBe("the whole body"));
        Reading.Looks.Single().Actor.Name.ShouldBe("nadia");
        Operations.Planned[^1].Message!.Address.Describe().ShouldContain("shop.orders");
        tools.Find("[data-copy]").GetAttribute("data-copy")!.ShouldContain("do=publish");
    }

    private static PublishDraft Filled(MessageEnvelope message)
    {
        var draft = new PublishDraft { Target = Sample.Orders };
        draft.Fill(message, PropertyDefinition.Of(Sample.Form), _ => false);
        return draft;
    }

    private IRenderedComponent<EditDialog> RenderDialog(MessageEnvelope message) => Render<EditDialog>(p => p.Add(d => d.IsOpen, true).Add(d => d.Message, message));
}
