using Dashboard.Core.Filtering.Syntax;

namespace Dashboard.Core.Filtering;

/// <summary>
/// Parses the one filter grammar of grids, jobs, message search and API (<c>docs/filter.md</c>). The grammar is closed: there is nothing in it
/// that runs code, and no regular expressions.
/// </summary>
public static class FilterParser
{
    /// <summary>Longest text that is taken.</summary>
    public const int MaxLength = 4096;

    /// <summary>Deepest nesting of parentheses and <c>not</c>.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most comparisons and listed values.</summary>
    public const int MaxConditions = 200;

    /// <summary>Never throws.</summary>
    /// <param name="text">The filter; blank matches everything.</param>
    /// <param name="knownRoots">The names a path may begin with, in lower case (a grid's columns); null where any may.</param>
    public static FilterParse Parse(string text, IReadOnlyCollection<string>? knownRoots = null)
    {
        text ??= "";
        if (text.Length > MaxLength)
            return new FilterParse(null, $"a filter has at most {MaxLength} characters, this one has {text.Length}", MaxLength);
        try
        {
            var run = new FilterParserRun(FilterLexer.Read(text), knownRoots);
            var node = run.ParseAll();
            return new FilterParse(new CompiledFilter(text, node, run.Roots, run.Paths), null, 0);
        }
        catch (FilterSyntaxException error)
        {
            return new FilterParse(null, error.Message, error.At);
        }
    }
}
