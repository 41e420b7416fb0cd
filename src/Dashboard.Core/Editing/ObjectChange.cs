using System.Text.Json;
using Dashboard.Core.Model;

namespace Dashboard.Core.Editing;

/// <summary>One change of one object, complete and serialisable: what an intent about objects is made of.</summary>
public sealed record ObjectChange
{
    public required ChangeVerb Verb { get; init; }

    /// <summary>The kind as the provider declares it (<see cref="ObjectKind.Id"/>).</summary>
    public required string Kind { get; init; }

    /// <summary>Key of the row that is changed; null for a creation.</summary>
    public RowKey? Key { get; init; }

    /// <summary>Field id → value. Fields left out are not set.</summary>
    public IReadOnlyDictionary<string, JsonElement> Values { get; init; } = NoValues;

    public static readonly IReadOnlyDictionary<string, JsonElement> NoValues = new Dictionary<string, JsonElement>();
}
