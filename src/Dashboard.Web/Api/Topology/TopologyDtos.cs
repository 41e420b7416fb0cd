using System.ComponentModel;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;

namespace Dashboard.Web.Api.Topology;

/// <summary>A part of a broker with a graph of its own.</summary>
internal sealed record TopologyScopeDto
{
    [Description("The vhost.")]
    public required string Name { get; init; }

    [Description("How many nodes its graph has.")]
    public required int NodeCount { get; init; }
}

/// <summary>How the things of a scope hang together.</summary>
internal sealed record TopologyDto
{
    [Description("The vhost.")]
    public required string Scope { get; init; }

    [Description("The node it is drawn around; null for the whole graph.")]
    public required string? Focus { get; init; }

    [Description("Nodes around the focus that are left out, because there are more than 1,000.")]
    public required int LeftOut { get; init; }

    [Description("Exchanges, queues and the like.")]
    public required IReadOnlyList<TopologyNodeDto> Nodes { get; init; }

    [Description("Ways for messages between them.")]
    public required IReadOnlyList<TopologyEdgeDto> Edges { get; init; }
}

/// <summary>A thing that takes messages.</summary>
internal sealed record TopologyNodeDto
{
    [Description("Names it within the graph.")]
    public required string Id { get; init; }

    [Description("The broker's word: exchange, queue, stream.")]
    public required string Kind { get; init; }

    [Description("Its name. Text of a foreign system: show it as text.")]
    public required string Name { get; init; }

    [Description("The section that has its row.")]
    public required string Section { get; init; }

    [Description("Id of its row.")]
    public required string RowId { get; init; }

    [Description("How it is made: topic, quorum, internal.")]
    public required IReadOnlyList<string> Badges { get; init; }

    [Description("Something leads to it, and it does not exist.")]
    public required bool IsMissing { get; init; }

    [Description("Messages that stand there; null where that is not known or none can.")]
    public required long? Depth { get; init; }

    [Description("Messages a second that arrive; null where not known.")]
    public required double? InRate { get; init; }

    [Description("Messages a second that leave; null where not known.")]
    public required double? OutRate { get; init; }

    [Description("Consumers attached; null where not known.")]
    public required long? Consumers { get; init; }

    [Description("How it is.")]
    public required Tone Tone { get; init; }

    [Description("Why it is not well; null where it is.")]
    public required string? Reason { get; init; }

    public static TopologyNodeDto Of(TopologyNode node) => new()
    {
        Id = node.Id,
        Kind = node.Kind,
        Name = node.Name,
        Section = node.SectionId,
        RowId = ApiPaths.IdOf(node.Key),
        Badges = node.Badges,
        IsMissing = node.IsMissing,
        Depth = node.Figures.Depth,
        InRate = node.Figures.InRate,
        OutRate = node.Figures.OutRate,
        Consumers = node.Figures.Consumers,
        Tone = node.Figures.Tone,
        Reason = node.Figures.Reason,
    };
}

/// <summary>All ways of one kind between the same two nodes.</summary>
internal sealed record TopologyEdgeDto
{
    [Description("Names it within the graph.")]
    public required string Id { get; init; }

    [Description("Id of a node.")]
    public required string From { get; init; }

    [Description("Id of a node.")]
    public required string To { get; init; }

    [Description("What sort of way.")]
    public required TopologyEdgeKind Kind { get; init; }

    [Description("What each single way takes: a routing key, a pattern, arguments; empty where it takes everything.")]
    public required IReadOnlyList<string> Links { get; init; }

    public static TopologyEdgeDto Of(TopologyEdge edge) => new()
    {
        Id = edge.Id,
        From = edge.From,
        To = edge.To,
        Kind = edge.Kind,
        Links = [.. edge.Links.Select(link => link.Label)],
    };
}
