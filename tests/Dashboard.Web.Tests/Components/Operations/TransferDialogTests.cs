using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Operations;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Operations;

public sealed class TransferDialogTests : PageContext
{
    [Fact]
    public void Move_WithoutATarget_PlansNothingAndSaysWhatIsMissing()
    {
        var dialog = RenderDialog(OperationKind.Move);

        dialog.Markup.ShouldContain("Choose where the messages go.");
        Operations.Planned.ShouldBeEmpty();
        dialog.Find(".modal-foot .primary").HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public void Move_TargetSearchedWithTheKeyboard_IsPlanned()
    {
        var dialog = RenderDialog(OperationKind.Move);
        var field = dialog.Find("[role=combobox]");
        field.Input("ORDERS re");
        dialog.FindAll("[role=option]").Select(o => o.TextContent).ShouldHaveSingleItem().ShouldContain("orders.retry");
        dialog.Find("[role=combobox]").KeyDown("Enter");

        dialog.WaitForAssertion(() => Operations.Planned.Count.ShouldBe(1));
        Operations.Planned[0].Target.ShouldBe(new FixedTarget(new PublishAddress(Sample.Queue("orders.retry"))));
        Operations.Planned[0].Selection.ShouldBe(new AllMessages());
    }

    [Fact]
    public void Picker_NeverOffersTheSource()
    {
        var dialog = RenderDialog(OperationKind.Move);

        dialog.FindAll("[role=option] .mono").Select(o => o.TextContent).ShouldBe(["orders.dead", "orders.retry", "payments", "(default)", "shop.orders"]);
    }

    [Fact]
    public void Copy_ToAnExchange_AsksForTheRoutingKey()
    {
        var dialog = RenderDialog(OperationKind.Copy);
        Type(dialog, "[role=combobox]", "shop");
        dialog.Find("[role=option]").Click();
        dialog.WaitForElement("input[id$=k]").Input("eu.new");

        dialog.WaitForAssertion(() => Operations.Planned[^1].Target.ShouldBe(
            new FixedTarget(new PublishAddress(new(Sample.Shop, "exchange", "/", "shop.orders"), "eu.new"))));
        Operations.Planned[^1].Kind.ShouldBe(OperationKind.Copy);
    }

    [Fact]
    public void Replay_Options_StandInTheIntent()
    {
        var dialog = RenderDialog(OperationKind.Replay);
        dialog.FindAll("input[type=radio]")[^1].Change(true);
        dialog.FindAll("input[type=checkbox]")[0].Change(true);
        Type(dialog, "[aria-label='Messages per second at most']", "50");
        Type(dialog, "[aria-label='How many from the head']", "7");

        dialog.WaitForAssertion(() => Operations.Planned[^1].Options.RatePerSecond.ShouldBe(50));
        var intent = Operations.Planned[^1];
        intent.Target.ShouldBe(new OriginTarget(true));
        intent.Options.CanaryFirst.ShouldBeTrue();
        intent.Selection.ShouldBe(new FirstMessages(7));
    }

    [Fact]
    public void Filter_WithAMistake_IsNotPlanned()
    {
        var dialog = RenderDialog(OperationKind.Replay, filter: "size >");

        dialog.WaitForElement(".filter-error");
        Operations.Planned.ShouldBeEmpty();
    }

    [Fact]
    public void DryRun_Done_ShowsEligibleAndWhyNot()
    {
        Operations.Report = new DryRunReport(
            12, 9, new Dictionary<string, long> { ["its origin queue is gone"] = 3 }, 0, 2,
            [new DryRunTarget(new AddressReach(new PublishAddress(Sample.Orders), false, [], null, []), 9)], "the queue has no further message ready", true, "Sets the redelivered flag.");
        var dialog = RenderDialog(OperationKind.Replay);
        Press(dialog, "Dry run");

        dialog.WaitForAssertion(() => dialog.Find(".dry-run").TextContent.ShouldContain("Not eligible: its origin queue is gone"));
        dialog.FindAll(".dry-run td").Select(c => c.TextContent).ShouldBe(["9", "3", "2"]);
        dialog.Find(".dry-run").TextContent.ShouldContain("It is not there.");
        Operations.Submitted.ShouldBeEmpty();
    }

    [Fact]
    public void DryRun_UnderWay_TellsHowFarAndCanBeStopped()
    {
        Operations.DryRunGate = new TaskCompletionSource();
        var dialog = RenderDialog(OperationKind.Replay);
        Press(dialog, "Dry run");

        dialog.WaitForAssertion(() => dialog.Markup.ShouldContain("1,234"));
        dialog.Find(".modal-foot .primary").HasAttribute("disabled").ShouldBeTrue();
        Press(dialog, "Stop");

        dialog.WaitForAssertion(() => dialog.Find(".modal-foot .primary").HasAttribute("disabled").ShouldBeFalse());
        dialog.FindAll(".dry-run").ShouldBeEmpty();
    }

    [Fact]
    public void Confirm_PressedTwice_CarriesOneKey()
    {
        Operations.SubmitFailure = new OperationRefusedException("The plan expired.");
        var dialog = RenderDialog(OperationKind.Replay);
        Press(dialog, "Replay 12,431 messages");
        dialog.WaitForAssertion(() => dialog.Markup.ShouldContain("The plan expired."));
        Press(dialog, "Replay 12,431 messages");

        dialog.WaitForAssertion(() => Operations.Submitted.Count.ShouldBe(2));
        Operations.Submitted[0].Key.ShouldNotBeNull().ShouldBe(Operations.Submitted[1].Key);
    }

    private IRenderedComponent<TransferDialog> RenderDialog(OperationKind kind, string filter = "") => Render<TransferDialog>(p => p
        .Add(d => d.IsOpen, true)
        .Add(d => d.Kind, kind)
        .Add(d => d.Filter, filter)
        .Add(d => d.Source, Sample.Orders));
}
