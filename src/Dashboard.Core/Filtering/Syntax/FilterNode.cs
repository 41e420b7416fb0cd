using Dashboard.Core.Filtering.Raw;

namespace Dashboard.Core.Filtering.Syntax;

/// <summary>A condition, compiled. Immutable.</summary>
internal abstract class FilterNode
{
    /// <param name="row">What is asked.</param>
    /// <param name="budget">Steps that are left; below 0 the answer is <see cref="FilterVerdict.Unjudgeable"/>.</param>
    public abstract FilterVerdict Judge(IFilterRow row, ref int budget);

    /// <summary>What a message must have for a yes, told by its bytes; null where nothing can be said.</summary>
    public virtual RawNeed? Need => null;

    /// <summary>How tightly it binds when it is written: 0 or, 1 and, 2 not, 3 all else.</summary>
    public virtual int Binding => 3;

    /// <summary>The condition as text that parses to an equal condition.</summary>
    public abstract override string ToString();

    protected static FilterVerdict Verdict(bool isMatch) => isMatch ? FilterVerdict.Yes : FilterVerdict.No;

    protected string Within(FilterNode child) => child.Binding <= Binding ? $"({child})" : child.ToString();
}
