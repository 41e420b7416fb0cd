namespace Dashboard.Core.Access;

/// <summary>Somebody asked for what they may not do. Already audited when it is thrown.</summary>
public sealed class AccessDeniedException(Actor actor, Permission permission)
    : Exception($"{actor.Name} ({actor.Role}) lacks the right {permission}; a role of {RolePermissions.LeastRoleFor(permission)} or higher has it.")
{
    public Permission Permission { get; } = permission;
}
