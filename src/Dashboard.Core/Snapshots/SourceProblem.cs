namespace Dashboard.Core.Snapshots;

/// <summary>Why a source could not be read, in words for the operator.</summary>
/// <param name="Kind">What sort of failure.</param>
/// <param name="Message">One sentence with the broker's own words. Holds no credentials. Hostile text.</param>
/// <param name="FailedAt">When the last attempt failed.</param>
/// <param name="Since">When the first of the attempts in a row failed.</param>
/// <param name="NextTryAt">When it is tried again.</param>
public sealed record SourceProblem(SourceProblemKind Kind, string Message, DateTimeOffset FailedAt, DateTimeOffset Since, DateTimeOffset NextTryAt)
{
    /// <summary>The broker was not reached or did not answer in time, which ends for all sources at once.</summary>
    public bool IsOfReach => Kind is SourceProblemKind.Unreachable or SourceProblemKind.TimedOut;
}

/// <summary>Sorts of failure that lead to different next steps.</summary>
public enum SourceProblemKind
{
    /// <summary>No connection, a reset, a DNS failure, a 5xx.</summary>
    Unreachable,

    /// <summary>No answer within the time limit.</summary>
    TimedOut,

    /// <summary>Wrong user name or password.</summary>
    BadCredentials,

    /// <summary>The user has no right to it.</summary>
    Denied,

    /// <summary>The broker lacks a plugin or is too old.</summary>
    NotSupported,

    /// <summary>An answer that could not be understood, or an error of our own.</summary>
    Unexpected,
}
