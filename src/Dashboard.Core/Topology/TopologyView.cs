namespace Dashboard.Core.Topology;

/// <summary>The part of a graph that is drawn.</summary>
/// <param name="Shown">What is drawn.</param>
/// <param name="Focus">What it is drawn around; null for the whole graph.</param>
/// <param name="IsChosenForYou">The graph is too large to be drawn whole, so a focus was chosen.</param>
/// <param name="LeftOut">How many nodes around the focus are left out, because there are too many.</param>
public sealed record TopologyView(TopologyGraph Shown, TopologyNode? Focus, bool IsChosenForYou, int LeftOut)
{
    /// <summary>At most this many nodes are drawn: more are neither smooth nor readable.</summary>
    public const int MaxNodes = 1_000;

    /// <summary>The whole graph, or the part around the focus; where the graph is too large and no focus is given, around its foremost node.</summary>
    /// <param name="graph">All of it.</param>
    /// <param name="focus">Id of a node; null or unknown for none.</param>
    /// <param name="depth">How far from the focus.</param>
    /// <param name="always">Ids of nodes that are drawn in any case: those of a traced route.</param>
    public static TopologyView Of(TopologyGraph graph, string? focus, int depth, IReadOnlyCollection<string> always)
    {
        var chosen = focus is null ? null : graph.Find(focus);
        var isTooLarge = graph.Nodes.Count > MaxNodes;
        if (chosen is null && !isTooLarge)
            return new TopologyView(graph, null, false, 0);
        var centre = chosen ?? graph.Foremost()!;
        var around = graph.Around(centre.Id, depth);
        var kept = new HashSet<string>(always) { centre.Id };
        kept.UnionWith(around.Nodes
            .Where(n => !kept.Contains(n.Id))
            .OrderByDescending(n => n.Figures.Tone is Snapshots.Tone.Bad or Snapshots.Tone.Warning)
            .ThenByDescending(n => n.Figures.Depth ?? 0)
            .Take(Math.Max(0, MaxNodes - kept.Count))
            .Select(n => n.Id)
            .ToList());
        return new TopologyView(graph.Only(kept), centre, chosen is null, around.Nodes.Count(n => !kept.Contains(n.Id)));
    }
}
