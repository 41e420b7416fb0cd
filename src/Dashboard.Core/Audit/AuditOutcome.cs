namespace Dashboard.Core.Audit;

/// <summary>How an audited act stands.</summary>
public enum AuditOutcome
{
    /// <summary>Allowed and about to happen. Written before the act.</summary>
    Allowed,

    Denied,

    Succeeded,

    Failed,
}
