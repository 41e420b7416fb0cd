using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Pump;

/// <summary>What all sessions of one run of a job share.</summary>
internal sealed class RunContext
{
    public required Job Job { get; init; }

    public required IJobSource Source { get; init; }

    public required IJobSink Sink { get; init; }

    public required IJobLedger Ledger { get; init; }

    public required OperationsOptions Options { get; init; }

    public required TimeProvider Time { get; init; }

    public required DiskGuard Disk { get; init; }

    public required RateLimit RateLimit { get; init; }

    public required StopRequest Stop { get; init; }

    public required MessageFilters Filters { get; init; }

    /// <summary>An operator has looked at the canary and goes on.</summary>
    public required bool IsCanaryApproved { get; init; }

    /// <summary>Shows figures and, while something keeps the job waiting, what.</summary>
    public required Func<PumpProgress, string?, Task> Report { get; init; }

    /// <summary>Adds a line to the job's timeline.</summary>
    public required Func<string, Task> Note { get; init; }

    public PumpProgress Progress => _progress ??= new PumpProgress(Time);

    private PumpProgress? _progress;

    public RunMemory Memory { get; } = new();

    public Task ShowAsync(string? blockedReason)
        => Report(Progress, blockedReason is null ? null : $"Paused by the broker: {blockedReason}. It goes on by itself when the broker takes messages again.");
}

/// <summary>How a run of a job ended.</summary>
internal sealed record RunResult(JobState State, string? Reason = null, string? NextStep = null);
