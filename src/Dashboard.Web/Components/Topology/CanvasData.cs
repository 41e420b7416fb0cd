using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;
using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Topology;

/// <summary>What the browser draws of a graph, and what of it changed since it was last sent.</summary>
public sealed class CanvasData
{
    private const int NameLength = 34;
    private const int LabelLength = 24;

    private readonly Dictionary<string, CanvasNode> _nodes;
    private readonly Dictionary<string, CanvasEdge> _edges;

    public CanvasData(TopologyView view)
    {
        _nodes = view.Shown.Nodes.Select(n => NodeOf(n, n.Id == view.Focus?.Id)).ToDictionary(n => n.Id);
        _edges = view.Shown.Edges.Select(EdgeOf).ToDictionary(e => e.Id);
    }

    /// <summary>All of it.</summary>
    public IReadOnlyList<CanvasElement> Elements => [.. _nodes.Values.Select(n => new CanvasElement(n)), .. _edges.Values.Select(e => new CanvasElement(e))];

    /// <summary>Whether the same nodes and edges are there as before.</summary>
    public bool HasShapeOf(CanvasData before)
        => _nodes.Count == before._nodes.Count && _edges.Count == before._edges.Count && _nodes.Keys.All(before._nodes.ContainsKey) && _edges.Keys.All(before._edges.ContainsKey);

    /// <summary>The nodes and edges that are drawn otherwise than before.</summary>
    public IReadOnlyList<object> ChangesFrom(CanvasData before)
        => [.. _nodes.Values.Where(n => before._nodes.GetValueOrDefault(n.Id) != n), .. _edges.Values.Where(e => before._edges.GetValueOrDefault(e.Id) != e)];

    /// <summary>The figures of a node in a line.</summary>
    public static string Line(TopologyNode node)
    {
        if (node.IsMissing)
            return "does not exist";
        var figures = node.Figures;
        var parts = new List<string>();
        if (figures.Depth is { } depth)
            parts.Add(Figures.Plural(depth, "msg"));
        else if (node.Badges.Count > 0)
            parts.Add(node.Badges[0]);
        if (figures.InRate is { } inRate)
            parts.Add($"{Figures.Rate(inRate)} → {Figures.Rate(figures.OutRate ?? double.NaN)}/s");
        if (figures.Consumers == 0)
            parts.Add("no consumer");
        return string.Join(" · ", parts);
    }

    private static CanvasNode NodeOf(TopologyNode node, bool isFocus)
    {
        // A sign beside the colour, for those who do not see it.
        var sign = node.Figures.Tone switch
        {
            Tone.Bad => "✕ ",
            Tone.Warning => "⚠ ",
            _ => "",
        };
        var name = Short(Names.Shown(node.Name), NameLength);
        var height = 40 + (int)(6 * Math.Log10(1 + (node.Figures.Depth ?? 0)));
        return new CanvasNode(node.Id, $"{name}\n{sign}{Line(node)}", node.Kind, node.Figures.Tone.ToString().ToLowerInvariant(), node.IsMissing, isFocus, 248, height);
    }

    private static CanvasEdge EdgeOf(TopologyEdge edge) => new(
        edge.Id, edge.From, edge.To, LabelOf(edge), edge.Kind.ToString(), Math.Round(1.2 + (1.6 * Math.Log10(1 + (edge.AtMostRate ?? 0))), 1));

    private static string LabelOf(TopologyEdge edge)
    {
        if (edge.Links.Count > 1)
            return Figures.PluralExact(edge.Links.Count, "way");
        var label = Short(edge.Links[0].Label, LabelLength);
        return edge.Kind == TopologyEdgeKind.DeadLetter && label.Length == 0 ? "dead letters" : label;
    }

    // The end of a name tells as much as its beginning. No pair of surrogates is cut apart.
    private static string Short(string text, int length)
    {
        var line = Decoding.VisibleText.Line(text, 256);
        if (line.Length <= length)
            return line;
        var (head, tail) = (length / 2, line.Length - (length - (length / 2) - 1));
        if (char.IsHighSurrogate(line[head - 1]))
            head--;
        if (char.IsLowSurrogate(line[tail]))
            tail++;
        return $"{line[..head]}…{line[tail..]}";
    }
}
