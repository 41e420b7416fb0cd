namespace Dashboard.Core.Filtering.Syntax;

/// <summary>What is wrong with a filter's text; never leaves the parser.</summary>
internal sealed class FilterSyntaxException(string message, int at) : Exception(message)
{
    public int At { get; } = at;
}
