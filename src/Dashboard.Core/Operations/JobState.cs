namespace Dashboard.Core.Operations;

/// <summary>Where a job stands. Legal moves are in <see cref="JobTransitions"/>.</summary>
public enum JobState
{
    Planned,

    /// <summary>Confirmed; waits for another job on the same source to end.</summary>
    Queued,
    Running,
    Pausing,
    Paused,
    Cancelling,
    Cancelled,
    Succeeded,
    Failed,

    /// <summary>The dashboard ended while it ran. It resumes from its ledger.</summary>
    Interrupted,
}
