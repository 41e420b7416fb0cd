namespace Dashboard.Web.Storage;

/// <summary>
/// One step of a store's schema. A store registers its own steps as <c>IMigration</c> singletons; they run once, in rising
/// <see cref="Version"/> within their <see cref="Store"/>, each in a transaction together with its entry in <c>schema_version</c>.
/// A step that has been released is never edited: add the next one.
/// </summary>
public interface IMigration
{
    /// <summary>Name of the store that owns the tables: <c>audit</c>, <c>jobs</c>, <c>accounts</c>.</summary>
    string Store { get; }

    /// <summary>From 1, without gaps within the store.</summary>
    int Version { get; }

    /// <summary>Statements, separated by semicolons. No BEGIN or COMMIT.</summary>
    string Sql { get; }
}

/// <summary>A migration as a plain value.</summary>
public sealed record Migration(string Store, int Version, string Sql) : IMigration;
