namespace Dashboard.Core.Snapshots;

/// <summary>What an operator asked of a list. Equal by value, so that equal questions share one answer.</summary>
/// <param name="Search">Found without case in any text column; words apart by spaces must all be found. Empty for all.</param>
/// <param name="Filter">An expression of the filter grammar (<c>docs/filter.md</c>) over column ids. Empty for all.</param>
/// <param name="Sorts">Sort keys as text, first decides: <c>ready desc, name asc</c> is <c>"-ready,name"</c>. Empty keeps the provider's order.</param>
public readonly record struct GridQuery(string Search = "", string Filter = "", string Sorts = "")
{
    /// <summary>The sort keys taken apart: column id and direction.</summary>
    public IReadOnlyList<SortKey> SortKeys => (Sorts ?? "").Length == 0
        ? []
        : Array.ConvertAll(Sorts!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), SortKey.Parse);
}

/// <summary>One sort key.</summary>
public readonly record struct SortKey(string ColumnId, bool IsDescending)
{
    public static SortKey Parse(string text) => text.StartsWith('-') ? new(text[1..], true) : new(text, false);

    public override string ToString() => IsDescending ? $"-{ColumnId}" : ColumnId;
}
