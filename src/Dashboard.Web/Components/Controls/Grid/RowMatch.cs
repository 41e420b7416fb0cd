using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>
/// A fixed condition of a list that is part of something else: the consumers of one queue. Compared exactly, byte for byte, so that no name can
/// be mistaken for another one.
/// </summary>
public sealed record RowMatch(string ColumnId, string Value)
{
    /// <summary>The related rows that a relation declares, for one row.</summary>
    public static IReadOnlyList<RowMatch> Of(RelationDefinition relation, SectionTable table, int row) =>
    [
        .. relation.Match.Select(m => new RowMatch(m.OtherColumn, table[m.Column].TextAt(row) ?? "")),
        .. relation.Where.Select(w => new RowMatch(w.OtherColumn, w.Value)),
    ];

    /// <summary>The view with only the rows that match; totals follow.</summary>
    public static SectionView Narrow(SectionView view, IReadOnlyList<RowMatch> matches)
    {
        if (matches.Count == 0)
            return view;
        var columns = matches.Select(m => view.Table[m.ColumnId]).ToArray();
        var rows = Array.FindAll(view.Rows, row => IsMatch(columns, matches, row));
        var totals = new Dictionary<string, double>();
        foreach (var (id, _) in view.Totals)
            totals[id] = rows.Sum(row => view.Table[id].NumberAt(row));
        return view with { Rows = rows, Totals = totals };
    }

    /// <summary>How many rows of the table match.</summary>
    public static int Count(SectionTable table, IReadOnlyList<RowMatch> matches) => Rows(table, matches).Count();

    /// <summary>The rows of the table that match.</summary>
    public static IEnumerable<int> Rows(SectionTable table, IReadOnlyList<RowMatch> matches)
    {
        var columns = matches.Select(m => table[m.ColumnId]).ToArray();
        for (var row = 0; row < table.RowCount; row++)
        {
            if (IsMatch(columns, matches, row))
                yield return row;
        }
    }

    private static bool IsMatch(ColumnData[] columns, IReadOnlyList<RowMatch> matches, int row)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (!string.Equals(columns[i].TextAt(row) ?? "", matches[i].Value, StringComparison.Ordinal))
                return false;
        }

        return true;
    }
}
