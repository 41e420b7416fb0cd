using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Operations.Ledger;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Core.Operations.Jobs;

/// <summary>What the engine does at the start and at the end of the process. Whoever hosts it calls both.</summary>
public interface IJobRecovery
{
    /// <summary>
    /// Finds the jobs the last process left behind: they are Interrupted, and go on from their ledgers or wait for an operator, as configured.
    /// </summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Has running jobs finish what is under way and let go; they are Interrupted and go on at the next start.</summary>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>Removes ended jobs with ledgers and archives after their time.</summary>
    Task RemoveExpiredAsync(CancellationToken cancellationToken);
}

/// <inheritdoc cref="IJobRecovery"/>
internal sealed partial class JobRecovery(
    JobTable table,
    JobRunner runner,
    IJobStore store,
    IJobLedgerStore ledgers,
    IDeliveryRecord record,
    IArchiveStore archives,
    IOptions<OperationsOptions> options,
    TimeProvider time,
    ILogger<JobRecovery> log) : IJobRecovery
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await table.LoadAsync(cancellationToken);
        foreach (var job in table.Recent.Where(job => !job.IsEnded).OrderBy(job => job.CreatedAt))
        {
            try
            {
                await RecoverAsync(job);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                LogNotRecovered(log, failed, job.Id);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => runner.StopAllAsync(cancellationToken);

    public async Task RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        var removed = await store.RemoveEndedBeforeAsync(time.GetUtcNow() - options.Value.KeepJobs, cancellationToken);
        archives.DeleteImportsBefore(time.GetUtcNow() - options.Value.KeepJobs);
        foreach (var jobId in removed)
        {
            await ledgers.DeleteAsync(jobId, cancellationToken);
            archives.Delete(jobId);
        }

        await record.ForgetAsync(removed, cancellationToken);
        table.Forget(removed);
    }

    private async Task RecoverAsync(Job job)
    {
        var was = job.State;
        if (was is JobState.Queued or JobState.Running or JobState.Pausing or JobState.Cancelling)
        {
            await table.TryMoveAsync(job.Id, JobState.Interrupted, $"The dashboard ended while the job was {was}", "system", left => left with { CurrentRate = 0 });
            // A purge of a log that the broker was told of is gone on with in any case: nothing else says what came of it.
            if ((was is JobState.Pausing or JobState.Cancelling && !LogPurge.WasUnderWay(job)) || (was == JobState.Running && JobExecutor.IsPlainPurge(job.Intent)))
            {
                await CloseAsync(job, was);
                return;
            }
        }
        else if (was != JobState.Interrupted)
        {
            return;
        }

        if (!options.Value.ResumeAfterRestart)
        {
            await table.NoteAsync(job.Id, "Waits for an operator", "system", waiting => waiting with
            {
                Reason = "The dashboard ended while the job ran",
                NextStep = "Resume it: it goes on from its ledger. Or cancel it.",
            });
            return;
        }

        if (await table.TryMoveAsync(job.Id, JobState.Queued, "Goes on after the restart", "system", queued => queued with { Reason = null, NextStep = null }) is { } ready)
            runner.Start(ready, isCanaryApproved: false);
    }

    private async Task CloseAsync(Job job, JobState was)
    {
        if (was == JobState.Running)
        {
            await table.TryMoveAsync(job.Id, JobState.Failed, "The dashboard ended during the purge", "system", failed => failed with
            {
                Reason = "The dashboard ended while it purged: whether the broker did it is not known",
                NextStep = "Look at the queue and plan a new purge if it is needed.",
                EndedAt = time.GetUtcNow(),
            });
            return;
        }

        var accounting = job.Accounting;
        if (!JobExecutor.IsPlainPurge(job.Intent) && !LogPurge.IsOne(job.Intent))
            accounting = await MarkFaultAsync(job);
        if (was == JobState.Pausing)
        {
            await table.TryMoveAsync(job.Id, JobState.Paused, "Paused, as was asked before the dashboard ended", "system", paused => paused with
            {
                Reason = "Paused; nothing is held at the broker",
                Accounting = accounting,
            });
            return;
        }

        await table.TryMoveAsync(job.Id, JobState.Cancelled, "Cancelled, as was asked before the dashboard ended", "system", cancelled => cancelled with
        {
            EndedAt = time.GetUtcNow(),
            Accounting = accounting,
        });
    }

    /// <summary>A job that is not run again still has to account for what was under way.</summary>
    private async Task<JobAccounting> MarkFaultAsync(Job job)
    {
        await using var ledger = await ledgers.OpenAsync(job.Id, CancellationToken.None);
        await ledger.MarkFaultAsync("the dashboard ended while it was under way", CancellationToken.None);
        var progress = new Pump.PumpProgress(time);
        var state = await ledger.LoadAsync(withClosed: false, CancellationToken.None);
        progress.Reset(state, Pump.JobFigures.BoundOf(job.Intent.Selection, state, state.Fact(LedgerFacts.Ready)));
        return progress.Accounting();
    }

    [LoggerMessage(EventId = 2121, Level = LogLevel.Error, Message = "Job {JobId} could not be taken up after the restart")]
    private static partial void LogNotRecovered(ILogger log, Exception exception, string jobId);
}
