using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Topology;
using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Topology;

/// <summary>Which connections have a graph, and the addresses of its page.</summary>
public sealed class TopologyPages(IConnectionRegistry connections)
{
    public const string Path = "topology";
    public const string Title = "Topology";
    public const string IconName = "topology";

    public bool Has(ConnectionId connection) => connections.Find(connection)?.Find<ITopologyReader>() is not null;

    /// <summary>The graph around one row; null where its rows are not drawn.</summary>
    public string? AroundRow(ConnectionId connection, string sectionId, string? scope, RowKey key)
        => connections.Find(connection)?.Find<ITopologyReader>() is { } reader && reader.NodeSectionIds.Contains(sectionId)
            ? Link(connection, scope ?? "", TopologyNode.IdOf(sectionId, key))
            : null;

    /// <summary>The page's address.</summary>
    public static string Link(ConnectionId connection, string? scope = null, string? focus = null, TraceDraft? trace = null, int? depth = null)
    {
        var query = new List<string>();
        Add("scope", scope);
        Add("focus", focus);
        Add("depth", depth?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("to", trace?.To);
        Add("key", trace is { To: not null, Key.Length: > 0 } ? trace.Key : null);
        Add("headers", trace?.To is null ? null : trace.HeadersToText());
        return $"{Links.Section(connection, Path)}{(query.Count == 0 ? "" : "?" + string.Join('&', query))}";

        void Add(string name, string? value)
        {
            if (value is not null)
                query.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }
}
