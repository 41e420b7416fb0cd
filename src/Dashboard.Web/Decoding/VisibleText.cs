using System.Globalization;
using System.Text;

namespace Dashboard.Web.Decoding;

/// <summary>
/// Makes hostile text readable: control characters become their Unicode pictures, characters that turn or hide text become their code
/// points, so that what stands on the page is what stands in the message.
/// </summary>
public static class VisibleText
{
    /// <summary>The text with invisible characters shown. Line breaks and tabs stay.</summary>
    public static string Show(string text) => NeedsShowing(text) ? Rewrite(text, keepLines: true) : text;

    /// <summary>The beginning of the text on one line, at most <paramref name="length"/> characters.</summary>
    public static string Line(string text, int length)
    {
        var cut = text.Length > length ? text[..SafeCut(text, length)] + "…" : text;
        return Rewrite(cut, keepLines: false);
    }

    private static int SafeCut(string text, int length) => length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;

    private static bool NeedsShowing(string text)
    {
        foreach (var c in text)
        {
            if (IsHidden(c))
                return true;
        }

        return false;
    }

    private static bool IsHidden(char c) => c is not ('\n' or '\r' or '\t') && (c < 0x20 || c is >= '\u007f' and <= '\u009f' || IsFormat(c));

    private static bool IsFormat(char c) => c >= 0xAD && CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format && c is not ('\u200d' or '\u200c');

    private static string Rewrite(string text, bool keepLines)
    {
        var shown = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (c is '\n' or '\r' or '\t')
                shown.Append(keepLines ? c : ' ');
            else if (c < 0x20)
                shown.Append((char)(0x2400 + c));
            else if (c == 0x7F)
                shown.Append('\u2421');
            else if (IsHidden(c))
                shown.Append('‹').Append("U+").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)).Append('›');
            else
                shown.Append(c);
        }

        return shown.ToString();
    }
}
