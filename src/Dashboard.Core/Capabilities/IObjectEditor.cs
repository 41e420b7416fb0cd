using System.Text.Json;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>
/// Creates, changes and deletes what a broker holds: queues, topics, bindings, policies, client connections. It declares what it can do, and forms,
/// checks, plans and jobs follow from the declaration. Thread-safe.
/// </summary>
public interface IObjectEditor : IMutatingCapability
{
    IReadOnlyList<ObjectKind> Kinds { get; }

    /// <summary>What the change is about. Pure; never throws.</summary>
    ObjectName NameOf(ObjectChange change);

    /// <summary>Everything that is wrong with the change as far as it can be told without asking the broker; empty when nothing is. Pure; never throws.</summary>
    IReadOnlyList<FieldMistake> Check(ObjectChange change);

    /// <summary>What would be sent to the broker, for people to read: method, address and body. Holds no credentials. Pure; never throws.</summary>
    string Preview(ObjectChange change);

    /// <summary>The values of an object as it is now, to be edited; null where it is gone.</summary>
    /// <exception cref="BrokerException">The broker could not be asked.</exception>
    Task<IReadOnlyDictionary<string, JsonElement>?> ReadAsync(string kind, RowKey key, CancellationToken cancellationToken);

    /// <summary>What the change would do, from live facts. Changes nothing.</summary>
    /// <exception cref="BrokerException">The broker could not be asked.</exception>
    Task<ChangeForecast> ForecastAsync(ObjectChange change, CancellationToken cancellationToken);

    /// <summary>Does it. Never throws for what the broker or the network does: the answer says it.</summary>
    Task<ChangeResult> ApplyAsync(ObjectChange change, CancellationToken cancellationToken);

    /// <summary>
    /// Reads back whether a change whose outcome is not known was done. <see cref="ChangeEnd.Refused"/> says that things are as they were before.
    /// Never throws for what the broker or the network does.
    /// </summary>
    Task<ChangeResult> LookBackAsync(ObjectChange change, CancellationToken cancellationToken);
}
