namespace Dashboard.Core.Operations.Ledger;

/// <summary>What a ledger records of a message. The last step of a row says how it stands. Numbers are stored: never renumber.</summary>
public enum LedgerStep
{
    /// <summary>About to be sent.</summary>
    Intended = 0,

    /// <summary>The target took it; to be removed at the source.</summary>
    Confirmed = 1,

    /// <summary>Closed: at the target and no longer to be done.</summary>
    Delivered = 2,

    /// <summary>Open: known not to have been delivered, and still in the source.</summary>
    Held = 3,

    /// <summary>Closed: in the job's quarantine file.</summary>
    Quarantined = 4,

    /// <summary>Closed: somebody else took it.</summary>
    ExternallyRemoved = 5,

    /// <summary>Open, uncertain: a fault struck after the intent and before a confirmation.</summary>
    Doubtful = 6,

    /// <summary>Open, uncertain: a fault struck after the confirmation and before the removal was recorded.</summary>
    Unsettled = 7,

    /// <summary>Closed, uncertain: sent again after a fault and removed; the target may have it twice.</summary>
    SentAgain = 8,
}

public static class LedgerSteps
{
    /// <summary>How the step is shown.</summary>
    public static MessageOutcomeKind ToOutcome(this LedgerStep step) => step switch
    {
        LedgerStep.Intended => MessageOutcomeKind.Intended,
        LedgerStep.Confirmed => MessageOutcomeKind.Confirmed,
        LedgerStep.Delivered => MessageOutcomeKind.Delivered,
        LedgerStep.Held => MessageOutcomeKind.Held,
        LedgerStep.Quarantined => MessageOutcomeKind.Quarantined,
        LedgerStep.ExternallyRemoved => MessageOutcomeKind.ExternallyRemoved,
        _ => MessageOutcomeKind.Uncertain,
    };

    /// <summary>The message may still be in the source: the job looks out for it.</summary>
    public static bool IsOpen(this LedgerStep step)
        => step is LedgerStep.Intended or LedgerStep.Confirmed or LedgerStep.Held or LedgerStep.Doubtful or LedgerStep.Unsettled;
}
