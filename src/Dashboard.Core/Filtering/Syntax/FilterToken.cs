namespace Dashboard.Core.Filtering.Syntax;

internal enum FilterTokenKind
{
    /// <summary>A name, a keyword, a number or a bare word.</summary>
    Word,

    /// <summary>A text in quotes.</summary>
    Quoted,

    /// <summary>A comparison.</summary>
    Operator,

    Open,
    Close,
    Comma,
    End,
}

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written; for a quoted text what is between the quotes, escapes resolved.</param>
/// <param name="At">Where it starts in the filter, from 0.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, int At)
{
    public bool IsKeyword(string keyword) => Kind == FilterTokenKind.Word && string.Equals(Text, keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>The token as an error message names it.</summary>
    public string Shown => Kind switch
    {
        FilterTokenKind.End => "the end",
        FilterTokenKind.Quoted => $"\"{Short(Text)}\"",
        _ => $"'{Short(Text)}'",
    };

    private static string Short(string text) => text.Length <= 30 ? text : string.Concat(text.AsSpan(0, 30), "…");
}
