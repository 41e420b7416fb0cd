using Dashboard.Core.Filtering.Syntax;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Filtering;

/// <summary>
/// A table seen by a filter, one row at a time: set <see cref="Row"/>, judge, set the next. Not thread-safe; cheap to make.
/// A number that is missing, a rotating cell not read yet and a column the broker does not tell cannot be judged; a text that is missing is absent.
/// </summary>
public sealed class SectionFilterRow(SectionTable table) : IFilterRow, ISearchableRow
{
    private readonly TextColumn[] _texts = [.. table.Columns.OfType<TextColumn>().Where(c => c.UnavailableReason is null)];

    /// <summary>Ordinal of the row that is asked now.</summary>
    public int Row { get; set; }

    public FilterValue Resolve(FieldPath path)
    {
        var ordinal = path.Parts.Count == 1 ? table.Definition.OrdinalOf(path.Root) : -1;
        if (ordinal < 0)
            return FilterValue.Absent;
        var column = table.Columns[ordinal];
        var definition = table.Definition.Columns[ordinal];
        if (column.UnavailableReason is not null)
            return FilterValue.Unjudgeable;
        if (definition.IsText)
        {
            if (column.TextAt(Row) is { } text)
                return FilterValue.Of(text);
            var isUnread = column.ReadAtMilliseconds is { } readAt ? readAt[Row] == 0 : definition.IsRotating;
            return isUnread ? FilterValue.Unjudgeable : FilterValue.Absent;
        }

        var number = column.NumberAt(Row);
        if (double.IsNaN(number))
            return FilterValue.Unjudgeable;
        return definition.Type switch
        {
            ColumnType.Flag => FilterValue.Of(number > 0),
            // Columns keep milliseconds, filters compare seconds.
            ColumnType.Timestamp => FilterValue.Of(number / 1000),
            _ => FilterValue.Of(number),
        };
    }

    FilterVerdict ISearchableRow.Find(TextPattern pattern, ref int budget)
    {
        var verdict = FilterVerdict.No;
        foreach (var column in _texts)
        {
            if (column[Row] is not { } text)
                continue;
            switch (pattern.IsIn(text, ref budget))
            {
                case FilterVerdict.Yes:
                    return FilterVerdict.Yes;
                case FilterVerdict.Unjudgeable:
                    verdict = FilterVerdict.Unjudgeable;
                    break;
            }
        }

        return verdict;
    }

    bool ISearchableRow.IsCut(FieldPath path) => false;
}
