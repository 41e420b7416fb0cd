using System.Text;

namespace Dashboard.Core.Filtering.Raw;

/// <summary>Looks for an ASCII text in bytes without case: by its rarest letter first.</summary>
internal sealed class AnyCaseText
{
    private const string ByFrequency = " etaoinsrhldcumfpgwybvkxjqz";

    private readonly byte[] _text;
    private readonly int _anchor;
    private readonly byte _lower;
    private readonly byte _upper;

    /// <param name="text">ASCII, not empty.</param>
    public AnyCaseText(string text)
    {
        _text = Encoding.ASCII.GetBytes(text);
        for (var i = 1; i < text.Length; i++)
        {
            if (Rarity(text[i]) > Rarity(text[_anchor]))
                _anchor = i;
        }

        _lower = (byte)char.ToLowerInvariant(text[_anchor]);
        _upper = (byte)char.ToUpperInvariant(text[_anchor]);
    }

    public bool IsIn(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (bytes.Length - at >= _text.Length)
        {
            // The last place where the anchor can stand leaves room for what follows it.
            var range = bytes[(at + _anchor)..(bytes.Length - (_text.Length - _anchor - 1))];
            var found = range.IndexOfAny(_lower, _upper);
            if (found < 0)
                return false;
            at += found;
            if (Ascii.EqualsIgnoreCase(bytes.Slice(at, _text.Length), _text))
                return true;
            at++;
        }

        return false;
    }

    private static int Rarity(char c)
    {
        var at = ByFrequency.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
        return at < 0 ? 15 : at;
    }
}
