namespace Dashboard.Core.Access;

/// <summary>Roles, each including the one before it.</summary>
public enum Role
{
    /// <summary>Sees snapshots.</summary>
    Viewer,

    /// <summary>Also reads bodies, publishes, purges, moves, replays, closes connections of clients, and sees the audit.</summary>
    Operator,

    /// <summary>Also changes topology, connections, accounts and keys.</summary>
    Admin,
}
