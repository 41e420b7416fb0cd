using Dashboard.Core.Operations.Ledger;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations.Pump;

/// <content>
/// The last session of a job that met a fault. A broker that was killed forgets recent removals: messages that were delivered stand in the source
/// again, also behind the selection, where no other session comes. This one searches for them and takes nothing that is new.
/// </content>
internal sealed partial class TransferRun
{
    /// <summary>The run before this one may have been killed: what was under way is in doubt, and its last removals may be forgotten.</summary>
    private async Task MarkInterruptionAsync()
    {
        var uncertain = await run.Ledger.MarkFaultAsync("the dashboard ended while it was under way", CancellationToken.None);
        var state = await run.Ledger.LoadAsync(withClosed: false, CancellationToken.None);
        if (HasFaults(state))
            run.Memory.Fault();
        if (uncertain == 0 && state.Fact(LedgerFacts.InSession) is not 1)
            return;
        await RememberFaultAsync();
        await run.Ledger.SetFactAsync(LedgerFacts.InSession, 0, CancellationToken.None);
        if (uncertain > 0)
            await run.Note($"{Figures.PluralExact(uncertain, "message was", "messages were")} under way when the job was interrupted; the source is searched for them");
    }

    private async Task<RunResult?> SweepOrFinishAsync(LedgerState state, MessageSorter sorter, long quota)
    {
        var faults = state.Fact(LedgerFacts.Faults) ?? 0;
        if (run.Source.KeepsMessages || faults <= (state.Fact(LedgerFacts.Swept) ?? 0))
            return await FinishAsync(sorter, quota);
        return await SweepAsync(await LoadAsync(), faults);
    }

    /// <summary>Null: go on, which means to finish; or the source was lost once more.</summary>
    private async Task<RunResult?> SweepAsync(LedgerState state, long faults)
    {
        long ready;
        try
        {
            ready = await run.Source.CountReadyAsync(run.Stop.Token);
        }
        catch (Exception) when (run.Stop.Kind != StopKind.None)
        {
            return Stopped();
        }
        catch (Exception fault)
        {
            return await WaitAfterFaultAsync(FaultWords.Of(fault));
        }

        var rules = SortingRules.For(Selection, run.Source, run.Sink, hasFaults: true, isSweep: true);
        var sorter = new MessageSorter(run.Job.Id, state, quota: 0, new SelectionTest(Selection, [], run.Filters), run.Sink, run.Memory, rules);

        // What came back stands at its place, so as many as may have come back reach as far as it can be; passed over ones stand between.
        var reach = Selection.PassesOver ? ready : Math.Min(ready, sorter.MayStillComeBack + sorter.NotMet.LongCount());
        if (reach == 0 || sorter.IsSatisfied)
            return await SweptAsync(faults);
        var held = run.Job.Intent.Options.MaxHeld;
        var end = await OpenAndRunAsync(state, reach, sorter, new SessionPlan(_window, run.Options.WindowBytes, held, null, IsCanary: false, HoldsEverything: true));
        await run.ShowAsync(null);
        if (end.Kind is not (SessionEndKind.Exhausted or SessionEndKind.HoldLimit))
            return await AfterEarlyEndAsync(end);
        if (end.Kind == SessionEndKind.HoldLimit)
            await run.Note($"After the fault the source was not searched to its end for delivered messages that came back: {end.Words}");
        if (sorter.LeftInDoubt > 0)
            await run.Note($"{Figures.PluralExact(sorter.LeftInDoubt, "message like a delivered one stands", "messages like delivered ones stand")} in the source after a fault: come back, or another one. What stands there was left");
        return await SweptAsync(faults);
    }

    private async Task<RunResult?> SweptAsync(long faults)
    {
        await run.Ledger.SetFactAsync(LedgerFacts.Swept, faults, CancellationToken.None);
        return null;
    }
}
