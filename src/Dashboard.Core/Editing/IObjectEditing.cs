using System.Text.Json;
using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Core.Editing;

/// <summary>What pages and API need before they can submit a change: what is offered, what it holds now, whether it is right. Changes nothing.</summary>
public interface IObjectEditing
{
    /// <summary>Actions on rows of a section; none where the connection cannot change them (a read-only one has none at all).</summary>
    IReadOnlyList<OfferedAction> ActionsOn(Actor actor, ConnectionId connection, string sectionId);

    /// <summary>Everything that is wrong with a change, as far as it can be told without the broker.</summary>
    IReadOnlyList<FieldMistake> Check(ConnectionId connection, ObjectChange change);

    /// <summary>What the change would send.</summary>
    string Preview(ConnectionId connection, ObjectChange change);

    /// <summary>What the change is about.</summary>
    ObjectName NameOf(ConnectionId connection, ObjectChange change);

    /// <summary>The values of an object now, to be edited; null where it is gone.</summary>
    /// <exception cref="AccessDeniedException">The actor may not edit it.</exception>
    /// <exception cref="BrokerException">The broker could not be asked.</exception>
    Task<IReadOnlyDictionary<string, JsonElement>?> ReadAsync(Actor actor, ConnectionId connection, string kind, RowKey key, CancellationToken cancellationToken);

    /// <summary>Whether it can be told which settings are in force on rows of the section.</summary>
    bool Explains(ConnectionId connection, string sectionId);

    /// <summary>The settings in force on an object and where they come from; null where it is gone.</summary>
    /// <exception cref="AccessDeniedException">The actor may not see lists.</exception>
    /// <exception cref="BrokerException">The broker could not be asked.</exception>
    Task<IReadOnlyList<EffectiveSetting>?> ExplainAsync(Actor actor, ConnectionId connection, string sectionId, RowKey key, CancellationToken cancellationToken);
}
