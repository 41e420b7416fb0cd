namespace Dashboard.Core.Filtering.Syntax;

/// <summary>
/// <c>*</c> for any characters, <c>?</c> for one, without case. After a star only the last star is ever taken back, so there is no exponential
/// backtracking; the steps that remain are counted against the budget.
/// </summary>
internal sealed class Glob(string pattern)
{
    public const int MaxLength = 256;

    private readonly string _folded = pattern.ToUpperInvariant();

    public FilterVerdict Matches(string text, ref int budget)
    {
        int at = 0, p = 0, star = -1, resume = 0;
        while (at < text.Length)
        {
            if (--budget < 0)
                return FilterVerdict.Unjudgeable;
            if (p < _folded.Length && _folded[p] == '*')
            {
                star = p++;
                resume = at;
            }
            else if (p < _folded.Length && (_folded[p] == '?' || _folded[p] == char.ToUpperInvariant(text[at])))
            {
                p++;
                at++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                at = ++resume;
            }
            else
            {
                return FilterVerdict.No;
            }
        }

        while (p < _folded.Length && _folded[p] == '*')
            p++;
        return p == _folded.Length ? FilterVerdict.Yes : FilterVerdict.No;
    }
}
