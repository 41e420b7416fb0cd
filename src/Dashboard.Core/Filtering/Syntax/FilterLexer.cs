using System.Text;

namespace Dashboard.Core.Filtering.Syntax;

/// <summary>Cuts a filter's text into tokens, in one pass.</summary>
internal static class FilterLexer
{
    private static readonly string[] Operators = ["!=", ">=", "<=", "^=", "$=", "==", "=", ">", "<", "~"];

    public static List<FilterToken> Read(string text)
    {
        var tokens = new List<FilterToken>();
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            tokens.Add(Next(text, ref at));
        }

        tokens.Add(new FilterToken(FilterTokenKind.End, "", text.Length));
        return tokens;
    }

    private static FilterToken Next(string text, ref int at)
    {
        var start = at;
        switch (text[at])
        {
            case '(':
                at++;
                return new FilterToken(FilterTokenKind.Open, "(", start);
            case ')':
                at++;
                return new FilterToken(FilterTokenKind.Close, ")", start);
            case ',':
                at++;
                return new FilterToken(FilterTokenKind.Comma, ",", start);
            case '"' or '\'':
                return new FilterToken(FilterTokenKind.Quoted, ReadQuoted(text, ref at), start);
        }

        if (OperatorAt(text, at) is { } found)
        {
            at += found.Length;
            return new FilterToken(FilterTokenKind.Operator, found == "==" ? "=" : found, start);
        }

        // && and || and ! are and, or and not.
        if (IsLogicAt(text, at))
        {
            at += 2;
            return new FilterToken(FilterTokenKind.Word, text[start] == '&' ? "and" : "or", start);
        }

        if (text[at] == '!')
        {
            at++;
            return new FilterToken(FilterTokenKind.Word, "not", start);
        }

        while (at < text.Length && IsWordAt(text, at))
        {
            if (text[at] is '"' or '\'')
                ReadQuoted(text, ref at);
            else
                at++;
        }

        return new FilterToken(FilterTokenKind.Word, text[start..at], start);
    }

    private static bool IsWordAt(string text, int at) => text[at] switch
    {
        '(' or ')' or ',' => false,
        // Quotes belong to a word only as a part of a path: header."x y".
        '"' or '\'' => at > 0 && text[at - 1] == '.',
        var c => !char.IsWhiteSpace(c) && OperatorAt(text, at) is null && !IsLogicAt(text, at),
    };

    private static bool IsLogicAt(string text, int at) => at + 1 < text.Length && text[at] is '&' or '|' && text[at + 1] == text[at];

    private static string? OperatorAt(string text, int at)
    {
        foreach (var candidate in Operators)
        {
            if (string.CompareOrdinal(text, at, candidate, 0, candidate.Length) == 0)
                return candidate;
        }

        return null;
    }

    /// <summary>Reads from the opening quote to behind the closing one.</summary>
    internal static string ReadQuoted(string text, ref int at)
    {
        var start = at;
        var quote = text[at++];
        var value = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at++];
            if (c == quote)
                return value.ToString();
            if (c != '\\')
            {
                value.Append(c);
                continue;
            }

            if (at == text.Length)
                break;
            value.Append(text[at] switch
            {
                '"' or '\'' or '\\' => text[at],
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                _ => throw new FilterSyntaxException("after '\\' only n, r, t, '\\' and quotes may stand", at),
            });
            at++;
        }

        throw new FilterSyntaxException($"the closing {quote} is missing", start);
    }
}
