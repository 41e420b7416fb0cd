using Dashboard.Core.Filtering.Raw;

namespace Dashboard.Core.Filtering.Syntax;

/// <summary>A field that equals one of several values.</summary>
internal sealed class InNode(FieldPath path, IReadOnlyList<Literal> values) : FilterNode
{
    private readonly CompareNode[] _each = [.. values.Select(value => new CompareNode(path, "=", value))];

    public override RawNeed? Need => AnyNeed.Of(_each.Select(one => one.Need));

    public override FilterVerdict Judge(IFilterRow row, ref int budget)
    {
        var verdict = FilterVerdict.No;
        foreach (var one in _each)
        {
            switch (one.Judge(row, ref budget))
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

    public override string ToString() => $"{PathReader.Write(path)} in ({string.Join(", ", values)})";
}

/// <summary>A field that is there.</summary>
internal sealed class ExistsNode(FieldPath path) : FilterNode
{
    public override RawNeed? Need => FieldNeeds.OfExists(path);

    public override FilterVerdict Judge(IFilterRow row, ref int budget) => row.Resolve(path).Kind switch
    {
        FilterValueKind.Absent => FilterVerdict.No,
        FilterValueKind.Unjudgeable => FilterVerdict.Unjudgeable,
        _ => FilterVerdict.Yes,
    };

    public override string ToString() => $"exists {PathReader.Write(path)}";
}

/// <summary>A word found in any text of the row: the grid's shorthand.</summary>
internal sealed class SearchNode(string word) : FilterNode
{
    public const string Root = "text";

    private static readonly FieldPath Text = new([Root]);
    private readonly TextPattern _pattern = new(word);

    public override RawNeed? Need => FieldNeeds.OfSearch(word);

    public override FilterVerdict Judge(IFilterRow row, ref int budget)
    {
        if (row is ISearchableRow searchable)
            return searchable.Find(_pattern, ref budget);
        var field = row.Resolve(Text);
        return field.Kind switch
        {
            FilterValueKind.Unjudgeable => FilterVerdict.Unjudgeable,
            FilterValueKind.Text => _pattern.IsIn(field.Text!, ref budget),
            _ => FilterVerdict.No,
        };
    }

    public override string ToString() => $"{Root} ~ {FilterQuoting.Quote(word)}";
}
