namespace Dashboard.Core.Masking;

/// <summary>
/// A field of messages that is hidden, by its path: <c>header.x-card</c>, <c>property.correlation_id</c>, <c>body.card.number</c>, <c>body</c>,
/// <c>key</c>. Names are compared without case; lists on the way do not count; <c>*</c> is any one name, <c>**</c> any number of them.
/// The grammar is closed: nothing in it is a regular expression.
/// </summary>
public sealed record MaskedField
{
    private const int MaxLength = 512;
    private const string AnyDepth = "**";

    private readonly IReadOnlyList<string> _names;

    private MaskedField(string text, string root, IReadOnlyList<string> names)
    {
        Text = text;
        Root = root;
        _names = names;
    }

    /// <summary>As it is configured.</summary>
    public string Text { get; }

    /// <summary><c>header</c>, <c>property</c>, <c>body</c> or <c>key</c>.</summary>
    public string Root { get; }

    /// <summary>The whole of the root is hidden: <c>body</c>, <c>key</c>.</summary>
    public bool IsWhole => _names.Count == 0;

    /// <summary>The field a text names, or null and what is wrong with it.</summary>
    public static MaskedField? Parse(string text, out string? problem)
    {
        problem = null;
        if (text.Length is 0 or > MaxLength)
            problem = $"a field has 1 to {MaxLength} characters";
        var parts = Split(text, ref problem);
        if (problem is not null)
            return null;
        var root = parts[0].ToLowerInvariant();
        var names = parts.Skip(1).ToList();
        problem = root switch
        {
            "key" when names.Count > 0 => "a key has no fields",
            "key" or "body" => null,
            "header" when names.Count == 0 => "a header is named: header.NAME",
            "property" when names.Count != 1 || names[0] is AnyDepth or "*" => "a property is named: property.NAME",
            "property" when names[0].Equals("message_id", StringComparison.OrdinalIgnoreCase) => "the message id says which message it is, and cannot be hidden",
            "header" or "property" => null,
            _ => "a field begins with header, property, body or key",
        };
        return problem is null ? new MaskedField(text, root, names) : null;
    }

    /// <summary>The field at this path is hidden.</summary>
    /// <param name="names">Names from below the root on, list positions left out.</param>
    public bool Hides(IReadOnlyList<string> names) => !IsWhole && Matches(0, names, 0);

    /// <summary>A filter over this path could tell something of the field: it leads to it, into it, or to something around it.</summary>
    /// <param name="root">The root of the path, in lower case.</param>
    /// <param name="names">Names below it; list positions left out.</param>
    public bool Touches(string root, IReadOnlyList<string> names)
    {
        if (root != Root)
            return false;
        for (var i = 0; i < Math.Min(_names.Count, names.Count); i++)
        {
            if (_names[i] == AnyDepth)
                return true;
            if (!IsSame(_names[i], names[i]))
                return false;
        }

        return true;
    }

    public override string ToString() => Text;

    private bool Matches(int pattern, IReadOnlyList<string> names, int name)
    {
        if (pattern == _names.Count)
            return name == names.Count;
        if (_names[pattern] == AnyDepth)
        {
            for (var next = name; next <= names.Count; next++)
            {
                if (Matches(pattern + 1, names, next))
                    return true;
            }

            return false;
        }

        return name < names.Count && IsSame(_names[pattern], names[name]) && Matches(pattern + 1, names, name + 1);
    }

    private static bool IsSame(string pattern, string name) => pattern == "*" || string.Equals(pattern, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Parts between dots; a part in double quotes may hold dots.</summary>
    private static List<string> Split(string text, ref string? problem)
    {
        var parts = new List<string>();
        for (var at = 0; at <= text.Length;)
        {
            int end;
            if (at < text.Length && text[at] == '"')
            {
                end = text.IndexOf('"', at + 1);
                if (end < 0)
                {
                    problem ??= "a quote is not closed";
                    return parts;
                }

                parts.Add(text[(at + 1)..end]);
                end++;
                if (end < text.Length && text[end] != '.')
                    problem ??= "after a quoted name comes a dot";
            }
            else
            {
                end = text.IndexOf('.', at) is var dot and >= 0 ? dot : text.Length;
                parts.Add(text[at..end]);
            }

            at = end + 1;
        }

        if (parts.Exists(part => part.Length == 0))
            problem ??= "a name is empty";
        if (parts.Exists(part => part.Contains('[', StringComparison.Ordinal)))
            problem ??= "positions in lists are not named: what is hidden is hidden in every item";
        if (parts.Count(part => part == AnyDepth) > 2)
            problem ??= "'**' stands at most twice";
        return parts;
    }
}
