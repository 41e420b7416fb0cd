using System.Text.Json;
using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.Operations;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>Editing on a fake editor; null offers nothing.</summary>
public sealed class FakeEditing(FakeAccess access, FakeEditor? editor) : IObjectEditing
{
    public IReadOnlyList<OfferedAction> ActionsOn(Actor actor, ConnectionId connection, string sectionId)
        => editor is null
            ? []
            : [.. editor.Kinds.Where(kind => kind.SectionId == sectionId).SelectMany(kind => kind.Actions.Select(action => new OfferedAction(
                kind,
                action,
                action.Unavailable is { } reason ? Availability.No(reason) : access.Allows(actor, Permission.ManageTopology) ? Availability.Yes : Availability.No("Needs the right ManageTopology."))))];

    public IReadOnlyList<FieldMistake> Check(ConnectionId connection, ObjectChange change) => editor!.Check(change);

    public string Preview(ConnectionId connection, ObjectChange change) => editor!.Preview(change);

    public ObjectName NameOf(ConnectionId connection, ObjectChange change) => editor!.NameOf(change);

    public Task<IReadOnlyDictionary<string, JsonElement>?> ReadAsync(Actor actor, ConnectionId connection, string kind, RowKey key, CancellationToken cancellationToken)
        => editor!.ReadAsync(kind, key, cancellationToken);

    public bool Explains(ConnectionId connection, string sectionId) => editor is not null && sectionId == "queues";

    public Task<IReadOnlyList<EffectiveSetting>?> ExplainAsync(Actor actor, ConnectionId connection, string sectionId, RowKey key, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<EffectiveSetting>?>([]);
}

/// <summary>Remembers that it was asked.</summary>
public sealed class FakePolls : IPollControl
{
    public int Asked { get; private set; }

    public void RefreshNow(ConnectionId connection) => Asked++;
}
