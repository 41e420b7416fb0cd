using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sections;

/// <summary>A section whose rows are the objects of one JSON list.</summary>
/// <param name="Definition">The declaration.</param>
/// <param name="Resource">Where the list is, below <c>/api/</c>.</param>
/// <param name="KeyOf">The row's key; null for an object that cannot be named.</param>
/// <param name="Fill">Sets the row's cells. Must set key columns to what the key says.</param>
internal sealed record JsonSection(
    SectionDefinition Definition,
    string Resource,
    Func<JsonElement, RowKey?> KeyOf,
    Action<SectionTableBuilder, JsonElement, DateTimeOffset> Fill)
{
    /// <summary>Whether a list of one vhost stands at <c>resource/vhost</c>.</summary>
    public bool HasVhostPaths { get; init; }

    /// <summary>Read in pages, at most this many rows; 0 for a list that the broker gives whole only.</summary>
    public int MaxRows { get; init; }

    /// <summary>The fields that are needed, as the API's <c>columns</c>; empty for all.</summary>
    public string Fields { get; init; } = "";

    /// <summary>What the resource needs to exist: <c>the plugin rabbitmq_shovel_management</c>.</summary>
    public string? Requires { get; init; }

    /// <summary>Many brokers do not have it, or do not show it to the user of a connection: that is told in a notice and is no failure.</summary>
    public bool IsOptional { get; init; }

    /// <summary>
    /// The broker answers from its statistics: where it collects none, the list is refused or, worse, empty, and must not be believed.
    /// </summary>
    public bool NeedsStatistics { get; init; }

    /// <summary>Columns that are not known while the broker computes no rates.</summary>
    public IReadOnlyList<string> RateColumns { get; init; } = [];
}
