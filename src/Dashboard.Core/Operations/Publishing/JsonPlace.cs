using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dashboard.Core.Operations.Publishing;

/// <summary>Whether a place in a JSON text is inside of a string, and how a value is written there.</summary>
internal sealed class JsonPlace
{
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>Goes on over text that stands in the JSON as it is.</summary>
    public void Pass(string literal)
    {
        foreach (var c in literal)
        {
            if (_isEscaped)
                _isEscaped = false;
            else if (_isInString && c == '\\')
                _isEscaped = true;
            else if (c == '"')
                _isInString = !_isInString;
        }
    }

    /// <summary>The value as it is to stand here.</summary>
    public string Write(string value)
    {
        if (_isInString)
            return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);
        return IsJsonValue(value) ? value : JsonSerializer.Serialize(value, Storage.DashboardJson.Options);
    }

    private static bool IsJsonValue(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return document.RootElement.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
