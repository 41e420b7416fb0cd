using Dashboard.Core.Filtering;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>
/// Puts the conditions of single columns into the filter's text and takes them out again, so that what is clicked can be read, sent and edited.
/// </summary>
public static class FilterText
{
    /// <summary>The parts of a filter that must all hold; one part (the whole) where it cannot be taken apart: "or" at the top.</summary>
    public static IReadOnlyList<string> Conditions(string filter)
    {
        var parts = new List<string>();
        var depth = 0;
        var start = 0;
        for (var at = 0; at < filter.Length; at++)
        {
            switch (filter[at])
            {
                case '"' or '\'':
                    at = BehindQuote(filter, at);
                    break;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                default:
                    if (depth != 0 || !IsWordStart(filter, at))
                        break;
                    if (IsWord(filter, at, "or"))
                        return [filter.Trim()];
                    if (IsWord(filter, at, "and"))
                    {
                        parts.Add(filter[start..at].Trim());
                        start = at + 3;
                    }

                    break;
            }
        }

        parts.Add(filter[start..].Trim());
        return [.. parts.Where(part => part.Length > 0)];
    }

    /// <summary>Replaces the conditions on one column; null or empty takes them out.</summary>
    public static string With(string filter, string columnId, string? condition)
    {
        var parts = Conditions(filter);
        var isWhole = parts.Count == 1 && parts[0].Contains(" or ", StringComparison.OrdinalIgnoreCase);
        var kept = parts.Where(part => !IsOn(part, columnId)).Select(part => isWhole && !string.IsNullOrEmpty(condition) && part[0] != '(' ? $"({part})" : part);
        return string.Join(" and ", string.IsNullOrEmpty(condition) ? kept : kept.Append(condition));
    }

    /// <summary>The filter without one of its <see cref="Conditions"/>.</summary>
    public static string Without(string filter, string condition) =>
        string.Join(" and ", Conditions(filter).Where(part => part != condition));

    /// <summary>Whether the filter says something about the column.</summary>
    public static bool Mentions(string filter, string columnId) => Conditions(filter).Any(part => IsOn(part, columnId));

    /// <summary>A condition from what was typed for one column: text is looked for inside, numbers may carry a comparison (<c>&gt;10k</c>) or a range (<c>5..10</c>).</summary>
    /// <returns>The condition; null where nothing was typed.</returns>
    public static string? FromShorthand(ColumnDefinition column, string typed)
    {
        typed = typed.Trim();
        if (typed.Length == 0)
            return null;
        if (column.IsText)
        {
            return typed switch
            {
                ['!', '=', .. var rest] => $"{column.Id} != {FilterQuoting.Quote(rest.Trim())}",
                ['=', .. var rest] => $"{column.Id} = {FilterQuoting.Quote(rest.Trim())}",
                ['!', .. var rest] => $"not {column.Id} ~ {FilterQuoting.Quote(rest.Trim())}",
                _ when typed.Contains('*', StringComparison.Ordinal) => $"{column.Id} like {FilterQuoting.Quote(typed)}",
                _ => $"{column.Id} ~ {FilterQuoting.Quote(typed)}",
            };
        }

        var dots = typed.IndexOf("..", StringComparison.Ordinal);
        if (dots > 0 && dots + 2 < typed.Length)
            return $"{column.Id} >= {typed[..dots].Trim()} and {column.Id} <= {typed[(dots + 2)..].Trim()}";
        foreach (var op in (ReadOnlySpan<string>)[">=", "<=", "!=", ">", "<", "="])
        {
            if (typed.StartsWith(op, StringComparison.Ordinal))
                return $"{column.Id} {op} {typed[op.Length..].Trim()}";
        }

        return $"{column.Id} = {typed}";
    }

    /// <summary>One of the values; null where all or none are chosen.</summary>
    public static string? FromValues(string columnId, IReadOnlyCollection<string> values) => values.Count switch
    {
        0 => null,
        1 => $"{columnId} = {FilterQuoting.Quote(values.First())}",
        _ => $"{columnId} in ({string.Join(", ", values.Select(FilterQuoting.Quote))})",
    };

    /// <summary>The values that <see cref="FromValues"/> was given, out of the filter; empty where the column's condition is of another form.</summary>
    public static IReadOnlyList<string> ValuesOf(string filter, string columnId)
    {
        if (Conditions(filter).Where(part => IsOn(part, columnId)).ToList() is not [var condition] || condition.StartsWith("not ", StringComparison.OrdinalIgnoreCase))
            return [];
        var rest = condition[columnId.Length..].Trim();
        return rest switch
        {
            ['=', .. var one] => [FilterQuoting.Unquote(one.Trim())],
            [('i' or 'I'), ('n' or 'N'), .. var list] when list.Trim() is ['(', .. var inside, ')'] => [.. Items(inside)],
            _ => [],
        };
    }

    private static IEnumerable<string> Items(string list)
    {
        var start = 0;
        for (var at = 0; at <= list.Length; at++)
        {
            if (at < list.Length && list[at] is '"' or '\'')
                at = BehindQuote(list, at);
            if (at < list.Length && list[at] != ',')
                continue;
            yield return FilterQuoting.Unquote(list[start..Math.Min(at, list.Length)].Trim());
            start = at + 1;
        }
    }

    private static bool IsOn(string condition, string columnId)
    {
        var rest = condition.StartsWith("not ", StringComparison.OrdinalIgnoreCase) ? condition[4..].TrimStart() : condition;
        return rest.StartsWith(columnId, StringComparison.OrdinalIgnoreCase)
            && (rest.Length == columnId.Length || !(char.IsAsciiLetterOrDigit(rest[columnId.Length]) || rest[columnId.Length] is '_' or '.'));
    }

    private static int BehindQuote(string text, int at)
    {
        var quote = text[at++];
        while (at < text.Length && text[at] != quote)
            at += text[at] == '\\' ? 2 : 1;
        return at;
    }

    private static bool IsWordStart(string text, int at) => at == 0 || char.IsWhiteSpace(text[at - 1]) || text[at - 1] == ')';

    private static bool IsWord(string text, int at, string word) =>
        string.Compare(text, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && (at + word.Length == text.Length || char.IsWhiteSpace(text[at + word.Length]) || text[at + word.Length] == '(');
}
