using Dashboard.Core.Audit;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Operations;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Operations;

public sealed class PurgeDialogTests : PageContext
{
    private bool _isOpen = true;

    [Fact]
    public void Open_OneQueue_ShowsThePlanAndTheNumberOnTheButton()
    {
        var dialog = RenderDialog(Sample.Orders);

        dialog.WaitForAssertion(() => dialog.Find(".modal-foot .danger").TextContent.ShouldBe("Purge 12,431 messages"));
        dialog.Find("h2").TextContent.ShouldBe("Purge queue orders in /");
        dialog.Find(".consequences").TextContent.ShouldContain("3 consumers are attached");
        Operations.Planned.Single().Options.ArchiveFirst.ShouldBeTrue();
        Operations.Submitted.ShouldBeEmpty();
    }

    [Fact]
    public void Focus_AtTheStart_IsOnCancelAndNothingIsAForm()
    {
        var dialog = RenderDialog(Sample.Orders);

        dialog.Find("[data-autofocus]").TextContent.ShouldBe("Cancel");
        dialog.FindAll("form").ShouldBeEmpty();
        dialog.FindAll("button").ShouldAllBe(b => b.GetAttribute("type") == "button");
    }

    [Fact]
    public void Confirm_NameMustBeTyped_WorksOnlyWithTheNameToTheLetter()
    {
        Operations.PlanFor = intent => Sample.Plan(intent, mustType: "orders");
        var dialog = RenderDialog(Sample.Orders);
        dialog.WaitForElement("input.mono").Input("Orders");
        dialog.Find(".modal-foot .danger").HasAttribute("disabled").ShouldBeTrue();

        Type(dialog, "input.mono", "orders");
        dialog.Find(".modal-foot .danger").Click();

        dialog.WaitForAssertion(() => Operations.Submitted.Single().Typed.ShouldBe("orders"));
        _isOpen.ShouldBeFalse();
        Services.GetRequiredService<Toasts>().Shown.Single().Href.ShouldBe("operations/20261121-021407-abcd");
    }

    [Fact]
    public void Confirm_WithoutArchive_PlansAnewAndSaysItCannotBeUndone()
    {
        var dialog = RenderDialog(Sample.Orders);
        dialog.WaitForElement("input[type=checkbox]").Change(false);

        dialog.WaitForAssertion(() => Operations.Planned[^1].Options.ArchiveFirst.ShouldBeFalse());
        dialog.Markup.ShouldContain("Without an archive this cannot be undone.");
    }

    [Fact]
    public void Confirm_Refused_StaysOpenWithTheReason()
    {
        Operations.SubmitFailure = new AuditUnavailableException("The disk is full.");
        var dialog = RenderDialog(Sample.Orders);
        dialog.WaitForAssertion(() => dialog.Find(".modal-foot .danger").HasAttribute("disabled").ShouldBeFalse());
        dialog.Find(".modal-foot .danger").Click();

        dialog.WaitForAssertion(() => dialog.Markup.ShouldContain("Nothing was changed. The disk is full."));
        _isOpen.ShouldBeTrue();
    }

    [Fact]
    public void Plan_Refused_SaysWhyAndCannotBeConfirmed()
    {
        Operations.PlanFor = intent => Sample.Plan(intent, refusal: "Streams cannot be purged.");
        var dialog = RenderDialog(Sample.Orders);

        dialog.WaitForAssertion(() => dialog.Markup.ShouldContain("Streams cannot be purged."));
        dialog.Find(".modal-foot .danger").HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public void Plan_Fails_ShowsTheBrokersWords()
    {
        Operations.PlanFailure = new BrokerException("The queue could not be asked.", "connection refused", "Try again.");
        var dialog = RenderDialog(Sample.Orders);

        dialog.WaitForElement(".broker-words").TextContent.ShouldBe("connection refused");
    }

    [Fact]
    public void Confirm_SeveralQueues_AsksForEachNameAndStartsAJobForEach()
    {
        Operations.PlanFor = intent => Sample.Plan(intent, 10, mustType: intent.Source!.Name);
        var jobs = 0;
        Operations.JobFor = intent => Sample.Job($"job-{++jobs}") with { Intent = intent };
        var dialog = RenderDialog(Sample.Orders, Sample.DeadLetters);
        dialog.WaitForAssertion(() => dialog.FindAll("input.mono").Count.ShouldBe(2));
        dialog.Find(".modal-foot .danger").TextContent.ShouldBe("Purge 20 messages of 2 queues");
        dialog.FindAll("input.mono")[0].Input("orders");
        dialog.Find(".modal-foot .danger").HasAttribute("disabled").ShouldBeTrue();
        dialog.FindAll("input.mono")[1].Input("orders.dead");

        dialog.Find(".modal-foot .danger").Click();

        dialog.WaitForAssertion(() => Operations.Submitted.Select(s => s.Typed).ShouldBe(["orders", "orders.dead"]));
        Operations.Submitted.Select(s => s.Key).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Confirm_OneOfSeveralRefused_PurgesTheOthers()
    {
        Operations.PlanFor = intent => Sample.Plan(intent, 10, refusal: intent.Source == Sample.DeadLetters ? "It is gone." : null);
        var dialog = RenderDialog(Sample.Orders, Sample.DeadLetters);

        dialog.WaitForAssertion(() => dialog.Find(".modal-foot .danger").TextContent.ShouldBe("Purge 10 messages of 1 queue"));
        dialog.Find(".modal-foot .danger").Click();

        dialog.WaitForAssertion(() => Operations.Submitted.Count.ShouldBe(1));
        _isOpen.ShouldBeTrue();
        dialog.Markup.ShouldContain("It is gone.");
    }

    [Fact]
    public void Open_HostileQueueName_StaysText()
    {
        var dialog = RenderDialog(Sample.Queue("<img src=x onerror=alert(1)>"));

        dialog.FindAll("img").ShouldBeEmpty();
        dialog.Find("h2").TextContent.ShouldContain("<img src=x");
    }

    private IRenderedComponent<PurgeDialog> RenderDialog(params DestinationRef[] destinations) => Render<PurgeDialog>(p => p
        .Add(d => d.IsOpen, true)
        .Add(d => d.IsOpenChanged, open => _isOpen = open)
        .Add(d => d.Destinations, destinations));
}
