namespace Dashboard.Core.Operations.Pump;

/// <summary>Why a session ended.</summary>
internal enum SessionEndKind
{
    /// <summary>The source has nothing further of the selection.</summary>
    Exhausted,

    /// <summary>The operator or the shutdown asked for it.</summary>
    Stopped,

    /// <summary>To go on with another window; nothing is wrong.</summary>
    Reopen,

    /// <summary>The first message is settled and the operator is to look at it.</summary>
    CanaryDone,

    /// <summary>More may not be held, or not for longer.</summary>
    HoldLimit,

    /// <summary>Our own disk is nearly full.</summary>
    DiskLow,

    /// <summary>One message after the other could not be delivered.</summary>
    TooManyFailures,

    /// <summary>A broker was lost, or the fate of a message.</summary>
    Fault,

    /// <summary>The ledger cannot be written.</summary>
    LedgerBroken,
}

internal sealed record SessionEnd(SessionEndKind Kind, string Words, Exception? Cause = null);

/// <summary>Ends a session from inside one of its stages.</summary>
internal sealed class SessionEndedException(SessionEndKind kind, string words, Exception? inner = null) : Exception(words, inner)
{
    public SessionEndKind Kind { get; } = kind;
}

/// <summary>How a session is run.</summary>
/// <param name="Window">Most messages under way.</param>
/// <param name="WindowBytes">Most bytes under way.</param>
/// <param name="MaxHeld">Most deliveries that may stand unsettled without being under way; null where the source does not mind.</param>
/// <param name="ReopenAfter">End after this many deliveries to choose another window; null for none.</param>
/// <param name="IsCanary">End after one message was tried.</param>
/// <param name="HoldsEverything">What is passed over is held to the end, so that there is no limit to what is read.</param>
internal sealed record SessionPlan(int Window, long WindowBytes, long? MaxHeld, long? ReopenAfter, bool IsCanary, bool HoldsEverything);
