using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Web.Components.Operations;

/// <summary>
/// Whether a button can be pressed, and if not, why: the right, the connection's mode, what the broker can do there. Only for showing:
/// the operation itself is authorised again where it is planned and submitted.
/// </summary>
public sealed class ActionAvailability(IAccessGate gate, IConnectionRegistry connections)
{
    public Availability Of(Actor actor, DestinationAction action, DestinationRef destination)
    {
        var permission = action.PermissionFor();
        if (!gate.Allows(actor, permission))
            return Availability.No($"Needs the right {permission}: a role of {RolePermissions.LeastRoleFor(permission)} or higher.");
        if (connections.Find(destination.Connection) is not { } connection)
            return Availability.No("This connection is not configured any more.");
        if (connection.Info.IsReadOnly)
            return Availability.No($"{connection.Info.Name} is a read-only connection.");
        return action switch
        {
            DestinationAction.Publish => On<IMessagePublisher>(connection, destination, "publish messages"),
            DestinationAction.Purge => On<IDestinationPurger>(connection, destination, "purge"),
            _ => On<IMessageTransfer>(connection, destination, "move messages"),
        };
    }

    private static Availability On<T>(IBrokerConnection connection, DestinationRef destination, string verb)
        where T : class, ICapability
        => connection.Find<T>() is { } capability
            ? capability.AvailabilityOn(destination)
            : Availability.No($"{connection.Info.Kind} connections cannot {verb} here.");
}
