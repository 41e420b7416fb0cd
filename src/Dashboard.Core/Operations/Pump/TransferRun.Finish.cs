using Dashboard.Core.Operations.Ledger;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations.Pump;

/// <content>Closing the accounts of a run.</content>
internal sealed partial class TransferRun
{
    private const int MaxReason = 300;

    /// <summary>The session met all there is: closes the rows that were not met, and says what is missing.</summary>
    private async Task<RunResult> FinishAsync(MessageSorter sorter, long quota)
    {
        var notMet = sorter.NotMet.ToList();
        var entries = new List<LedgerEntry>();
        if (!run.Source.KeepsMessages)
        {
            entries.AddRange(notMet.Where(row => row.Step == LedgerStep.Unsettled)
                .Select(row => row.WasSentAgain
                    ? new LedgerEntry(row.Sequence, LedgerStep.SentAgain, "sent again after a fault; no longer in the source afterwards")
                    : new LedgerEntry(row.Sequence, LedgerStep.Delivered, "confirmed before a fault; no longer in the source afterwards")));
            entries.AddRange(notMet.Where(row => row.Step == LedgerStep.Held && !run.Memory.HasTried(row.Sequence))
                .Select(row => new LedgerEntry(row.Sequence, LedgerStep.ExternallyRemoved, "no longer in the source: somebody else took it, or it expired")));
        }

        if (entries.Count > 0)
            await run.Ledger.AppendAsync(entries, CancellationToken.None);

        // Of a log it is known how many places there were, and not how many messages: none is missing that was not met.
        if (_extent is not null)
            await run.Ledger.SetFactAsync(LedgerFacts.ReadToEnd, 1, CancellationToken.None);
        if (_extent is null || Selection is ChosenMessages)
            await CountMissingAsync(quota - sorter.NewlyMet);
        var state = await LoadAsync();
        run.Progress.Reset(state, Bound(state));
        await run.ShowAsync(null);
        return Judge(run.Progress.Accounting());
    }

    private async Task CountMissingAsync(long left)
    {
        var state = await LoadAsync();
        var missing = Selection switch
        {
            ChosenMessages chosen => chosen.Identities.Count - state.Rows - (state.Fact(LedgerFacts.Missing) ?? 0),
            MatchingMessages => 0,
            _ => left,
        };
        if (missing <= 0)
            return;

        // After a fault a message like one that was confirmed is sent again, because it cannot be told from it. Where as many are missing at the
        // end, they were not the same: the earlier ones had been removed, and each was sent once.
        var twins = Math.Min(missing, state.Resent - (state.Fact(LedgerFacts.GoneTwins) ?? 0));
        if (twins > 0 && Selection is not ChosenMessages)
        {
            await run.Ledger.SetFactAsync(LedgerFacts.GoneTwins, (state.Fact(LedgerFacts.GoneTwins) ?? 0) + twins, CancellationToken.None);
            missing -= twins;
        }

        if (missing <= 0)
            return;
        await run.Ledger.SetFactAsync(LedgerFacts.Missing, (state.Fact(LedgerFacts.Missing) ?? 0) + missing, CancellationToken.None);
        await run.Note($"{Figures.PluralExact(missing, "selected message was", "selected messages were")} no longer in the source when the job came there: {(run.Source.IsLog ? "removed by retention, by compaction or by a purge" : "taken by somebody else, or expired")}");
    }

    private RunResult Judge(JobAccounting total)
    {
        var held = total.Held > 0 ? $"{OperationWords.Messages(total.Held)} could not be delivered and {(total.Held == 1 ? "stays" : "stay")} in {run.Source.Description}; the report has each reason{LastRefusal()}" : null;
        var doubt = run.Sink.KeepsWhatItTakes ? "the target may have each never, once or more often" : "each may have been removed or not";
        var uncertain = total.Uncertain > 0 ? $"{Figures.PluralExact(total.Uncertain, "message is", "messages are")} uncertain after a fault and listed in the report: {doubt}" : null;
        var words = string.Join(". ", new[] { held, uncertain }.OfType<string>());
        if (total.Selected > 0 && total.Delivered + total.Uncertain == 0 && total.Held > 0)
            return new RunResult(JobState.Failed, "Nothing could be delivered. " + words, "See the reasons in the report, then resume to try again.");
        return new RunResult(JobState.Succeeded, words.Length == 0 ? null : words);
    }

    /// <summary>Where nothing was delivered one reason says it all, as a rule.</summary>
    private string LastRefusal() => run.Memory.LastRefusal is { Length: > 0 } last ? $", the last one: {(last.Length > MaxReason ? last[..MaxReason] + "…" : last).TrimEnd('.')}" : "";

    private async Task<RunResult> CanaryAsync()
    {
        var state = await LoadAsync();
        run.Progress.Reset(state, Bound(state));
        await run.ShowAsync(null);
        return state.Count(LedgerStep.Delivered) > 0
            ? new RunResult(JobState.Paused, "The canary was delivered: check it and resume", "Look at the message at its target, then resume or cancel.")
            : new RunResult(JobState.Paused, "The canary could not be delivered", "See the reason in the report. Resume tries all, cancel leaves the rest where it is.");
    }

    private RunResult? AfterHoldLimit(SessionEnd end)
    {
        if (!HoldsEverything && _heldRoom < run.Job.Intent.Options.MaxHeld)
            return null;
        return new RunResult(
            JobState.Failed,
            $"Stopped before the end of the selection: {end.Words}. Everything that was not delivered is back in the source",
            "Take messages from the head first, or raise the limit of held messages, then start again.");
    }
}
