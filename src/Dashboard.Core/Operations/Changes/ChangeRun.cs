using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Core.Operations.Ledger;
using Dashboard.Core.Operations.Pump;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations.Changes;

/// <summary>
/// Carries out the changes of a job one after the other. Each is recorded before it is sent and when its end is known; one whose end is not known
/// is read back, and stays uncertain where that does not tell. The first one that is refused ends the run, and the rest stays untouched.
/// </summary>
/// <param name="job">The job.</param>
/// <param name="editor">Who does it.</param>
/// <param name="ledger">The job's memory.</param>
/// <param name="activity">Stop and rate limit.</param>
/// <param name="audit">Told each change of many.</param>
/// <param name="report">Told the figures after each change.</param>
internal sealed class ChangeRun(
    Job job, IObjectEditor editor, IJobLedger ledger, JobActivity activity, IAuditLog audit, Func<JobAccounting, Task> report)
{
    private static readonly TimeSpan LookBackPause = TimeSpan.FromSeconds(2);
    private readonly IReadOnlyList<ObjectChange> _changes = job.Intent.Changes;
    private JobAccounting _accounting = JobAccounting.None with { Selected = job.Intent.Changes.Count };

    public async Task<RunResult> RunAsync()
    {
        var state = await ledger.LoadAsync(withClosed: false, CancellationToken.None);
        await ledger.SetFactAsync(LedgerFacts.Ready, _changes.Count, CancellationToken.None);
        _accounting = AccountingOf(state);
        await report(_accounting);
        if (state.Open.Any(row => row.Step is LedgerStep.Intended or LedgerStep.Doubtful))
        {
            await LookBackAtAsync(state);
            if (!activity.IsCanaryApproved)
                return Ended(JobState.Failed, "The dashboard ended while the job ran. What was under way was read back; the rest was not begun");
        }
        else if (state.Rows > 0 && !activity.IsCanaryApproved)
        {
            return Ended(JobState.Failed, "The dashboard ended while the job ran. The rest was not begun");
        }

        for (var i = (int)state.Rows; i < _changes.Count; i++)
        {
            if (Stopped() is { } stopped)
                return stopped;
            await activity.RateLimit.WaitAsync(activity.Stop.Token);
            if (await DoAsync(i) is { } failed)
                return failed;
        }

        return _accounting.Remaining == 0 && _accounting.Uncertain == 0
            ? new RunResult(JobState.Succeeded)
            : Ended(JobState.Failed, "Not everything was done: the outcomes say why");
    }

    /// <summary>Null when the run goes on.</summary>
    private async Task<RunResult?> DoAsync(int index)
    {
        var change = _changes[index];
        var name = editor.NameOf(change).ToString();
        await ledger.AppendAsync(
            [new LedgerEntry(index + 1, LedgerStep.Intended) { Row = new LedgerRow(new MessageIdentity(null, name), index, $"{change.Verb} {name}", 0) }],
            CancellationToken.None);
        var result = await editor.ApplyAsync(change, CancellationToken.None);
        if (result.End == ChangeEnd.Unknown)
            result = await LookBackAsync(change, result);
        await EndAsync(index, change, name, result);
        return result.End switch
        {
            ChangeEnd.Refused => Ended(JobState.Failed, Sentence(name, result), result.NextStep),
            ChangeEnd.Unknown => Ended(JobState.Failed, $"Whether this was done is not known. {Sentence(name, result)}", result.NextStep ?? "Look at the object before it is planned again."),
            _ => null,
        };
    }

    private async Task<ChangeResult> LookBackAsync(ObjectChange change, ChangeResult first)
    {
        var found = await editor.LookBackAsync(change, CancellationToken.None);
        if (found.End == ChangeEnd.Unknown)
        {
            await Task.Delay(LookBackPause, CancellationToken.None);
            found = await editor.LookBackAsync(change, CancellationToken.None);
        }

        return found with { Words = $"The outcome was uncertain ({first.Words.TrimEnd('.')}). Read back: {found.Words}" };
    }

    /// <summary>What the process that ended had sent and not recorded, and what was uncertain before.</summary>
    private async Task LookBackAtAsync(LedgerState state)
    {
        await ledger.MarkFaultAsync("the dashboard ended while it was under way", CancellationToken.None);
        foreach (var row in state.Open.Where(row => row.Step is LedgerStep.Intended or LedgerStep.Doubtful))
        {
            var index = (int)row.Sequence - 1;
            var change = _changes[index];
            var found = await LookBackAsync(change, new ChangeResult(ChangeEnd.Unknown, "the dashboard ended while it was under way"));
            if (row.Step == LedgerStep.Doubtful)
                _accounting = _accounting with { Uncertain = _accounting.Uncertain - 1 };
            await EndAsync(index, change, editor.NameOf(change).ToString(), found);
        }
    }

    private async Task EndAsync(int index, ObjectChange change, string name, ChangeResult result)
    {
        var step = result.End switch
        {
            ChangeEnd.Done => LedgerStep.Delivered,
            ChangeEnd.Gone => LedgerStep.ExternallyRemoved,
            ChangeEnd.Refused => LedgerStep.Held,
            _ => LedgerStep.Doubtful,
        };
        await ledger.AppendAsync([new LedgerEntry(index + 1, step, result.Words)], CancellationToken.None);
        _accounting = Add(_accounting, step, 1);
        await report(_accounting);
        if (_changes.Count == 1)
            return;
        var outcome = result.End is ChangeEnd.Done or ChangeEnd.Gone ? AuditOutcome.Succeeded : AuditOutcome.Failed;
        await audit.AppendAsync(
            new AuditEntry(job.Actor, OperationWords.ActionOf(ChangeWords.KindOf(change.Verb)), outcome, job.Intent.Connection.Value, name, result.Words, JobId: job.Id),
            CancellationToken.None);
    }

    private RunResult? Stopped() => activity.Stop.Kind switch
    {
        StopKind.Pause => new RunResult(JobState.Paused, "Paused between two changes"),
        StopKind.Cancel => new RunResult(JobState.Cancelled, _accounting.Remaining > 0 ? "Cancelled: what was done stays done, the rest was not begun" : null),
        StopKind.Shutdown => new RunResult(JobState.Interrupted, "The dashboard was stopped"),
        _ => null,
    };

    private RunResult Ended(JobState state, string reason, string? nextStep = null)
    {
        var untouched = _accounting.Remaining - _accounting.Held;
        if (untouched > 0)
            nextStep = $"{nextStep} {Figures.PluralExact(untouched, "object is", "objects are")} untouched: resume the job to go on with {(untouched == 1 ? "it" : "them")}, or plan anew.".TrimStart();
        return new RunResult(state, reason, nextStep);
    }

    private JobAccounting AccountingOf(LedgerState state)
        => state.Counts.Aggregate(_accounting, (sum, counted) => Add(sum, counted.Key, counted.Value));

    private static JobAccounting Add(JobAccounting sum, LedgerStep step, long count) => step switch
    {
        LedgerStep.Delivered => sum with { Delivered = sum.Delivered + count },
        LedgerStep.ExternallyRemoved => sum with { ExternallyRemoved = sum.ExternallyRemoved + count },
        LedgerStep.Held => sum with { Held = sum.Held + count },
        LedgerStep.Doubtful => sum with { Uncertain = sum.Uncertain + count },
        _ => sum,
    };

    private static string Sentence(string name, ChangeResult result) => $"{name}: {result.Words}";
}
