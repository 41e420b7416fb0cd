namespace Dashboard.Core.Operations;

/// <summary>One confirmed operation as it stands now: an immutable value, replaced with each change.</summary>
public sealed record Job
{
    /// <summary>Sortable by time, safe in URLs and file names.</summary>
    public required string Id { get; init; }

    public required OperationIntent Intent { get; init; }

    /// <summary>Verb and object, as in the plan.</summary>
    public required string Title { get; init; }

    /// <summary>Account that confirmed it.</summary>
    public required string Actor { get; init; }

    public required JobState State { get; init; }

    /// <summary>Why it is in this state, in words: the fault, who paused it, what it waits for. Null where the state says it all.</summary>
    public string? Reason { get; init; }

    /// <summary>What the operator can do about it; null where there is nothing to do.</summary>
    public string? NextStep { get; init; }

    public JobAccounting Accounting { get; init; } = JobAccounting.None;

    /// <summary>Messages per second over the last seconds; 0 when it does not run.</summary>
    public double CurrentRate { get; init; }

    /// <summary>Rate limit in force; null for none.</summary>
    public double? RateLimit { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>An archive of what it took is there and can be restored.</summary>
    public bool HasArchive { get; init; }

    public bool IsEnded => State is JobState.Cancelled or JobState.Succeeded or JobState.Failed;
}
