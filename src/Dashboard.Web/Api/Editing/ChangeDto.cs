using System.ComponentModel;
using System.Text.Json;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Web.Api.Problems;

namespace Dashboard.Web.Api.Editing;

/// <summary>One change of one object of the broker.</summary>
internal sealed record ChangeDto
{
    [Description("What is done to it.")]
    public required ChangeVerb Verb { get; init; }

    [Description("Kind of object, as the section's actions tell: queue.")]
    public required string Kind { get; init; }

    [Description("Id of the row that is changed; left out for a creation.")]
    public string? RowId { get; init; }

    [Description("Values by the id of the field, as the section's actions tell.")]
    public IReadOnlyDictionary<string, JsonElement>? Values { get; init; }

    public static ChangeDto Of(ObjectChange change) => new()
    {
        Verb = change.Verb,
        Kind = change.Kind,
        RowId = change.Key is { } key ? ApiPaths.IdOf(key) : null,
        Values = change.Values,
    };

    /// <exception cref="ApiException">The id of the row cannot be one.</exception>
    public ObjectChange Read(string pointer)
    {
        RowKey? key = null;
        if (RowId is not null && !ApiPaths.TryRead(RowId, out key))
            throw ApiException.Body($"{pointer}/rowId", "This is no id of a row.");
        return new ObjectChange { Verb = Verb, Kind = Kind, Key = key, Values = Values ?? ObjectChange.NoValues };
    }
}
