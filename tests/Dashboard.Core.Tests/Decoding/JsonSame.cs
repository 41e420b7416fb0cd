using System.Globalization;
using System.Text.Json;

namespace Dashboard.Core.Tests.Decoding;

/// <summary>Compares JSON by value: numbers as written or, where that differs, as doubles; members by name.</summary>
internal static class JsonSame
{
    /// <summary>Where the two differ; null where they are the same.</summary>
    public static string? Difference(JsonElement expected, JsonElement actual, string path = "$")
    {
        if (expected.ValueKind != actual.ValueKind)
            return $"{path}: {expected.GetRawText()} is not {actual.GetRawText()}";
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                var (wanted, found) = (expected.EnumerateObject().ToList(), actual.EnumerateObject().ToList());
                if (!wanted.Select(m => m.Name).Order(StringComparer.Ordinal).SequenceEqual(found.Select(m => m.Name).Order(StringComparer.Ordinal)))
                    return $"{path}: {expected.GetRawText()} is not {actual.GetRawText()}";
                return wanted.Select(m => Difference(m.Value, actual.GetProperty(m.Name), $"{path}.{m.Name}")).FirstOrDefault(d => d is not null);
            case JsonValueKind.Array:
                if (expected.GetArrayLength() != actual.GetArrayLength())
                    return $"{path}: {expected.GetArrayLength()} items are not {actual.GetArrayLength()}";
                return expected.EnumerateArray().Zip(actual.EnumerateArray()).Select((pair, i) => Difference(pair.First, pair.Second, $"{path}[{i}]")).FirstOrDefault(d => d is not null);
            case JsonValueKind.Number:
                var (one, other) = (expected.GetRawText(), actual.GetRawText());
                return one == other || (IsFloating(one) && IsFloating(other) && Parse(one).Equals(Parse(other))) ? null : $"{path}: {one} is not {other}";
            default:
                return expected.ToString() == actual.ToString() ? null : $"{path}: {expected.GetRawText()} is not {actual.GetRawText()}";
        }
    }

    // A whole number is exact to its last digit; one of the two may write a double without its point.
    private static bool IsFloating(string number) => number.AsSpan().IndexOfAny(".eE") >= 0 || number.Length < 17;

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);
}
