using System.Text;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Operations;
using Dashboard.Web.Components.Operations.Publishing;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Operations;

public sealed class PublishDialogTests : PageContext
{
    [Fact]
    public void Publish_WholeForm_IsTheIntent()
    {
        var dialog = RenderDialog();
        Type(dialog, "textarea", """{"a": 1}""");
        Type(dialog, "input[id$=priority]", "7");
        Type(dialog, "input[id$=message_id]", "m-1");
        Press(dialog, "Add header");
        Type(dialog, "[aria-label='Header name']", "x-count");
        Choose(dialog, "[aria-label='Header type']", "Integer");
        Type(dialog, "[aria-label='Header value']", "42");
        Type(dialog, "[aria-label='How many copies']", "3");

        dialog.WaitForAssertion(() => Operations.Planned[^1].Options.Repeat.ShouldBe(3));
        var message = Operations.Planned[^1].Message.ShouldNotBeNull();
        Encoding.UTF8.GetString(message.Body.Span).ShouldBe("""{"a": 1}""");
        message.Properties.ShouldBe([new MessageField("priority", new IntegerValue(7)), new MessageField("message_id", new TextValue("m-1"))]);
        message.Headers.ShouldBe([new MessageField("x-count", new IntegerValue(42))]);
        message.IsMandatory.ShouldBeTrue();
        message.Address.Destination.ShouldBe(Sample.Orders);
    }

    [Fact]
    public void Body_MeantToBeJsonAndNone_SaysWhereAndIsNotPlanned()
    {
        var dialog = RenderDialog();
        var planned = Operations.Planned.Count;
        Choose(dialog, "[aria-label='How the body is typed']", "Json");
        Type(dialog, "textarea", "{\"a\": oops}");

        dialog.Find(".field-error").TextContent.ShouldContain("line 1, byte 7");
        dialog.Find(".modal-foot .primary").HasAttribute("disabled").ShouldBeTrue();
        Operations.Planned.Count.ShouldBe(planned);
    }

    [Fact]
    public void Publish_Returned_ShowsTheReasonOfEachMessage()
    {
        Board.Outcomes.Add(new MessageOutcome(1, "m-1", MessageOutcomeKind.Delivered, "queue orders in /", null, Sample.Now, 8));
        Board.Outcomes.Add(new MessageOutcome(2, "m-2", MessageOutcomeKind.Held, "queue orders in /", "returned: NO_ROUTE", Sample.Now, 8));
        Operations.JobFor = intent => Sample.Job(state: JobState.Succeeded, kind: OperationKind.Publish, accounting: new JobAccounting(2, 1, 0, 0, 0, 1, 0)) with { Intent = intent };
        var dialog = RenderDialog();
        dialog.WaitForAssertion(() => dialog.Find(".modal-foot .primary").HasAttribute("disabled").ShouldBeFalse());
        Press(dialog, "Publish 1 message");

        dialog.WaitForAssertion(() => dialog.FindAll(".publish-result li").Count.ShouldBe(2));
        dialog.Find(".publish-result").TextContent.ShouldContain("returned: NO_ROUTE");
        dialog.Find(".publish-result").TextContent.ShouldContain("1 of 2 published");
    }

    [Fact]
    public void Publish_JobEndsLater_IsFollowedToItsEnd()
    {
        Operations.JobFor = intent => Sample.Job(kind: OperationKind.Publish) with { Intent = intent };
        var dialog = RenderDialog();
        dialog.WaitForAssertion(() => dialog.Find(".modal-foot .primary").HasAttribute("disabled").ShouldBeFalse());
        Press(dialog, "Publish 1 message");
        dialog.WaitForAssertion(() => dialog.Find(".modal-foot .primary").TextContent.ShouldBe("Publishing…"));

        Board.Put(Sample.Job(state: JobState.Failed, kind: OperationKind.Publish, reason: "The broker closed the channel."));

        dialog.WaitForAssertion(() => dialog.Find(".publish-result").TextContent.ShouldContain("The broker closed the channel."));
        dialog.WaitForAssertion(() => dialog.Find(".modal-foot .primary").HasAttribute("disabled").ShouldBeFalse());
    }

    [Fact]
    public void Prefill_Message_LeavesOutWhatNamesItsWay()
    {
        var message = Sample.Message(headers:
        [
            new("x-tenant", new TextValue("eu")), new("x-death", new ListValue([])), new("x-first-death-queue", new TextValue("q")),
            new("list", new ListValue([new IntegerValue(1), new TextValue("two")])),
        ]);
        var draft = new PublishDraft { Target = Sample.Orders };

        draft.Fill(message, PropertyDefinition.Of(Sample.Form), name => name.StartsWith("x-death", StringComparison.Ordinal) || name.StartsWith("x-first", StringComparison.Ordinal));

        var intent = draft.ToIntent(PropertyDefinition.Of(Sample.Form)).ShouldNotBeNull();
        intent.Message!.Headers.Select(h => h.Name).ShouldBe(["x-tenant", "list"]);
        intent.Message.Headers[1].Value.ShouldBeOfType<ListValue>().Items.ShouldBe([new IntegerValue(1), new TextValue("two")]);
        intent.Message.Body.ToArray().ShouldBe(message.Body.ToArray());
    }

    [Theory]
    [InlineData(HeaderType.Integer, "12.5")]
    [InlineData(HeaderType.Integer, "9223372036854775808")]
    [InlineData(HeaderType.Number, "NaN")]
    [InlineData(HeaderType.Flag, "yes")]
    [InlineData(HeaderType.Time, "tomorrow-ish")]
    [InlineData(HeaderType.Bytes, "%%%")]
    [InlineData(HeaderType.Json, "{oops")]
    public void Header_ValueThatIsNotOfItsType_IsSaid(HeaderType type, string text)
    {
        var header = new HeaderDraft { Name = "x", Type = type, Text = text };

        header.Read(out var problem).ShouldBeNull();
        problem.ShouldNotBeNull().ShouldContain(text);
    }

    private IRenderedComponent<PublishDialog> RenderDialog() => Render<PublishDialog>(p => p
        .Add(d => d.IsOpen, true)
        .Add(d => d.Destination, Sample.Orders));
}
