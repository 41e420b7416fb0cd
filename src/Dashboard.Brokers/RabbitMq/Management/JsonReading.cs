using System.Globalization;
using System.Text.Json;

namespace Dashboard.Brokers.RabbitMq.Management;

/// <summary>
/// Reads fields of the management API's answers without trusting them: any field may be missing, null or of another type than documented
/// (the broker writes empty objects as <c>[]</c>, unknown values as <c>""</c> or <c>"unknown"</c>), and then it is simply not known.
/// None of these throws on any JSON.
/// </summary>
public static class JsonReading
{
    /// <summary>The member, or an undefined element, which every reader here takes as not known.</summary>
    public static JsonElement Member(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return default;
        try
        {
            return element.TryGetProperty(name, out var value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            // One of the names is no valid UTF-16 (a lone surrogate); the others still count.
            return element.Fields().LastOrDefault(f => f.Name == name).Value;
        }
    }

    /// <summary>A nested member.</summary>
    public static JsonElement Member(this JsonElement element, string name, string inner) => element.Member(name).Member(inner);

    /// <summary>Text; null where there is none.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name).AsText();

    /// <summary>Text of this element; null where it is none.</summary>
    public static string? AsText(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // Escapes that are no valid UTF-16, a lone surrogate: the raw text is better than nothing.
            return element.GetRawText().Trim('"');
        }
    }

    /// <summary>Whether this element is exactly this text; makes no string.</summary>
    public static bool Same(this JsonElement element, string text)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String && element.ValueEquals(text);
        }
        catch (InvalidOperationException)
        {
            return element.AsText() == text;
        }
    }

    /// <summary>A whole number; null where there is none, where it is no number, or where it does not fit.</summary>
    public static long? Integer(this JsonElement element, string name) => element.Member(name).AsInteger();

    /// <summary>This element as a whole number; null where it is none.</summary>
    public static long? AsInteger(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Number)
            return null;
        if (element.TryGetInt64(out var integer))
            return integer;
        return element.TryGetDouble(out var number) && number is > -9e18 and < 9e18 ? (long)number : null;
    }

    /// <summary>A number; null where there is none.</summary>
    public static double? Number(this JsonElement element, string name) => element.Member(name).AsNumber();

    /// <summary>This element as a number; null where it is none.</summary>
    public static double? AsNumber(this JsonElement element)
        => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    /// <summary>Yes or no; null where it is neither.</summary>
    public static bool? Flag(this JsonElement element, string name) => element.Member(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A point in time given as milliseconds since 1970 UTC.</summary>
    public static DateTimeOffset? Milliseconds(this JsonElement element, string name)
        => element.Integer(name) is { } value && value is > 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    /// <summary>The fields of a table; none where it is no table. A name that is no valid text is <c>?</c>.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Fields(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var field in element.EnumerateObject())
            yield return (NameOf(field), field.Value);
    }

    /// <summary>The items of a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var item in element.EnumerateArray())
            yield return item;
    }

    /// <summary>How many items the list has; null where it is no list.</summary>
    public static int? ItemCount(this JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.GetArrayLength() : null;

    /// <summary>Texts of a list, joined with commas; null where there is none.</summary>
    public static string? JoinedTexts(this JsonElement element, string name)
    {
        var list = element.Member(name);
        if (list.ValueKind != JsonValueKind.Array)
            return null;
        var texts = list.Items().Select(i => i.AsText()).Where(t => !string.IsNullOrEmpty(t)).ToList();
        return texts.Count == 0 ? null : string.Join(", ", texts);
    }

    /// <summary>
    /// A value of any type as text for people: text as it is, numbers and flags plain, tables as <c>name=value; ...</c>; null where there is
    /// none or it is empty.
    /// </summary>
    public static string? AsShownText(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.AsText(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Object => Shown(element),
        JsonValueKind.Array when element.GetArrayLength() > 0 => element.GetRawText(),
        _ => null,
    };

    private static string? Shown(JsonElement table)
    {
        var fields = table.Fields().Select(f => string.Create(
            CultureInfo.InvariantCulture, $"{f.Name}={(f.Value.ValueKind is JsonValueKind.Object ? f.Value.GetRawText() : f.Value.AsShownText())}")).ToList();
        return fields.Count == 0 ? null : string.Join("; ", fields);
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "?";
        }
    }
}
