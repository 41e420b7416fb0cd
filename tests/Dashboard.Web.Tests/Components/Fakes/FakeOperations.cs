using Dashboard.Core.Access;
using Dashboard.Core.Operations;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>Plans and starts what it is told, and remembers it.</summary>
public sealed class FakeOperations(FakeJobBoard board) : IOperations
{
    public List<OperationIntent> Planned { get; } = [];

    public List<(string PlanId, string? Typed, string? Key)> Submitted { get; } = [];

    public List<string> Controls { get; } = [];

    public Func<OperationIntent, OperationPlan> PlanFor { get; set; } = intent => Sample.Plan(intent);

    public Exception? SubmitFailure { get; set; }

    public Exception? PlanFailure { get; set; }

    public DryRunReport? Report { get; set; }

    public TaskCompletionSource? DryRunGate { get; set; }

    public Func<OperationIntent, Job> JobFor { get; set; } = intent => Sample.Job(kind: intent.Kind) with { Intent = intent };

    public Task<OperationPlan> PlanAsync(Actor actor, OperationIntent intent, CancellationToken cancellationToken)
    {
        Planned.Add(intent);
        return PlanFailure is null
            ? Task.FromResult(PlanFor(intent) with { PlanId = $"plan-{Planned.Count}", Intent = intent })
            : Task.FromException<OperationPlan>(PlanFailure);
    }

    public async Task<DryRunReport> DryRunAsync(Actor actor, string planId, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(1234);
        if (DryRunGate is not null)
            await DryRunGate.Task.WaitAsync(cancellationToken);
        return Report ?? throw new OperationRefusedException("No report was laid out.");
    }

    public Task<Job> SubmitAsync(Actor actor, string planId, string? typed, string? idempotencyKey, CancellationToken cancellationToken)
    {
        Submitted.Add((planId, typed, idempotencyKey));
        if (SubmitFailure is not null)
            return Task.FromException<Job>(SubmitFailure);
        var job = JobFor(Planned[^1]);
        board.Put(job);
        return Task.FromResult(job);
    }

    public Task PauseAsync(Actor actor, string jobId, CancellationToken cancellationToken) => ControlAsync($"pause {jobId}");

    public Task ResumeAsync(Actor actor, string jobId, CancellationToken cancellationToken) => ControlAsync($"resume {jobId}");

    public Task CancelAsync(Actor actor, string jobId, CancellationToken cancellationToken) => ControlAsync($"cancel {jobId}");

    public Task LimitRateAsync(Actor actor, string jobId, double? ratePerSecond, CancellationToken cancellationToken)
        => ControlAsync($"limit {jobId} {ratePerSecond?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}");

    private Task ControlAsync(string what)
    {
        Controls.Add(what);
        return Task.CompletedTask;
    }
}
