namespace Dashboard.Core.Access;

/// <summary>The whole matrix of roles and permissions, in one place.</summary>
public static class RolePermissions
{
    /// <summary>The least role that holds the permission.</summary>
    public static Role LeastRoleFor(Permission permission) => permission switch
    {
        Permission.ViewSnapshots => Role.Viewer,
        Permission.ReadMessages or Permission.Publish or Permission.Purge or Permission.Transfer or Permission.ViewAudit
            or Permission.CloseConnections or Permission.ShareViews => Role.Operator,
        _ => Role.Admin,
    };

    public static bool Holds(Role role, Permission permission) => role >= LeastRoleFor(permission);
}
