namespace Dashboard.Core.Views;

/// <summary>What a saved view makes of a list. Texts as they stand in a link, so that two views are equal when they show the same.</summary>
/// <param name="Search">Quick search; empty for none.</param>
/// <param name="Filter">Filter text; empty for none.</param>
/// <param name="Sorts">Sort keys as in <c>GridQuery.Sorts</c>; null for the section's own.</param>
/// <param name="Columns">Ids of the shown columns in their order, joined with commas; null for the section's own.</param>
/// <param name="Widths">Widths in pixels by column, <c>ready:90,state:120</c>, sorted by id; empty for the usual ones.</param>
public sealed record ViewContent(string Search = "", string Filter = "", string? Sorts = null, string? Columns = null, string Widths = "")
{
    /// <summary>Longest text of one part, in characters.</summary>
    public const int MostCharacters = 8000;

    /// <summary>Whether each part is of a size that is kept.</summary>
    public bool IsOfSize => Search.Length <= MostCharacters && Filter.Length <= MostCharacters && (Sorts?.Length ?? 0) <= MostCharacters
        && (Columns?.Length ?? 0) <= MostCharacters && Widths.Length <= MostCharacters;
}
