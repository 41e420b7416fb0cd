namespace Dashboard.Core.Snapshots;

/// <summary>The answer to a <see cref="GridQuery"/> over one table: which rows, in which order. Immutable and shared by all who ask the same.</summary>
/// <param name="Table">The table the rows belong to.</param>
/// <param name="Query">The question.</param>
/// <param name="Rows">Row ordinals of the table, in order. Missing cells sort last in both directions; ties keep key order.</param>
/// <param name="Totals">Sums over the rows of totalled columns, by column id; a column with a missing cell is not in it.</param>
/// <param name="FilterError">What is wrong with the filter; then <paramref name="Rows"/> ignores it.</param>
/// <param name="FilterErrorAt">Where in the filter, from 0.</param>
/// <param name="Unjudgeable">Rows the filter could not judge because a cell is not known; they are not among the rows.</param>
/// <param name="PartialColumns">Columns that sort or filter rest on and that cover less than all rows: column id → rows covered.</param>
public sealed record SectionView(
    SectionTable Table,
    GridQuery Query,
    int[] Rows,
    IReadOnlyDictionary<string, double> Totals,
    string? FilterError,
    int FilterErrorAt,
    int Unjudgeable,
    IReadOnlyDictionary<string, int> PartialColumns);
