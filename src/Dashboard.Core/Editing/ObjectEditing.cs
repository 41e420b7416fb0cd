using System.Text.Json;
using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Changes;

namespace Dashboard.Core.Editing;

/// <inheritdoc cref="IObjectEditing"/>
internal sealed class ObjectEditing(IConnectionRegistry connections, IAccessGate gate) : IObjectEditing
{
    public IReadOnlyList<OfferedAction> ActionsOn(Actor actor, ConnectionId connection, string sectionId)
        => connections.Find(connection)?.Find<IObjectEditor>() is { } editor
            ? [.. editor.Kinds.Where(kind => kind.SectionId == sectionId).SelectMany(kind => kind.Actions.Select(action => new OfferedAction(kind, action, Offer(actor, action))))]
            : [];

    public IReadOnlyList<FieldMistake> Check(ConnectionId connection, ObjectChange change) => Editor(connection).Check(change);

    public string Preview(ConnectionId connection, ObjectChange change) => Editor(connection).Preview(change);

    public ObjectName NameOf(ConnectionId connection, ObjectChange change) => Editor(connection).NameOf(change);

    public async Task<IReadOnlyDictionary<string, JsonElement>?> ReadAsync(
        Actor actor, ConnectionId connection, string kind, RowKey key, CancellationToken cancellationToken)
    {
        var editor = Editor(connection);
        var name = editor.NameOf(new ObjectChange { Verb = ChangeVerb.Edit, Kind = kind, Key = key });
        await gate.DemandAsync(actor, ChangeWords.PermissionFor(ChangeVerb.Edit), connection, $"Edit {name}", cancellationToken);
        return await editor.ReadAsync(kind, key, cancellationToken);
    }

    public bool Explains(ConnectionId connection, string sectionId) => connections.Find(connection)?.Find<ISettingsExplainer>()?.Explains(sectionId) == true;

    public async Task<IReadOnlyList<EffectiveSetting>?> ExplainAsync(Actor actor, ConnectionId connection, string sectionId, RowKey key, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, Permission.ViewSnapshots, connection, $"settings in {sectionId}", cancellationToken);
        var explainer = connections.Find(connection)?.Find<ISettingsExplainer>() ?? throw new BrokerException("This connection cannot tell which settings are in force.");
        return await explainer.ExplainAsync(sectionId, key, cancellationToken);
    }

    private Availability Offer(Actor actor, ObjectAction action)
    {
        if (action.Unavailable is { } reason)
            return Availability.No(reason);
        var permission = ChangeWords.PermissionFor(action.Verb);
        return gate.Allows(actor, permission)
            ? Availability.Yes
            : Availability.No($"Needs the right {permission}: a role of {RolePermissions.LeastRoleFor(permission)} or higher.");
    }

    private IObjectEditor Editor(ConnectionId connection)
        => connections.Find(connection)?.Find<IObjectEditor>() ?? throw new BrokerException($"Nothing can be changed on the connection {connection}.");
}
