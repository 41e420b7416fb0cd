using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>What is peculiar to one kind of object; <see cref="RabbitMqEditor"/> does what they have in common.</summary>
internal abstract class KindEditor(RabbitMqManagementClient client)
{
    public abstract ObjectKind Kind { get; }

    protected RabbitMqManagementClient Client { get; } = client;

    public abstract ObjectName NameOf(ObjectChange change);

    /// <summary>Mistakes beyond those that the form's declaration tells.</summary>
    public virtual IEnumerable<FieldMistake> Check(ObjectChange change) => [];

    /// <summary>What is sent, in this order; the second only after the first was done.</summary>
    public abstract IReadOnlyList<BrokerRequest> RequestsOf(ObjectChange change);

    /// <summary>Where the object is read.</summary>
    public abstract string PathOf(ObjectChange change);

    /// <summary>The values of an edit form.</summary>
    public virtual IReadOnlyDictionary<string, JsonElement> ValuesOf(JsonElement found, RowKey key) => ObjectChange.NoValues;

    /// <summary>What would come of it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="found">The object now; undefined where there is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public abstract Task<ChangeForecast> ForecastAsync(ObjectChange change, JsonElement found, CancellationToken cancellationToken);

    /// <summary>Whether the object is as the change wants it; null where that cannot be told. Asked for creations and edits.</summary>
    public abstract bool? IsAsWanted(ObjectChange change, JsonElement found);

    /// <summary>Whether an edit would leave the object as it is now.</summary>
    public virtual bool ChangesNothing(ObjectChange change, JsonElement found) => IsAsWanted(change, found) == true;

    /// <summary>Reads back an edit whose outcome is not known, where it is more than one object that tells; null where <see cref="IsAsWanted"/> does.</summary>
    public virtual Task<ChangeResult?> LookBackOnEditAsync(ObjectChange change, CancellationToken cancellationToken) => Task.FromResult<ChangeResult?>(null);

    /// <summary>The object as it is now; null where there is none.</summary>
    public virtual Task<JsonDocument?> FindAsync(ObjectChange change, CancellationToken cancellationToken) => Client.FindAsync(PathOf(change), cancellationToken);

    protected static string Part(ObjectChange change, int index) => change.Key?.Parts is { } parts && parts.Count > index ? parts[index] : "";

    protected static FieldMistake? CannotBeInAPath(string fieldId, string what, string name)
        => ManagementPath.CanHold(name) ? null : new FieldMistake(fieldId, $"The management API cannot address {what} of the name '{name}'.");

    /// <summary>A list that may be refused or missing: null then.</summary>
    protected async Task<JsonDocument?> TryReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await Client.FindAsync(path, cancellationToken);
        }
        catch (SourceException e) when (e.Kind is SourceProblemKind.Denied or SourceProblemKind.NotSupported)
        {
            return null;
        }
    }
}
