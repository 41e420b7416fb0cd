using Dashboard.Core.Filtering.Raw;

namespace Dashboard.Core.Filtering.Syntax;

/// <summary>No if any is no; else not known if any is not known.</summary>
internal sealed class AndNode(IReadOnlyList<FilterNode> children) : FilterNode
{
    // An array: going through it allocates nothing.
    private readonly FilterNode[] _children = [.. children];

    public override int Binding => 1;

    public override RawNeed? Need => AllNeeds.Of(_children.Select(child => child.Need));

    public override FilterVerdict Judge(IFilterRow row, ref int budget)
    {
        var verdict = FilterVerdict.Yes;
        foreach (var child in _children)
        {
            switch (child.Judge(row, ref budget))
            {
                case FilterVerdict.No:
                    return FilterVerdict.No;
                case FilterVerdict.Unjudgeable:
                    verdict = FilterVerdict.Unjudgeable;
                    break;
            }
        }

        return verdict;
    }

    public override string ToString() => string.Join(" and ", _children.Select(Within));
}

/// <summary>Yes if any is yes; else not known if any is not known.</summary>
internal sealed class OrNode(IReadOnlyList<FilterNode> children) : FilterNode
{
    // An array: going through it allocates nothing.
    private readonly FilterNode[] _children = [.. children];

    public override int Binding => 0;

    public override RawNeed? Need => AnyNeed.Of(_children.Select(child => child.Need));

    public override FilterVerdict Judge(IFilterRow row, ref int budget)
    {
        var verdict = FilterVerdict.No;
        foreach (var child in _children)
        {
            switch (child.Judge(row, ref budget))
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

    public override string ToString() => string.Join(" or ", _children.Select(Within));
}

/// <summary>What is not known stays not known.</summary>
internal sealed class NotNode(FilterNode child) : FilterNode
{
    public override int Binding => 2;

    public override FilterVerdict Judge(IFilterRow row, ref int budget) => child.Judge(row, ref budget) switch
    {
        FilterVerdict.Yes => FilterVerdict.No,
        FilterVerdict.No => FilterVerdict.Yes,
        var unknown => unknown,
    };

    public override string ToString() => $"not {Within(child)}";
}

/// <summary>The empty filter.</summary>
internal sealed class AllNode : FilterNode
{
    public override FilterVerdict Judge(IFilterRow row, ref int budget) => FilterVerdict.Yes;

    public override string ToString() => "";
}
