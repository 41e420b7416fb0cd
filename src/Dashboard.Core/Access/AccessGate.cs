using Dashboard.Core.Audit;
using Dashboard.Core.Model;
using Microsoft.Extensions.Logging;

namespace Dashboard.Core.Access;

/// <summary>Checks rights against the account as it is now: the role an actor came with counts for nothing.</summary>
public sealed partial class AccessGate(IAccountDirectory accounts, IAuditLog audit, ILogger<AccessGate> log) : IAccessGate
{
    public bool Allows(Actor actor, Permission permission) => RoleOf(actor) is { } role && RolePermissions.Holds(role, permission);

    public async ValueTask DemandAsync(Actor actor, Permission permission, ConnectionId? connection, string target, CancellationToken cancellationToken)
    {
        var role = RoleOf(actor);
        if (role is { } held && RolePermissions.Holds(held, permission))
            return;
        var detail = role is null ? $"needs {permission}; the account or key is disabled or gone" : $"needs {permission}; the role is {role}";
        try
        {
            await audit.AppendAsync(
                new AuditEntry(actor.Name, "access.denied", AuditOutcome.Denied, connection?.Value, target, detail, actor.RemoteAddress),
                cancellationToken);
        }
        catch (AuditUnavailableException unavailable)
        {
            // The denial stands whether or not it could be written down.
            LogDenialNotAudited(log, unavailable, actor.Name, permission);
        }

        throw new AccessDeniedException(actor with { Role = role ?? actor.Role }, permission);
    }

    private Role? RoleOf(Actor actor)
    {
        if (ReferenceEquals(actor, Actor.System))
            return Actor.System.Role;
        var found = actor.KeyId is { } key ? accounts.FindKey(key) : accounts.Find(actor.Name);
        return found is { IsDisabled: false } standing ? standing.Role : null;
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "The denial of {Permission} to {Account} could not be audited")]
    private static partial void LogDenialNotAudited(ILogger log, Exception exception, string account, Permission permission);
}
