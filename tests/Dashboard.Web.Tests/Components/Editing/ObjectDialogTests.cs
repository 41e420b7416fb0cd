using Dashboard.Core.Access;
using Dashboard.Core.Editing;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Editing;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Editing;

/// <summary>The form drawn from a declaration.</summary>
public sealed class ObjectDialogTests() : PageContext(Role.Admin)
{
    [Fact]
    public void Create_WithAName_PlansAndSubmitsWhatWasTyped()
    {
        var page = Open();
        Label(page, "Name").Input("orders");

        page.WaitForState(() => Operations.Planned.Count > 0);
        page.WaitForState(() => ButtonOf(page, "Create")?.HasAttribute("disabled") == false);
        var change = Operations.Planned[^1].Changes.ShouldHaveSingleItem();
        change.Values.Text("name").ShouldBe("orders");
        change.Values.Text("type").ShouldBe("plain");
        change.Values.Count.ShouldBe(2);
        Operations.Planned[^1].Kind.ShouldBe(OperationKind.Create);

        Press(page, "Create");
        page.WaitForState(() => Operations.Submitted.Count == 1);
    }

    [Fact]
    public void Create_WithoutAName_IsNotPlannedAndSaysWhatIsMissing()
    {
        var page = Open();

        page.Markup.ShouldContain("To be filled in or put right: Name.");
        Operations.Planned.ShouldBeEmpty();
        page.FindAll(".field-error").ShouldBeEmpty();
    }

    [Fact]
    public void Field_WithAWrongValue_SaysSoBesideIt()
    {
        var page = Open();
        Label(page, "Name").Input("orders");
        Label(page, "Limit").Input("0");

        page.Find(".field-error").TextContent.ShouldBe("Limit is at least 1.");
        Label(page, "Limit").Input("many");
        page.WaitForAssertion(() => page.Find(".field-error").TextContent.ShouldStartWith("Limit is not a whole number"));
    }

    [Fact]
    public void Field_ThatDoesNotApply_IsNeitherShownNorSent()
    {
        var page = Open();
        Label(page, "Name").Input("orders");
        Label(page, "Limit").Input("5");
        Label(page, "Type").Change("log");

        page.WaitForAssertion(() => page.FindAll("label").ShouldNotContain(label => label.TextContent.Contains("Limit", StringComparison.Ordinal)));
        Label(page, "Age").Input("7d");
        page.WaitForState(() => Operations.Planned.Count > 0 && Operations.Planned[^1].Changes[0].Values.ContainsKey("age"));
        var values = Operations.Planned[^1].Changes[0].Values;
        values.ContainsKey("limit").ShouldBeFalse();
        values.Integer("age").ShouldBe(7 * 24 * 3600 * 1000L);
    }

    [Fact]
    public void Plan_ThatWouldChangeNothing_IsSaidWithoutAnAlarmAndNotOffered()
    {
        Operations.PlanFor = intent => Sample.Plan(intent, refusal: "Nothing to change.") with { ChangesNothing = true };
        var page = Open();
        Label(page, "Name").Input("orders");

        page.WaitForAssertion(() => page.Find(".plan .tone-info").TextContent.ShouldContain("Nothing to change."));
        page.FindAll("[role=alert]").ShouldBeEmpty();
        ButtonOf(page, "Create")!.HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public void Request_IsShownAsItWouldBeSent_AndHostileNamesAreText()
    {
        var page = Open();
        Label(page, "Name").Input("<script>alert(1)</script>");

        page.Find(".object-request pre").InnerHtml.ShouldContain("&lt;script&gt;");
        page.FindAll("script").ShouldBeEmpty();
    }

    [Fact]
    public void Create_ThatTheBrokerRefuses_KeepsTheFormAndSaysItsWords()
    {
        Operations.JobFor = intent => Sample.Job(kind: intent.Kind) with { Intent = intent, State = JobState.Failed, Reason = "inequivalent arg 'x-max-length'" };
        var page = Open();
        Label(page, "Name").Input("orders");
        page.WaitForState(() => ButtonOf(page, "Create")?.HasAttribute("disabled") == false);
        Press(page, "Create");

        page.WaitForState(() => page.Markup.Contains("inequivalent arg", StringComparison.Ordinal));
        Label(page, "Name").GetAttribute("value").ShouldBe("orders");
    }

    private IRenderedComponent<ObjectDialog> Open() => Render<ObjectDialog>(dialog => dialog
        .Add(it => it.IsOpen, true)
        .Add(it => it.Connection, Sample.Shop)
        .Add(it => it.Kind, Editor.Kinds[0])
        .Add(it => it.Action, Editor.Kinds[0].Action(ChangeVerb.Create)!));

    private static AngleSharp.Dom.IElement Label(IRenderedComponent<ObjectDialog> page, string title)
    {
        var label = page.FindAll("label").First(one => one.TextContent.Trim().StartsWith(title, StringComparison.Ordinal));
        return page.Find($"#{label.GetAttribute("for")}");
    }
}
