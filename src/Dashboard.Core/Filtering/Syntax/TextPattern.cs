namespace Dashboard.Core.Filtering.Syntax;

/// <summary>A text looked for inside another without case, in time that grows with the sum of their lengths, never with the product.</summary>
internal sealed class TextPattern
{
    /// <summary>Below this many comparisons at worst, the vectorised search of the runtime is quicker and cannot run away.</summary>
    private const long MaxQuadratic = 16_000_000;

    private readonly string _folded;
    private readonly int[] _fallback;

    public TextPattern(string text)
    {
        Text = text;
        _folded = text.ToUpperInvariant();
        _fallback = Fallbacks(_folded);
    }

    public string Text { get; }

    public FilterVerdict IsIn(string text, ref int budget)
    {
        if (text.Length < Text.Length)
            return FilterVerdict.No;
        budget -= text.Length;
        if (budget < 0)
            return FilterVerdict.Unjudgeable;
        var isFound = (long)text.Length * Text.Length <= MaxQuadratic
            ? text.Contains(Text, StringComparison.OrdinalIgnoreCase)
            : Scan(text);
        return isFound ? FilterVerdict.Yes : FilterVerdict.No;
    }

    /// <summary>Knuth, Morris and Pratt: looks at each character of the text once.</summary>
    internal bool Scan(ReadOnlySpan<char> text)
    {
        if (_folded.Length == 0)
            return true;
        var matched = 0;
        foreach (var c in text)
        {
            var folded = char.ToUpperInvariant(c);
            while (matched > 0 && folded != _folded[matched])
                matched = _fallback[matched - 1];
            if (folded == _folded[matched] && ++matched == _folded.Length)
                return true;
        }

        return false;
    }

    private static int[] Fallbacks(string pattern)
    {
        var fallback = new int[pattern.Length];
        var matched = 0;
        for (var i = 1; i < pattern.Length; i++)
        {
            while (matched > 0 && pattern[i] != pattern[matched])
                matched = fallback[matched - 1];
            if (pattern[i] == pattern[matched])
                matched++;
            fallback[i] = matched;
        }

        return fallback;
    }
}
