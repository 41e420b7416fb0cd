using Dashboard.Core.Operations.Pump;

namespace Dashboard.Core.Operations.Jobs;

/// <summary>What can be done to a job that runs or waits in this process.</summary>
internal sealed class JobActivity(StopRequest stop, RateLimit rateLimit, bool isCanaryApproved)
{
    public StopRequest Stop { get; } = stop;

    public RateLimit RateLimit { get; } = rateLimit;

    public bool IsCanaryApproved { get; } = isCanaryApproved;

    /// <summary>Ends when the job is at rest. Never throws.</summary>
    public Task Running { get; set; } = Task.CompletedTask;
}
