using System.Globalization;
using System.Text;
using Dashboard.Core.Filtering.Syntax;

namespace Dashboard.Core.Filtering.Raw;

/// <summary>What conditions need, told by bytes.</summary>
internal static class FieldNeeds
{
    private const string Body = "body";

    /// <summary>Up to here a number that rounds to a whole one from below shows six nines in a row.</summary>
    private const double MaxWhole = 999_999_999;

    public static RawNeed? OfExists(FieldPath path) => IsInJson(path) ? JsonNeed.Of(NamesOf(path), []) : null;

    public static RawNeed? OfSearch(string word) => LiteralRuns.LongestAscii(word) is { Length: > 0 } run ? new AnywhereNeed(run) : null;

    /// <summary>Null where nothing can be said.</summary>
    public static RawNeed? OfComparison(FieldPath path, string op, Literal value)
    {
        // Whatever is not there differs from every value.
        if (op == "!=" || path.Root != Body)
            return null;
        if (IsInJson(path))
            return JsonNeed.Of(NamesOf(path), op == "=" ? OfEqual(value) : OfMatch(op, value));
        return op switch
        {
            "=" when double.IsNaN(value.Number) && LiteralRuns.Longest(value.Text) is { Length: > 0 } run => new BodyNeed(run),
            "~" or "^=" or "$=" or "like" when LiteralRuns.LongestAscii(value.Text, op == "like") is { Length: > 0 } run => new BodyTextNeed(run),
            _ => null,
        };
    }

    private static bool IsInJson(FieldPath path) => path.Root == Body && path.Parts.Count > 1;

    // A number is a place in a list.
    private static IEnumerable<JsonText> NamesOf(FieldPath path) => path.Parts.Skip(1)
        .Where(part => !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Select(LiteralRuns.Longest)
        .Where(run => run.Length > 0)
        .Select(run => new JsonText(Encoding.UTF8.GetBytes(run)));

    private static IEnumerable<JsonText> OfEqual(Literal value)
    {
        // true and false stand in JSON as words of their own, moments in many forms.
        if (value.Flag is not null || value.IsTime)
            yield break;
        var run = LiteralRuns.Longest(value.Text);
        if (double.IsNaN(value.Number))
        {
            if (run.Length > 0)
                yield return new JsonText(Encoding.UTF8.GetBytes(run));
            yield break;
        }

        // 0 and 1 are flags as well. Of other numbers than whole ones there are too many ways of writing.
        var whole = Math.Abs(value.Number);
        if (whole is < 2 or > MaxWhole || whole != Math.Floor(whole) || run != value.Text)
            yield break;
        var digits = ((long)whole).ToString(CultureInfo.InvariantCulture);
        yield return new JsonText(Encoding.UTF8.GetBytes(digits)) { OrElse = Encoding.UTF8.GetBytes(run), IsNumber = true };
    }

    private static IEnumerable<JsonText> OfMatch(string op, Literal value)
    {
        if (op is not ("~" or "^=" or "$=" or "like") || LiteralRuns.MayBeNumber(value.Text, op == "like"))
            yield break;
        if (LiteralRuns.LongestAscii(value.Text, op == "like") is { Length: > 0 } run)
            yield return new JsonText(Encoding.ASCII.GetBytes(run)) { AnyCase = new AnyCaseText(run) };
    }
}
