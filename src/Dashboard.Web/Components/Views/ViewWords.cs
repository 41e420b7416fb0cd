using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Views;
using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Views;

/// <summary>Saved views in words.</summary>
public static class ViewWords
{
    /// <summary>What a view makes of its list, in a line: <c>ready &gt; 10 · sorted by -ready · 6 columns</c>.</summary>
    public static string Of(ViewContent content)
    {
        var parts = new List<string>();
        if (content.Search.Length > 0)
            parts.Add($"“{Names.Shown(content.Search)}”");
        if (content.Filter.Length > 0)
            parts.Add(Names.Shown(content.Filter));
        if (content.Sorts is { Length: > 0 } sorts)
            parts.Add("by " + string.Join(", ", new GridQuery(Sorts: sorts).SortKeys.Select(key => key.ColumnId + (key.IsDescending ? " ↓" : " ↑"))));
        if (content.Columns is { } columns)
            parts.Add(Figures.Plural(columns.Split(',', StringSplitOptions.RemoveEmptyEntries).Length + 1, "column"));
        if (content.Widths.Length > 0)
            parts.Add("widths");
        return parts.Count == 0 ? "the plain list" : string.Join(" · ", parts);
    }

    /// <summary>A refusal in words for the operator; null for a fault of ours.</summary>
    public static string? Refusal(Exception exception) => exception switch
    {
        ViewRefusedException refused => refused.Message,
        AccessDeniedException denied => $"Nothing was changed: this needs a role of {RolePermissions.LeastRoleFor(denied.Permission)} or higher.",
        AuditUnavailableException audit => $"Nothing was changed: the audit cannot be written. {audit.Message}",
        _ => null,
    };
}
