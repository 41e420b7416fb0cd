using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Operations;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Operations;

/// <summary>What the dialogs of moving and purging ask on a log with partitions: which part of it, and what copies keep.</summary>
public sealed class LogDialogTests() : PageContext(connections: new FakeConnections(isLog: true))
{
    [Fact]
    public void Part_PartitionsAndOffsets_StandInTheIntent()
    {
        var dialog = RenderTransfer(OperationKind.Replay);
        dialog.WaitForAssertion(() => Operations.Planned.Single().Bounds.ShouldBeNull());
        PartField(dialog, "Partitions", "1, 3");
        PartField(dialog, "From offset", "100");
        PartField(dialog, "to offset", "199");

        dialog.WaitForAssertion(() => Operations.Planned[^1].Bounds!.ToOffset.ShouldBe(199));
        var bounds = Operations.Planned[^1].Bounds!;
        bounds.Partitions.ShouldBe([1, 3]);
        bounds.FromOffset.ShouldBe(100);
        (bounds.FromTime, bounds.ToTime).ShouldBe((null, null));
        PartField(dialog, "Partitions", "");
        PartField(dialog, "From offset", "");
        PartField(dialog, "to offset", "");
        dialog.WaitForAssertion(() => Operations.Planned[^1].Bounds.ShouldBeNull());
    }

    [Fact]
    public void Part_Times_AreTakenAsUtc()
    {
        var dialog = RenderTransfer(OperationKind.Replay);
        PartField(dialog, "From (UTC)", "2026-11-20T22:00:00");
        PartField(dialog, "before (UTC)", "2026-11-21T01:30:15");

        dialog.WaitForAssertion(() => Operations.Planned[^1].Bounds!.ToTime.ShouldBe(new DateTimeOffset(2026, 11, 21, 1, 30, 15, TimeSpan.Zero)));
        Operations.Planned[^1].Bounds!.FromTime.ShouldBe(new DateTimeOffset(2026, 11, 20, 22, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("Partitions", "one", "Partitions are numbers, with commas between them.")]
    [InlineData("Partitions", "-1", "Partitions are numbers, with commas between them.")]
    [InlineData("Partitions", "99999999999", "Partitions are numbers from 0 on.")]
    [InlineData("From offset", "1e3", "An offset is a number.")]
    [InlineData("to offset", "49", "The first offset is behind the last one.")]
    [InlineData("before (UTC)", "2026-11-21T00:00:00", null)]
    public void Part_ThatCannotBeRead_IsSaidAndNothingElseIsPlannedInItsPlace(string field, string text, string? mistake)
    {
        var dialog = RenderTransfer(OperationKind.Replay);
        PartField(dialog, "From offset", "50");
        dialog.WaitForAssertion(() => Operations.Planned[^1].Bounds!.FromOffset.ShouldBe(50));
        PartField(dialog, field, text);
        if (mistake is null)
        {
            // An offset at one end and a time at the other is a range.
            dialog.WaitForAssertion(() => Operations.Planned[^1].Bounds!.ToTime.ShouldNotBeNull());
            return;
        }

        dialog.WaitForAssertion(() => dialog.Find(".log-part [role=alert]").TextContent.ShouldBe(mistake));
        dialog.WaitForAssertion(() => dialog.Markup.ShouldContain("Say which part of it is meant."));
        dialog.Find(".modal-foot .primary").HasAttribute("disabled").ShouldBeTrue("the plan of before would be confirmed");
        PartField(dialog, field, field == "From offset" ? "60" : "");
        dialog.WaitForAssertion(() => dialog.Find(".modal-foot .primary").HasAttribute("disabled").ShouldBeFalse());
    }

    [Fact]
    public void Part_OfWhatWasChosenByHand_IsNoneAndIsForgotten()
    {
        var dialog = RenderTransfer(OperationKind.Replay, new MessageIdentity("1-7", new string('0', 64)));
        dialog.FindAll(".log-part").ShouldBeEmpty();
        Pick(dialog, "All that stand in it when it starts");
        PartField(dialog, "Partitions", "2");
        dialog.WaitForAssertion(() => Operations.Planned[^1].Bounds!.Partitions.ShouldBe([2]));
        Pick(dialog, "The 1 message chosen");
        dialog.WaitForAssertion(() => Operations.Planned[^1].Selection.ShouldBeOfType<ChosenMessages>());
        Operations.Planned[^1].Bounds.ShouldBeNull();
        Pick(dialog, "All that stand in it when it starts");

        dialog.WaitForAssertion(() => Operations.Planned[^1].Selection.ShouldBeOfType<AllMessages>());
        dialog.Find(".log-part input").GetAttribute("value").ShouldBeNullOrEmpty();
        Operations.Planned[^1].Bounds.ShouldBeNull("the fields are empty");
    }

    [Fact]
    public void Copies_TimeAndPartition_StandInTheIntent()
    {
        var dialog = RenderTransfer(OperationKind.Move);
        dialog.Find("[role=combobox]").Input("orders.retry");
        dialog.WaitForElement("[role=option]").Click();
        dialog.WaitForAssertion(() => Operations.Planned[^1].Options.ShouldBe(new OperationOptions()));
        dialog.Markup.ShouldNotContain("per-message TTLs");
        Tick(dialog, "Keep the time of each message");
        Tick(dialog, "Keep the partition");
        dialog.WaitForAssertion(() => Operations.Planned[^1].Options.ShouldBe(new OperationOptions { KeepTimestamp = true, KeepPartition = true }));
        Type(dialog, "input[placeholder='by key']", "3");

        dialog.WaitForAssertion(() => Operations.Planned[^1].Target.ShouldBe(new FixedTarget(new PublishAddress(Sample.Queue("orders.retry")) { Partition = 3 })));
        Type(dialog, "input[placeholder='by key']", "-3");
        dialog.WaitForAssertion(() => ((FixedTarget)Operations.Planned[^1].Target!).Address.Partition.ShouldBe(-3, "the plan refuses it; by key was not asked for"));
        Type(dialog, "input[placeholder='by key']", "");
        dialog.WaitForAssertion(() => ((FixedTarget)Operations.Planned[^1].Target!).Address.Partition.ShouldBeNull());
    }

    [Fact]
    public void Copies_DeliveredBefore_AreOfferedWhereThereAreSome()
    {
        var dialog = RenderTransfer(OperationKind.Replay);
        dialog.Markup.ShouldNotContain("also what was sent there before");
        Operations.PlanFor = intent => Sample.Plan(intent) with { DeliveredBefore = 40 };
        Tick(dialog, "Send one first");
        dialog.WaitForAssertion(() => dialog.Markup.ShouldContain("also what was sent there before"));
        Tick(dialog, "Take all");

        dialog.WaitForAssertion(() => Operations.Planned[^1].Options.TakeDelivered.ShouldBeTrue());
    }

    [Fact]
    public void Purge_OfALog_GoesUpToTheEndUnlessABoundIsGiven()
    {
        var dialog = RenderPurge(Sample.Orders);
        dialog.WaitForAssertion(() => Operations.Planned.Single().Selection.ShouldBe(new MessagesBefore(new PurgeBound())));
        Type(dialog, "[aria-label='Offset that stays']", "500");
        dialog.WaitForAssertion(() => Operations.Planned[^1].Selection.ShouldBe(new MessagesBefore(new PurgeBound(Offset: 500))));
        Type(dialog, "[aria-label='Partition; empty for all']", "2");
        dialog.WaitForAssertion(() => Operations.Planned[^1].Selection.ShouldBe(new MessagesBefore(new PurgeBound(2, Offset: 500))));
        Choose(dialog, "[aria-label='Time, UTC']", "2026-11-21T01:00:00");

        dialog.WaitForAssertion(() => Operations.Planned[^1].Selection.ShouldBe(new MessagesBefore(new PurgeBound(2, Before: new DateTimeOffset(2026, 11, 21, 1, 0, 0, TimeSpan.Zero)))));
    }

    [Fact]
    public void Purge_BoundThatIsNone_IsNotTakenForAll()
    {
        var dialog = RenderPurge(Sample.Orders);
        Type(dialog, "[aria-label='Offset that stays']", "many");
        dialog.WaitForAssertion(() => dialog.Find(".modal-foot .danger").HasAttribute("disabled").ShouldBeTrue());
        var planned = Operations.Planned.Count;
        Type(dialog, "[aria-label='Offset that stays']", "5");
        Type(dialog, "[aria-label='Partition; empty for all']", "-2");

        dialog.WaitForAssertion(() => Operations.Planned[^1].Selection.ShouldBe(new MessagesBefore(new PurgeBound(-2, Offset: 5))));
        Operations.Planned.Skip(planned).ShouldAllBe(intent => ((MessagesBefore)intent.Selection).Bound.Offset == 5);
    }

    [Fact]
    public void Purge_OfSeveralLogs_HasNoOffsetsAndNoPartitions()
    {
        var dialog = RenderPurge(Sample.Orders, Sample.DeadLetters);

        dialog.WaitForAssertion(() => Operations.Planned.Count.ShouldBe(2));
        dialog.FindAll("[aria-label='Offset that stays'], [aria-label='Partition; empty for all']").ShouldBeEmpty();
        dialog.FindAll("[aria-label='Time, UTC']").Count.ShouldBe(1);
    }

    private IRenderedComponent<TransferDialog> RenderTransfer(OperationKind kind, params MessageIdentity[] chosen) => Render<TransferDialog>(p => p
        .Add(d => d.IsOpen, true)
        .Add(d => d.Kind, kind)
        .Add(d => d.Chosen, chosen)
        .Add(d => d.Source, Sample.Orders));

    private IRenderedComponent<PurgeDialog> RenderPurge(params DestinationRef[] destinations) => Render<PurgeDialog>(p => p
        .Add(d => d.IsOpen, true)
        .Add(d => d.Destinations, destinations));

    private static void PartField(IRenderedComponent<TransferDialog> dialog, string label, string text) => dialog.InvokeAsync(() =>
        dialog.FindAll(".log-part label").Single(one => one.TextContent.Trim() == label).QuerySelector("input")!.Input(text)).GetAwaiter().GetResult();

    private static void Pick(IRenderedComponent<TransferDialog> dialog, string label) => Change(dialog, label, "on");

    private static void Tick(IRenderedComponent<TransferDialog> dialog, string label) => Change(dialog, label, true);

    private static void Change(IRenderedComponent<TransferDialog> dialog, string label, object value) => dialog.InvokeAsync(() =>
        dialog.FindAll("label.check").Single(one => one.TextContent.Contains(label, StringComparison.Ordinal)).QuerySelector("input")!.Change(value)).GetAwaiter().GetResult();
}
