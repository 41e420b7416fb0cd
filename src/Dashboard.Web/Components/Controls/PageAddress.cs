using Dashboard.Core.Model;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Components.Controls;

/// <summary>What the address bar says: where in the dashboard, and the parameters of the page.</summary>
/// <param name="Segments">The path below the base, unescaped part by part.</param>
/// <param name="Query">The query, values unescaped; a name that stands twice keeps its last value.</param>
public sealed record PageAddress(IReadOnlyList<string> Segments, IReadOnlyDictionary<string, string> Query)
{
    /// <summary>The connection whose pages are open, or null.</summary>
    public ConnectionId? Connection => Segments is ["c", var id, ..] ? new ConnectionId(id) : null;

    /// <summary>The section that is open, or null.</summary>
    public string? Section => Segments is ["c", _, var section, ..] ? section : null;

    public bool IsRowPage => Segments is ["c", _, _, "item"];

    /// <summary>The first part of the path; empty on the overview.</summary>
    public string First => Segments.Count > 0 ? Segments[0] : "";

    public static PageAddress Of(NavigationManager navigation)
    {
        var relative = navigation.ToBaseRelativePath(navigation.Uri);
        var fragment = relative.IndexOf('#', StringComparison.Ordinal);
        if (fragment >= 0)
            relative = relative[..fragment];
        var mark = relative.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? relative : relative[..mark];
        var query = mark < 0 ? [] : QueryHelpers.ParseQuery(relative[mark..]);
        return new PageAddress(
            Array.ConvertAll(path.Split('/', StringSplitOptions.RemoveEmptyEntries), Uri.UnescapeDataString),
            query.ToDictionary(pair => pair.Key, pair => pair.Value.LastOrDefault() ?? "", StringComparer.Ordinal));
    }

    /// <summary>The path below the base as it is written, without query and fragment.</summary>
    public static string PathOf(NavigationManager navigation) => navigation.ToBaseRelativePath(navigation.Uri).Split('?', '#')[0];

    public string? this[string name] => Query.GetValueOrDefault(name);
}
