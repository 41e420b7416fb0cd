using Dashboard.Core.Model;
using Dashboard.Core.Views;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>What an operator chose on a list, as it stands in the URL; null is the default of the section.</summary>
/// <param name="Search">Quick search; empty for none.</param>
/// <param name="Filter">Filter text; empty for none.</param>
/// <param name="Sorts">Sort keys as in <c>GridQuery.Sorts</c>; null for the section's own.</param>
/// <param name="Columns">Ids of the shown columns in order; null for the remembered or default ones.</param>
/// <param name="Row">Key of the row in the drawer; null for none.</param>
/// <param name="View">Id of the saved view that was chosen, also where something was changed since; <see cref="NoView"/> where the plain list was; null for neither.</param>
public sealed record GridState(string Search = "", string Filter = "", string? Sorts = null, string? Columns = null, string? Row = null, string? View = null)
{
    /// <summary>In the place of a view's id: the plain list, also where a default view is set.</summary>
    public const string NoView = "none";

    private static readonly string[] Choices = ["q", "f", "s", "cols"];

    /// <summary>What the address says. Where it says nothing but a view, or nothing at all, <paramref name="viewFor"/> tells what that is.</summary>
    /// <param name="address">The address.</param>
    /// <param name="viewFor">The view of an id, or the default one for null; null where there is none. No function: views mean nothing here.</param>
    /// <param name="defaultFilter">The filter of a list of which the address says nothing.</param>
    public static GridState Of(PageAddress address, Func<string?, SavedView?>? viewFor = null, string defaultFilter = "")
    {
        var state = new GridState(
            address["q"] ?? "",
            address["f"] ?? "",
            address["s"],
            address["cols"],
            address["row"] is { Length: > 0 } row ? RowKey.Parse(row).Value : null,
            viewFor is null ? null : address["view"]);
        if (viewFor is not null && !Choices.Any(address.Query.ContainsKey) && viewFor(address["view"]) is { } view)
            return state.With(view);
        return address.Query.ContainsKey("f") || state.View is not (null or NoView) ? state : state with { Filter = defaultFilter };
    }

    /// <summary>The list as the view has it; the drawer stays.</summary>
    public GridState With(SavedView view) => new(view.Content.Search, view.Content.Filter, view.Content.Sorts, view.Content.Columns, Row, view.Id);

    /// <summary>Whether this is what the view says, apart from widths.</summary>
    public bool IsAsSaved(SavedView view) => this == With(view);

    /// <summary>The same page with this state in its address; other parameters stay.</summary>
    /// <param name="navigation">Where the page is.</param>
    /// <param name="view">The view that <see cref="View"/> names; null where there is none. As long as nothing was changed, its id says everything.</param>
    /// <param name="defaultFilter">As in <see cref="Of"/>.</param>
    public string Uri(NavigationManager navigation, SavedView? view, string defaultFilter = "")
    {
        var isSaid = view is not null && IsAsSaved(view);
        var isPlain = Search.Length == 0 && Filter.Length == 0 && Sorts is null && Columns is null;
        return navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            // An empty search says that the view's own choices were taken out.
            ["q"] = isSaid ? null : Search.Length > 0 ? Search : view is not null && isPlain ? "" : null,
            // An empty filter says that the list's own was taken out.
            ["f"] = isSaid || Filter == (view is null ? defaultFilter : "") ? null : Filter,
            ["s"] = isSaid ? null : Sorts,
            ["cols"] = isSaid ? null : Columns,
            ["row"] = Row,
            ["view"] = View,
        });
    }
}
