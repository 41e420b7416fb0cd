namespace Dashboard.Core.Filtering.Syntax;

/// <summary>Takes paths apart and puts them together: <c>header."x y".z</c>, <c>body.items[0].id</c>.</summary>
internal static class PathReader
{
    private const int MaxParts = 32;

    /// <exception cref="FilterSyntaxException">It is no path.</exception>
    public static FieldPath Read(FilterToken token)
    {
        var text = token.Text;
        var parts = new List<string>();
        var at = 0;
        while (true)
        {
            parts.Add(ReadPart(text, ref at, token.At));
            while (at < text.Length && text[at] == '[')
                parts.Add(ReadIndex(text, ref at, token.At));
            if (parts.Count > MaxParts)
                throw new FilterSyntaxException($"a path has at most {MaxParts} parts", token.At);
            if (at == text.Length)
                return new FieldPath(parts);
            if (text[at] != '.')
                throw new FilterSyntaxException($"expected '.' or '[' in the path after '{text[..at]}'", token.At + at);
            at++;
        }
    }

    public static string Write(FieldPath path)
        => string.Join('.', path.Parts.Select((part, i) => i == 0 || IsPlain(part) ? part : FilterQuoting.Quote(part)));

    private static bool IsPlain(string part) => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private static string ReadPart(string text, ref int at, int offset)
    {
        if (at < text.Length && text[at] is '"' or '\'')
            return FilterLexer.ReadQuoted(text, ref at);
        var start = at;
        while (at < text.Length && text[at] is not ('.' or '[' or ']' or '"' or '\''))
            at++;
        return at > start ? text[start..at] : throw new FilterSyntaxException("a part of the path is missing here", offset + start);
    }

    private static string ReadIndex(string text, ref int at, int offset)
    {
        var start = ++at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        if (at == start || at == text.Length || text[at] != ']' || at - start > 9)
            throw new FilterSyntaxException("expected a position from 0 and ']' after '['", offset + start);
        return text[start..at++];
    }
}
