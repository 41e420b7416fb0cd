namespace Dashboard.Core.Snapshots.Collecting;

/// <summary>How one read of a source ended: with a reading, with a failure, or (neither) because the collector stops.</summary>
internal sealed record SourceResult(DateTimeOffset StartedAt, TimeSpan Duration)
{
    public SourceReading? Reading { get; init; }

    public SourceProblemKind FailureKind { get; init; }

    /// <summary>Null when it did not fail.</summary>
    public string FailureMessage { get; init; } = "";

    public bool IsFailure { get; init; }

    /// <summary>The cause, for the log.</summary>
    public Exception? Cause { get; init; }

    /// <summary>The read itself, where it went on after its time limit.</summary>
    public Task? Overdue { get; init; }
}
