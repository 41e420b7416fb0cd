using Dashboard.Core.Model;

namespace Dashboard.Core.Topology;

/// <summary>A way for messages from one node to another. All ways of one kind between the same two nodes are one edge.</summary>
/// <param name="From">Id of a node.</param>
/// <param name="To">Id of a node; may be the same.</param>
/// <param name="Kind">What sort of way.</param>
/// <param name="Links">The single ways, at least one.</param>
public sealed record TopologyEdge(string From, string To, TopologyEdgeKind Kind, IReadOnlyList<TopologyLink> Links)
{
    /// <summary>Names the edge within its graph.</summary>
    public string Id { get; } = IdOf(From, To, Kind);

    /// <summary>At most this many messages per second go this way; null where nothing bounds it. Brokers do not count it.</summary>
    public double? AtMostRate { get; init; }

    /// <summary>The id of an edge.</summary>
    public static string IdOf(string from, string to, TopologyEdgeKind kind) => $"{from}>{kind}>{to}";
}

/// <summary>Sorts of ways.</summary>
public enum TopologyEdgeKind
{
    /// <summary>A binding from a router to a place where messages stand.</summary>
    Binding,

    /// <summary>A binding from a router to another.</summary>
    Forward,

    /// <summary>Taken by what no binding takes.</summary>
    Alternate,

    /// <summary>Taken by what is rejected, expired or pushed out.</summary>
    DeadLetter,
}

/// <summary>One way of an edge.</summary>
/// <param name="Label">What it takes: a routing key, a pattern, arguments; empty where it takes everything. Hostile text.</param>
/// <param name="Row">Its own row in <paramref name="SectionId"/>; null where it has none.</param>
/// <param name="SectionId">The section of that row; null where it has none.</param>
public sealed record TopologyLink(string Label, RowKey? Row = null, string? SectionId = null);
