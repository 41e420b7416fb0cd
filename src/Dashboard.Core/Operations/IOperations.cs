using Dashboard.Core.Access;

namespace Dashboard.Core.Operations;

/// <summary>
/// The only road to change a broker: plan, confirm, run. Every call authorises the actor and audits, denials included.
/// </summary>
public interface IOperations
{
    /// <summary>Asks the brokers for live facts and says what the intent would do. Changes nothing.</summary>
    /// <exception cref="AccessDeniedException">The actor may not.</exception>
    /// <exception cref="Model.BrokerException">The facts could not be had.</exception>
    Task<OperationPlan> PlanAsync(Actor actor, OperationIntent intent, CancellationToken cancellationToken);

    /// <summary>Looks through the selection of a plan and says, message by message, what would happen.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="planId">The plan.</param>
    /// <param name="progress">Told the number of messages examined; may be null.</param>
    /// <param name="cancellationToken">Ends the look; what was read goes back.</param>
    Task<DryRunReport> DryRunAsync(Actor actor, string planId, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Starts what was planned.</summary>
    /// <param name="actor">Who confirms.</param>
    /// <param name="planId">The plan.</param>
    /// <param name="typed">What was typed, where the plan asks for it.</param>
    /// <param name="idempotencyKey">Two calls with the same key start one job; null for none.</param>
    /// <param name="cancellationToken">Ends the wait for the start, not the job.</param>
    /// <exception cref="OperationRefusedException">The plan expired, the typed text differs, the audit cannot be written, the disk is full.</exception>
    Task<Job> SubmitAsync(Actor actor, string planId, string? typed, string? idempotencyKey, CancellationToken cancellationToken);

    Task PauseAsync(Actor actor, string jobId, CancellationToken cancellationToken);

    Task ResumeAsync(Actor actor, string jobId, CancellationToken cancellationToken);

    Task CancelAsync(Actor actor, string jobId, CancellationToken cancellationToken);

    /// <summary>Changes the rate limit while the job runs; null for none.</summary>
    Task LimitRateAsync(Actor actor, string jobId, double? ratePerSecond, CancellationToken cancellationToken);
}

/// <summary>An operation was not started, and nothing was changed. The message says why and what to do.</summary>
public sealed class OperationRefusedException(string message) : Exception(message);
