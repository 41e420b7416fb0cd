using Dashboard.Core.Operations;
using Dashboard.Web.Auth;

namespace Dashboard.Web.Components.Operations;

/// <summary>
/// What stands behind an operation's dialog: the live plan of what is chosen, its dry run, its confirmation. A newer plan replaces an
/// older one, also one still under way. Used on the circuit's thread; dispose with the dialog.
/// </summary>
public sealed class PlanSession(IOperations operations, ICurrentActor currentActor, Action changed) : IDisposable
{
    private readonly string _idempotencyKey = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource _lifetime = new();
    private CancellationTokenSource? _planning;
    private CancellationTokenSource? _dryRunning;
    private bool _isDisposed;

    /// <summary>The plan of what is chosen now; null while there is none.</summary>
    public OperationPlan? Plan { get; private set; }

    /// <summary>What the plan, the dry run or the start failed with.</summary>
    public Fault? Fault { get; private set; }

    public bool IsPlanning => _planning is not null;

    public bool IsDryRunning => _dryRunning is not null;

    public bool IsSubmitting { get; private set; }

    public DryRunReport? DryRun { get; private set; }

    /// <summary>Messages the dry run has read so far.</summary>
    public long DryRunExamined { get; private set; }

    /// <summary>Whether it could be confirmed now with what was typed.</summary>
    public bool CanConfirm(string? typed)
        => Plan is { Refusal: null } plan && !IsPlanning && !IsSubmitting && !IsDryRunning && (plan.MustType is null || plan.MustType == typed);

    /// <summary>Plans anew. Earlier plan and dry run are no longer shown; an earlier call still under way is dropped.</summary>
    /// <param name="intent">What is chosen; null when the choice is not complete yet.</param>
    /// <param name="delay">Waits first, so that typing does not ask the broker at each key.</param>
    public async Task PlanAsync(OperationIntent? intent, TimeSpan delay = default)
    {
        CancelPlanning();
        CancelDryRun();
        DryRun = null;
        Fault = null;
        if (intent is null)
        {
            Plan = null;
            changed();
            return;
        }

        var own = _planning = new CancellationTokenSource();
        changed();
        try
        {
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay, own.Token);
            var plan = await operations.PlanAsync(await currentActor.GetAsync(), intent, own.Token);
            if (ReferenceEquals(own, _planning))
                Plan = plan;
        }
        catch (OperationCanceledException) when (own.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            if (ReferenceEquals(own, _planning))
                (Plan, Fault) = (null, fault);
        }
        finally
        {
            if (ReferenceEquals(own, _planning))
            {
                _planning = null;
                changed();
            }

            own.Dispose();
        }
    }

    /// <summary>
    /// Asks for the figures of the same intent again, in the background: the plan stays until the newer one is there, and a failure leaves it.
    /// </summary>
    public async Task RefreshAsync()
    {
        if (Plan is not { } old || IsPlanning || IsDryRunning || IsSubmitting || DryRun is not null)
            return;
        try
        {
            var plan = await operations.PlanAsync(await currentActor.GetAsync(), old.Intent, _lifetime.Token);
            if (ReferenceEquals(Plan, old) && !IsPlanning && !IsSubmitting && !_isDisposed)
            {
                Plan = plan;
                changed();
            }
        }
        catch (OperationCanceledException) when (_isDisposed)
        {
        }
        catch (Exception e) when (Fault.TryExplain(e, out _))
        {
            // The figures shown are still those of the last plan; confirming them asks anew.
        }
    }

    /// <summary>Looks through the selection without touching it.</summary>
    public async Task DryRunAsync()
    {
        if (Plan is not { } plan || IsDryRunning)
            return;
        var own = _dryRunning = new CancellationTokenSource();
        (DryRun, DryRunExamined, Fault) = (null, 0, null);
        changed();
        try
        {
            var progress = new Progress<long>(examined =>
            {
                if (!ReferenceEquals(own, _dryRunning))
                    return;
                DryRunExamined = examined;
                changed();
            });
            var report = await operations.DryRunAsync(await currentActor.GetAsync(), plan.PlanId, progress, own.Token);
            if (ReferenceEquals(own, _dryRunning))
                DryRun = report;
        }
        catch (OperationCanceledException) when (own.IsCancellationRequested)
        {
            // Stopped by the operator, or by a newer plan; what was read is back in its place.
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            if (ReferenceEquals(own, _dryRunning))
                Fault = fault;
        }
        finally
        {
            if (ReferenceEquals(own, _dryRunning))
                _dryRunning = null;
            own.Dispose();
            if (!_isDisposed)
                changed();
        }
    }

    /// <summary>Ends a dry run under way.</summary>
    public void CancelDryRun()
    {
        var running = _dryRunning;
        _dryRunning = null;
        running?.Cancel();
    }

    /// <summary>Starts what was planned; null when it was refused, then <see cref="Fault"/> says why. Twice pressed starts one job.</summary>
    public async Task<Job?> SubmitAsync(string? typed)
    {
        if (!CanConfirm(typed))
            return null;
        IsSubmitting = true;
        Fault = null;
        changed();
        try
        {
            // The key names this plan of this dialog: the second press of one plan is the same job, a new plan is another.
            return await operations.SubmitAsync(
                await currentActor.GetAsync(), Plan!.PlanId, Plan.MustType is null ? null : typed, $"{_idempotencyKey}-{Plan.PlanId}", CancellationToken.None);
        }
        catch (Exception e) when (Fault.TryExplain(e, out var fault))
        {
            Fault = fault;
            return null;
        }
        finally
        {
            IsSubmitting = false;
            if (!_isDisposed)
                changed();
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        CancelPlanning();
        CancelDryRun();
        _lifetime.Cancel();
        _lifetime.Dispose();
    }

    private void CancelPlanning()
    {
        var running = _planning;
        _planning = null;
        running?.Cancel();
    }
}
