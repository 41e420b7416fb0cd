using System.Collections.Frozen;

namespace Dashboard.Core.Topology;

/// <summary>The nodes and edges of one scope at one moment. Immutable; edges lead between nodes that are there.</summary>
public sealed class TopologyGraph
{
    private readonly FrozenDictionary<string, TopologyNode> _nodes;
    private readonly ILookup<string, TopologyEdge> _from;
    private readonly ILookup<string, TopologyEdge> _to;

    public TopologyGraph(string scope, IReadOnlyList<TopologyNode> nodes, IReadOnlyList<TopologyEdge> edges)
    {
        Scope = scope;
        Nodes = nodes;
        Edges = edges;
        _nodes = nodes.ToFrozenDictionary(n => n.Id);
        _from = edges.ToLookup(e => e.From);
        _to = edges.ToLookup(e => e.To);
    }

    public string Scope { get; }

    public IReadOnlyList<TopologyNode> Nodes { get; }

    public IReadOnlyList<TopologyEdge> Edges { get; }

    /// <summary>The node; null where there is none.</summary>
    public TopologyNode? Find(string id) => _nodes.GetValueOrDefault(id);

    /// <summary>Edges that leave the node.</summary>
    public IEnumerable<TopologyEdge> From(string id) => _from[id];

    /// <summary>Edges that lead to the node.</summary>
    public IEnumerable<TopologyEdge> To(string id) => _to[id];

    /// <summary>
    /// The part around one node: what feeds it and what it feeds, each up to <paramref name="depth"/> edges away, and all edges between
    /// these. What its feeders feed besides is left out, so that one busy router does not bring everything along.
    /// </summary>
    /// <param name="focus">Id of a node; unknown gives an empty graph.</param>
    /// <param name="depth">1 and more.</param>
    public TopologyGraph Around(string focus, int depth)
    {
        if (Find(focus) is null)
            return new TopologyGraph(Scope, [], []);
        var kept = new HashSet<string> { focus };
        kept.UnionWith(Reach(focus, depth, id => From(id).Select(e => e.To)));
        kept.UnionWith(Reach(focus, depth, id => To(id).Select(e => e.From)));
        return Only(kept);
    }

    /// <summary>The part with these nodes and all edges between them.</summary>
    public TopologyGraph Only(IReadOnlySet<string> ids) => new(
        Scope,
        [.. Nodes.Where(n => ids.Contains(n.Id))],
        [.. Edges.Where(e => ids.Contains(e.From) && ids.Contains(e.To))]);

    /// <summary>
    /// The node an operator most likely wants to see first: the one in the worst state, of these the one with the most messages, of these the
    /// busiest; null where there is no node.
    /// </summary>
    public TopologyNode? Foremost() => Nodes
        .OrderByDescending(n => n.Figures.Tone == Snapshots.Tone.Bad && !n.IsMissing)
        .ThenByDescending(n => n.Figures.Tone == Snapshots.Tone.Warning)
        .ThenByDescending(n => n.Figures.Depth ?? 0)
        .ThenByDescending(n => (n.Figures.InRate ?? 0) + (n.Figures.OutRate ?? 0))
        .ThenBy(n => n.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>Nodes whose name holds every word of the text, the shortest names first; all where the text is empty.</summary>
    public IEnumerable<TopologyNode> Search(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = Nodes.Where(n => Array.TrueForAll(words, w => n.Name.Contains(w, StringComparison.OrdinalIgnoreCase)));
        return words.Length == 0 ? found : found.OrderBy(n => n.Name.Length).ThenBy(n => n.Name, StringComparer.OrdinalIgnoreCase);
    }

    private static HashSet<string> Reach(string focus, int depth, Func<string, IEnumerable<string>> next)
    {
        var reached = new HashSet<string>();
        IReadOnlyList<string> edge = [focus];
        for (var i = 0; i < depth && edge.Count > 0; i++)
            edge = [.. edge.SelectMany(next).Where(reached.Add)];
        return reached;
    }
}
