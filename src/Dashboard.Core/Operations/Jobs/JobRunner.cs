using System.Collections.Concurrent;
using Dashboard.Core.Audit;
using Dashboard.Core.Operations.Pump;
using Dashboard.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Dashboard.Core.Operations.Jobs;

/// <summary>Runs jobs, each on its own; whatever happens inside one ends in a state with words, never in an exception.</summary>
internal sealed partial class JobRunner(
    JobTable table,
    JobExecutor executor,
    ISourceClaims claims,
    IAuditLog audit,
    TimeProvider time,
    ILogger<JobRunner> log)
{
    private readonly ConcurrentDictionary<string, JobActivity> _activities = new(StringComparer.Ordinal);
    private volatile bool _isStopping;

    /// <summary>Starts a job that is Queued.</summary>
    public void Start(Job job, bool isCanaryApproved)
    {
        if (_isStopping)
            return;
        var activity = new JobActivity(new StopRequest(), new RateLimit(time, job.RateLimit), isCanaryApproved);

        // A predecessor that has just reported its end may still be letting go.
        _activities[job.Id] = activity;
        activity.Running = Task.Run(() => RunAsync(job.Id, activity), CancellationToken.None);
    }

    /// <summary>Asks a job to stop; false when it does not run or wait here.</summary>
    public bool Stop(string jobId, StopKind kind)
    {
        if (!_activities.TryGetValue(jobId, out var activity))
            return false;
        activity.Stop.Ask(kind);
        return true;
    }

    public void LimitRate(string jobId, double? perSecond)
    {
        if (_activities.TryGetValue(jobId, out var activity))
            activity.RateLimit.PerSecond = perSecond;
    }

    /// <summary>Has every job let go of its source and waits for it.</summary>
    public async Task StopAllAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        var running = _activities.Values.ToList();
        foreach (var activity in running)
            activity.Stop.Ask(StopKind.Shutdown);
        await Task.WhenAll(running.Select(activity => activity.Running)).WaitAsync(cancellationToken);
    }

    private async Task RunAsync(string jobId, JobActivity activity)
    {
        try
        {
            var result = await RunGuardedAsync(jobId, activity);
            _activities.TryRemove(new KeyValuePair<string, JobActivity>(jobId, activity));
            if (result is not null)
                await EndAsync(jobId, result);
        }
        catch (Exception unexpected)
        {
            // The job store itself failed: the job stays as it is there, and the next start finds it.
            LogNotRecorded(log, unexpected, jobId);
        }
        finally
        {
            _activities.TryRemove(new KeyValuePair<string, JobActivity>(jobId, activity));
        }
    }

    /// <summary>Null when somebody else has moved the job on meanwhile.</summary>
    private async Task<RunResult?> RunGuardedAsync(string jobId, JobActivity activity)
    {
        try
        {
            using var claim = await ClaimAsync(table.Find(jobId)!, activity);
            var job = await table.TryMoveAsync(jobId, JobState.Running, "Started", "system", started => started with
            {
                StartedAt = started.StartedAt ?? time.GetUtcNow(),
                EndedAt = null,
                Reason = null,
                NextStep = null,
            });
            if (job is null)
                return null;
            using var traced = CoreActivities.StartJob(job);
            var result = await executor.RunAsync(job, activity);
            traced?.SetTag("dashboard.state", result.State.ToString());
            return result;
        }
        catch (OperationCanceledException) when (activity.Stop.Kind != StopKind.None)
        {
            return activity.Stop.Kind switch
            {
                StopKind.Cancel => new RunResult(JobState.Cancelled),
                StopKind.Shutdown => new RunResult(JobState.Interrupted, "The dashboard was stopped"),
                _ => new RunResult(JobState.Paused),
            };
        }
        catch (Exception failed)
        {
            LogFailed(log, failed, jobId);
            return new RunResult(JobState.Failed, FaultWords.Of(failed), (failed as Model.BrokerException)?.NextStep);
        }
    }

    private async Task<IDisposable?> ClaimAsync(Job job, JobActivity activity)
    {
        if (JobExecutor.ClaimOf(job.Intent) is not { } source)
            return null;
        return await claims.ClaimAsync(
            source,
            job.Id,
            holder => table.NoteAsync(job.Id, $"Waits for job {holder}, which works on the same source", "system", waiting => waiting with
            {
                Reason = $"Waits for job {holder}, which works on the same source",
            }),
            activity.Stop.Token);
    }

    private async Task EndAsync(string jobId, RunResult result)
    {
        var text = result.Reason ?? result.State.ToString();
        Job Close(Job ended, JobState state) => ended with
        {
            Reason = result.Reason,
            NextStep = result.NextStep,
            CurrentRate = 0,
            EndedAt = state is JobState.Cancelled or JobState.Succeeded or JobState.Failed ? time.GetUtcNow() : null,
            HasArchive = ended.HasArchive || (ended.Intent.Options.ArchiveFirst && ended.Accounting.Delivered > 0),
        };
        var moved = await table.TryMoveAsync(jobId, result.State, text, "system", ended => Close(ended, result.State));
        // It came to rest by itself while it was being cancelled: cancelled it is.
        if (moved is null && table.Find(jobId)?.State == JobState.Cancelling)
            moved = await table.TryMoveAsync(jobId, JobState.Cancelled, text, "system", ended => Close(ended, JobState.Cancelled));
        if (moved is not { IsEnded: true } job)
            return;
        var outcome = job.State == JobState.Failed ? AuditOutcome.Failed : AuditOutcome.Succeeded;
        var total = job.Accounting;
        var detail = job.Intent.Changes.Count > 0
            ? $"{job.State}: {total.Delivered} of {total.Selected} done, {total.ExternallyRemoved} gone already, {total.Held} refused, {total.Uncertain} uncertain. {job.Reason}"
            : $"{job.State}: {total.Selected} selected, {total.Delivered} {OperationWords.DoneOf(job.Intent.Kind)}, {total.Remaining} remaining (of these {total.Held} held), "
            + $"{total.Quarantined} quarantined, {total.ExternallyRemoved} taken by others, {total.Uncertain} uncertain. {job.Reason}";
        try
        {
            await audit.AppendAsync(
                new AuditEntry(job.Actor, OperationWords.ActionOf(job.Intent.Kind), outcome, job.Intent.Connection.Value, job.Title, detail.Trim(), JobId: job.Id),
                CancellationToken.None);
        }
        catch (AuditUnavailableException unavailable)
        {
            LogEndNotAudited(log, unavailable, jobId);
        }
    }

    [LoggerMessage(EventId = 2111, Level = LogLevel.Error, Message = "Job {JobId} failed")]
    private static partial void LogFailed(ILogger log, Exception exception, string jobId);

    [LoggerMessage(EventId = 2112, Level = LogLevel.Critical, Message = "The end of job {JobId} could not be recorded")]
    private static partial void LogNotRecorded(ILogger log, Exception exception, string jobId);

    [LoggerMessage(EventId = 2113, Level = LogLevel.Error, Message = "The end of job {JobId} could not be audited")]
    private static partial void LogEndNotAudited(ILogger log, Exception exception, string jobId);
}
