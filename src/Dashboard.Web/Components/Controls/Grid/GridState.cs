using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>What an operator chose on a list, as it stands in the URL; null is the default of the section.</summary>
/// <param name="Search">Quick search; empty for none.</param>
/// <param name="Filter">Filter text; empty for none.</param>
/// <param name="Sorts">Sort keys as in <c>GridQuery.Sorts</c>; null for the section's own.</param>
/// <param name="Columns">Ids of the shown columns in order; null for the remembered or default ones.</param>
/// <param name="Row">Key of the row in the drawer; null for none.</param>
public sealed record GridState(string Search = "", string Filter = "", string? Sorts = null, string? Columns = null, string? Row = null)
{
    public static GridState Of(PageAddress address) => new(
        address["q"] ?? "",
        address["f"] ?? "",
        address["s"],
        address["cols"],
        address["row"]);

    /// <summary>The same page with this state in its address; other parameters stay.</summary>
    public string Uri(NavigationManager navigation) => navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["q"] = Search.Length == 0 ? null : Search,
        ["f"] = Filter.Length == 0 ? null : Filter,
        ["s"] = Sorts,
        ["cols"] = Columns,
        ["row"] = Row,
    });
}
