using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Dashboard.Web.Api;

/// <summary>A value of an enumeration in path or query, by its name as JSON has it: <c>cancelled</c>. The framework's own reading takes <c>Cancelled</c> and 6.</summary>
internal readonly record struct Choice<T>(T Value)
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> ByName = Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), StringComparer.Ordinal);

    /// <summary>Bound by the framework.</summary>
    [SuppressMessage("Design", "CA1000", Justification = "The framework looks for it here.")]
    public static bool TryParse(string? text, out Choice<T> choice)
    {
        var isKnown = ByName.TryGetValue(text ?? "", out var value);
        choice = new(value);
        return isKnown;
    }
}
