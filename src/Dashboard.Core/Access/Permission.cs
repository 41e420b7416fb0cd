namespace Dashboard.Core.Access;

/// <summary>What somebody may do. Seeing counts and reading bodies are different rights.</summary>
public enum Permission
{
    /// <summary>See connections, lists, figures, jobs without message contents.</summary>
    ViewSnapshots,

    /// <summary>Read message bodies, headers and properties.</summary>
    ReadMessages,

    Publish,

    Purge,

    /// <summary>Move, copy, replay and restore messages; control such jobs.</summary>
    Transfer,

    /// <summary>Search and export the audit.</summary>
    ViewAudit,

    /// <summary>Show one's saved views to everybody, and change them while they are shown.</summary>
    ShareViews,

    /// <summary>Change and delete what others have shared.</summary>
    ManageSharedViews,

    /// <summary>Create, change and delete queues, exchanges, bindings and the like.</summary>
    ManageTopology,

    /// <summary>Close connections of the broker's clients.</summary>
    CloseConnections,

    ManageConnections,

    ManageAccounts,

    /// <summary>See the fields of messages that the configuration masks (<c>docs/masking.md</c>).</summary>
    ReadMaskedFields,
}
