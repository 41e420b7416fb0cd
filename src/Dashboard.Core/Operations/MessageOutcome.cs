namespace Dashboard.Core.Operations;

/// <summary>What became of one message of a job.</summary>
/// <param name="Sequence">Its number in the job, from 1.</param>
/// <param name="Identity">Who it is, as text.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Target">Where it went or was to go, in words.</param>
/// <param name="Detail">The broker's words, or why it was held.</param>
/// <param name="At">When this was recorded.</param>
/// <param name="Size">Body size in bytes.</param>
public sealed record MessageOutcome(long Sequence, string Identity, MessageOutcomeKind Kind, string Target, string? Detail, DateTimeOffset At, long Size);

/// <summary>Fates of a message of a job.</summary>
public enum MessageOutcomeKind
{
    /// <summary>Recorded as about to be sent; nothing further known.</summary>
    Intended,

    /// <summary>The target took it; removal at the source not recorded yet.</summary>
    Confirmed,

    /// <summary>Confirmed and removed (or, for copies, confirmed).</summary>
    Delivered,

    /// <summary>Not deliverable; left in the source.</summary>
    Held,

    Quarantined,
    ExternallyRemoved,
    Uncertain,
}
