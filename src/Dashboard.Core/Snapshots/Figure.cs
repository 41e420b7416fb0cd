using Dashboard.Core.Model;

namespace Dashboard.Core.Snapshots;

/// <summary>One figure about a whole connection, for its overview: messages ready, publish rate, memory used.</summary>
/// <param name="Id">Stable name: <c>messages_ready</c>.</param>
/// <param name="Title">Words for people.</param>
/// <param name="Type">Unit and way of writing.</param>
/// <param name="Value">The figure and its accuracy.</param>
public sealed record Figure(string Id, string Title, ColumnType Type, Metric Value)
{
    /// <summary>Figures with equal group are shown side by side, or as lines of one chart.</summary>
    public string Group { get; init; } = "";

    /// <summary>The last hour of it is kept for charts.</summary>
    public bool KeepsHistory { get; init; }

    /// <summary>What the figure covers where that is more than the connection shows: <c>whole cluster</c>; null where it is the same.</summary>
    public string? Scope { get; init; }

    public string Help { get; init; } = "";
}
