namespace Dashboard.Core.Filtering.Syntax;

/// <summary>Words for a name that is not known.</summary>
internal static class NameSuggestion
{
    private const int MaxDistance = 2;

    public static string Unknown(string name, IReadOnlyCollection<string> known)
    {
        var shown = name.Length <= 40 ? name : string.Concat(name.AsSpan(0, 40), "…");
        var near = name.Length > 40 ? null : Nearest(name, known);
        return near is not null
            ? $"there is no '{shown}' here; did you mean '{near}'?"
            : $"there is no '{shown}' here; there are {string.Join(", ", known.Order(StringComparer.Ordinal).Take(30))}";
    }

    // A slip of the finger, or another tool's longer or shorter name for it: messages_ready for ready.
    private static string? Nearest(string name, IReadOnlyCollection<string> known)
    {
        var typo = known.MinBy(k => Distance(name, k));
        return typo is not null && Distance(name, typo) <= Math.Min(MaxDistance, name.Length - 1)
            ? typo
            : known.Where(k => IsPart(k, name) || IsPart(name, k)).MaxBy(k => k.Length);
    }

    private static bool IsPart(string part, string whole) => part.Length >= 4 && whole.Contains(part, StringComparison.Ordinal);

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
