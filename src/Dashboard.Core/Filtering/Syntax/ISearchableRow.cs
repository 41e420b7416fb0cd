namespace Dashboard.Core.Filtering.Syntax;

/// <summary>A row that can be searched through without putting all its text together first.</summary>
internal interface ISearchableRow
{
    /// <summary>Whether the pattern is in any text of the row.</summary>
    FilterVerdict Find(TextPattern pattern, ref int budget);

    /// <summary>Only the beginning of the text at this path is known.</summary>
    bool IsCut(FieldPath path);
}
