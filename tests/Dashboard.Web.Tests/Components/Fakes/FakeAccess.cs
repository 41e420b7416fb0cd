using Dashboard.Core.Access;
using Dashboard.Core.Model;
using Dashboard.Web.Auth;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>Somebody of a role, with exactly the rights of that role.</summary>
public sealed class FakeAccess(Role role = Role.Operator) : IAccessGate, ICurrentActor
{
    public Actor Actor { get; set; } = new("nadia", role, "127.0.0.1");

    public List<(Permission Permission, string Target)> Demands { get; } = [];

    public ValueTask<Actor> GetAsync() => ValueTask.FromResult(Actor);

    public bool Allows(Actor actor, Permission permission) => RolePermissions.Holds(actor.Role, permission);

    public ValueTask DemandAsync(Actor actor, Permission permission, ConnectionId? connection, string target, CancellationToken cancellationToken)
    {
        Demands.Add((permission, target));
        return Allows(actor, permission) ? ValueTask.CompletedTask : throw new AccessDeniedException(actor, permission);
    }
}
