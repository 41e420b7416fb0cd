using Dashboard.Core.Model;

namespace Dashboard.Core.Topology;

/// <summary>A thing that takes messages: a row of a section.</summary>
/// <param name="SectionId">The section that has its row.</param>
/// <param name="Key">The row's key.</param>
/// <param name="Kind">The broker's word, lower case and singular: <c>exchange</c>, <c>queue</c>, <c>stream</c>.</param>
/// <param name="Name">Its name; hostile text. Empty for a default exchange.</param>
public sealed record TopologyNode(string SectionId, RowKey Key, string Kind, string Name)
{
    /// <summary>Names the node within its graph.</summary>
    public string Id { get; } = IdOf(SectionId, Key);

    /// <summary>Short words on how it is made: <c>topic</c>, <c>quorum</c>, <c>internal</c>.</summary>
    public IReadOnlyList<string> Badges { get; init; } = [];

    /// <summary>Something leads to it, and it does not exist: what is sent there is dropped.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Messages can be sent to it by this.</summary>
    public required DestinationRef Destination { get; init; }

    public required TopologyFigures Figures { get; init; }

    /// <summary>The id of the node of a row.</summary>
    public static string IdOf(string sectionId, RowKey key) => $"{sectionId}:{key.Value}";
}
