using System.Text.Json;

namespace Dashboard.Core.Editing;

/// <summary>Reads and makes the values of a change. A value that is missing or of another type is simply not there.</summary>
public static class ChangeValues
{
    /// <summary>Text; null where there is none.</summary>
    public static string? Text(this IReadOnlyDictionary<string, JsonElement> values, string id)
        => values.TryGetValue(id, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A whole number; null where there is none.</summary>
    public static long? Integer(this IReadOnlyDictionary<string, JsonElement> values, string id)
        => values.TryGetValue(id, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    /// <summary>Yes or no; null where it is neither.</summary>
    public static bool? Flag(this IReadOnlyDictionary<string, JsonElement> values, string id)
        => values.TryGetValue(id, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            }
            : null;

    /// <summary>The fields of a table, in order; none where there is no table.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Table(this IReadOnlyDictionary<string, JsonElement> values, string id)
        => values.TryGetValue(id, out var table) && table.ValueKind == JsonValueKind.Object
            ? table.EnumerateObject().Select(field => (field.Name, field.Value))
            : [];

    /// <summary>A value of any type that JSON has.</summary>
    public static JsonElement Of(object? value) => JsonSerializer.SerializeToElement(value);

    /// <summary>Values from pairs; those that are null are left out.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Of(params (string Id, object? Value)[] values)
        => values.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Id, pair => Of(pair.Value));
}
