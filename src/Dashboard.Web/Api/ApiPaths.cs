using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dashboard.Core.Model;

namespace Dashboard.Web.Api;

/// <summary>
/// A row's key as one segment of a path. Reverse proxies decode <c>%2F</c> and merge slashes, so the segment holds neither: of the key, <c>/</c> is
/// <c>~~</c> and every <c>%XX</c> is <c>~XX</c>. Letters, digits, <c>- _ .</c> stand for themselves: <c>~2F~~orders</c> is the queue orders in the vhost /.
/// </summary>
internal static class ApiPaths
{
    private const string Empty = "~.";

    public static string IdOf(RowKey key)
    {
        var id = key.Value.Replace("~", "%7E", StringComparison.Ordinal).Replace("/", "~~", StringComparison.Ordinal).Replace('%', '~');
        // A segment of dots alone means another path.
        return id.Length == 0 ? Empty : id.AsSpan().IndexOfAnyExcept('.') < 0 ? id.Replace(".", "~2E", StringComparison.Ordinal) : id;
    }

    /// <summary>The key that has this id; false when none can.</summary>
    public static bool TryRead(string id, [NotNullWhen(true)] out RowKey? key)
    {
        key = null;
        if (id == Empty)
        {
            key = RowKey.Of("");
            return true;
        }

        var text = new System.Text.StringBuilder(id.Length);
        for (var i = 0; i < id.Length; i++)
        {
            if (id[i] != '~')
            {
                text.Append(id[i]);
            }
            else if (i + 1 < id.Length && id[i + 1] == '~')
            {
                text.Append('/');
                i++;
            }
            else if (i + 2 < id.Length && byte.TryParse(id.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                text.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
                i += 2;
            }
            else
            {
                return false;
            }
        }

        // Said anew from its parts, so that each row has one key, however it was written.
        key = RowKey.Of([.. new RowKey(text.ToString()).Parts]);
        return true;
    }
}
