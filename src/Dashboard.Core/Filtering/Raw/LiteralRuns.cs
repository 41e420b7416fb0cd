using System.Buffers;

namespace Dashboard.Core.Filtering.Raw;

/// <summary>The parts of a text that stand in a body as they are, or else as <c>\u</c> escapes.</summary>
internal static class LiteralRuns
{
    /// <summary>Of these the texts of numbers are made: <c>1E+16</c>, <c>-Infinity</c>, <c>NaN</c>.</summary>
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.+-EeIiNnFfTtYyAa");

    /// <summary>The longest run of characters that JSON has no short escape for and UTF-8 one form only; empty where there is none.</summary>
    public static string Longest(string text) => Longest(text, static c => c is '"' or '\\' or '/' or < ' ' or '\uFFFD' || char.IsSurrogate(c));

    /// <summary>The longest run that is ASCII besides, so that its case can be ignored.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isPattern">Stars and question marks stand for other characters.</param>
    public static string LongestAscii(string text, bool isPattern = false)
        => Longest(text, c => c is '"' or '\\' or '/' or < ' ' or > '~' || (isPattern && c is '*' or '?'));

    /// <summary>The text of a number may match it: numbers are written in a form of their own.</summary>
    public static bool MayBeNumber(string text, bool isPattern)
    {
        foreach (var c in text)
        {
            if (!OfNumbers.Contains(c) && !(isPattern && c is '*' or '?'))
                return false;
        }

        return true;
    }

    private static string Longest(string text, Func<char, bool> isBreak)
    {
        var (best, length, start) = (0, 0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !isBreak(text[i]))
                continue;
            if (i - start > length)
                (best, length) = (start, i - start);
            start = i + 1;
        }

        return text.Substring(best, length);
    }
}
