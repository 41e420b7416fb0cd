using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Masking;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Operations.Changes;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Core.Operations.Planning;
using Dashboard.Core.Operations.Pump;
using Dashboard.Core.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Core.Operations;

/// <inheritdoc cref="IOperations"/>
internal sealed class OperationService(
    IAccessGate gate,
    IAuditLog audit,
    IConnectionRegistry connections,
    IArchiveStore archives,
    MessageFilters filters,
    IMessageMasking masking,
    Planner planner,
    PlanStore plans,
    PastDeliveries past,
    JobTable table,
    JobRunner runner,
    IJobStore store,
    IDiskSpace disk,
    IOptions<OperationsOptions> options,
    TimeProvider time) : IOperations
{
    public async Task<OperationPlan> PlanAsync(Actor actor, OperationIntent intent, CancellationToken cancellationToken)
    {
        await DemandAsync(actor, intent, cancellationToken);
        var plan = await planner.PlanAsync(intent, cancellationToken);
        plan = plan with { Refusal = plan.Refusal ?? masking.RefusalOf(actor, plan, await SourceOfAsync(intent, cancellationToken)) };
        plans.Keep(plan, actor.Name, options.Value.PlanLifetime);
        return plan;
    }

    public async Task<DryRunReport> DryRunAsync(Actor actor, string planId, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var plan = plans.Find(planId, actor.Name);
        await DemandAsync(actor, plan.Intent, cancellationToken);
        if (plan.Refusal is { } refusal)
            throw new OperationRefusedException(refusal);
        if (plan.Intent.Changes.Count > 0)
            throw new OperationRefusedException("A dry run looks at messages; what becomes of each object stands in the plan.");
        await AuditAsync(actor, "messages.dry-run", AuditOutcome.Allowed, plan.Intent, plan.Title, null, null, cancellationToken);
        var connection = connections.Find(plan.Intent.Connection)
            ?? throw new OperationRefusedException($"The connection {plan.Intent.Connection} is not configured.");
        return await new DryRun(connection, connections, archives, past, filters, options.Value).RunAsync(plan.Intent, progress, cancellationToken);
    }

    public async Task<Job> SubmitAsync(Actor actor, string planId, string? typed, string? idempotencyKey, CancellationToken cancellationToken)
    {
        await table.LoadAsync(cancellationToken);
        var key = idempotencyKey is null ? null : $"{actor.Name}/{idempotencyKey}";
        if (await FindEarlierAsync(key, cancellationToken) is { } earlier)
            return earlier;
        if (plans.TryFind(planId, actor.Name) is not { } plan)
        {
            // A call with the same key that was quicker has started the job and used the plan up meanwhile.
            return await FindEarlierAsync(key, cancellationToken) ?? throw new OperationRefusedException(PlanStore.Expired);
        }

        await DemandAsync(actor, plan.Intent, cancellationToken);
        Check(plan, typed);
        var now = time.GetUtcNow();
        var job = new Job
        {
            Id = JobIds.New(now),
            Intent = plan.Intent,
            Title = plan.Title,
            Actor = actor.Name,
            State = JobState.Queued,
            RateLimit = plan.Intent.Options.RatePerSecond,
            CreatedAt = now,
        };
        await AuditAsync(actor, OperationWords.ActionOf(plan.Intent.Kind), AuditOutcome.Allowed, plan.Intent, plan.Title, OperationWords.DetailOf(plan), job.Id, cancellationToken);
        var (kept, isNew) = await table.AddAsync(job, $"Confirmed: {plan.ConfirmLabel}", key, CancellationToken.None);
        if (isNew)
        {
            plans.Remove(planId);
            runner.Start(kept, isCanaryApproved: false);
        }

        return kept;
    }

    private async Task<Job?> FindEarlierAsync(string? key, CancellationToken cancellationToken) =>
        key is not null && await store.FindByKeyAsync(key, cancellationToken) is { } earlier ? table.Find(earlier.Id) ?? earlier : null;

    public async Task PauseAsync(Actor actor, string jobId, CancellationToken cancellationToken)
    {
        var job = await ControlAsync(actor, jobId, "job.pause", cancellationToken);
        // One that still waits in line has nothing to let go of.
        var pausing = await table.TryMoveAsync(jobId, JobState.Pausing, "Asked to pause", actor.Name)
            ?? await table.TryMoveAsync(jobId, JobState.Paused, "Paused before it started", actor.Name, paused => paused with { Reason = "Paused before it started", NextStep = "Resume it, and it waits for its turn again." });
        if (pausing is null)
            throw Refuse(job, "paused");
        runner.Stop(jobId, StopKind.Pause);
    }

    public async Task ResumeAsync(Actor actor, string jobId, CancellationToken cancellationToken)
    {
        var job = await ControlAsync(actor, jobId, "job.resume", cancellationToken);
        if (JobExecutor.IsPlainPurge(job.Intent))
            throw new OperationRefusedException("A purge is not resumed, because messages may have come meanwhile. Plan a new one.");
        var approves = job.State is JobState.Paused || job.Intent.Changes.Count > 0;
        var queued = await table.TryMoveAsync(jobId, JobState.Queued, "Resumed", actor.Name, resumed => resumed with { Reason = null, NextStep = null, EndedAt = null })
            ?? throw Refuse(job, "resumed");
        runner.Start(queued, approves);
    }

    public async Task CancelAsync(Actor actor, string jobId, CancellationToken cancellationToken)
    {
        var job = await ControlAsync(actor, jobId, "job.cancel", cancellationToken);
        if (await table.TryMoveAsync(jobId, JobState.Cancelling, "Asked to cancel", actor.Name) is { } cancelling && runner.Stop(jobId, StopKind.Cancel))
            return;
        var ended = await table.TryMoveAsync(jobId, JobState.Cancelled, "Cancelled", actor.Name, gone => gone with { Reason = null, NextStep = null, EndedAt = time.GetUtcNow() });
        if (ended is null)
            throw Refuse(job, "cancelled");
        runner.Stop(jobId, StopKind.Cancel);
    }

    public async Task LimitRateAsync(Actor actor, string jobId, double? ratePerSecond, CancellationToken cancellationToken)
    {
        if (ratePerSecond is { } rate && !(rate > 0 && double.IsFinite(rate)))
            throw new OperationRefusedException("The rate limit must be more than 0 messages per second.");
        var job = await ControlAsync(actor, jobId, "job.limit-rate", cancellationToken);
        if (job.IsEnded)
            throw Refuse(job, "limited");
        var text = ratePerSecond is { } limit ? $"Rate limited to {limit:0.##} messages per second" : "Rate limit taken off";
        await table.NoteAsync(jobId, text, actor.Name, limited => limited with { RateLimit = ratePerSecond });
        runner.LimitRate(jobId, ratePerSecond);
    }

    /// <summary>Where the messages stand; of an archive, where they stood.</summary>
    private async Task<DestinationRef?> SourceOfAsync(OperationIntent intent, CancellationToken cancellationToken)
    {
        if (intent.Source is not null || intent.ArchiveJobId is not { } archive)
            return intent.Source;
        await table.LoadAsync(cancellationToken);
        return (table.Find(archive) ?? await store.FindAsync(archive, cancellationToken))?.Intent.Source;
    }

    private void Check(OperationPlan plan, string? typed)
    {
        if (plan.Refusal is { } refusal)
            throw new OperationRefusedException(refusal);
        if (plan.MustType is { } name && !string.Equals(name, typed, StringComparison.Ordinal))
            throw new OperationRefusedException("What was typed is not the name, to the letter. Nothing was done.");
        if (new DiskGuard(disk, options.Value, time).IsLow(out var low))
            throw new OperationRefusedException($"Nothing was started: {low}.");
    }

    private async Task<Job> ControlAsync(Actor actor, string jobId, string action, CancellationToken cancellationToken)
    {
        await table.LoadAsync(cancellationToken);
        var job = table.Find(jobId) ?? throw new OperationRefusedException("There is no such job any more.");
        await DemandAsync(actor, job.Intent, cancellationToken);
        await AuditAsync(actor, action, AuditOutcome.Allowed, job.Intent, job.Title, null, jobId, cancellationToken);
        return job;
    }

    private async ValueTask DemandAsync(Actor actor, OperationIntent intent, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, OperationWords.PermissionFor(intent.Kind), intent.Connection, TitleOf(intent), cancellationToken);
        if (intent.Target is FixedTarget { Address.Destination.Connection: var elsewhere } && elsewhere != intent.Connection)
            await gate.DemandAsync(actor, Permission.Publish, elsewhere, TitleOf(intent), cancellationToken);
    }

    private string TitleOf(OperationIntent intent) => intent.Changes.Count > 0
        ? ChangeWords.TitleOf(intent, connections.Find(intent.Connection)?.Find<IObjectEditor>())
        : OperationWords.TitleOf(intent);

    private async Task AuditAsync(
        Actor actor,
        string action,
        AuditOutcome outcome,
        OperationIntent intent,
        string target,
        string? detail,
        string? jobId,
        CancellationToken cancellationToken)
    {
        try
        {
            await audit.AppendAsync(
                new AuditEntry(actor.Name, action, outcome, intent.Connection.Value, target, detail, actor.RemoteAddress, jobId),
                cancellationToken);
        }
        catch (AuditUnavailableException unavailable)
        {
            throw new OperationRefusedException($"Nothing was done, because the audit cannot be written: {unavailable.Message}");
        }
    }

    private static OperationRefusedException Refuse(Job job, string what) => new($"The job is {job.State} and cannot be {what}.");
}
