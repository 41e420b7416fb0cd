using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Editing;

namespace Dashboard.Web.Components.Editing;

/// <summary>Types that an argument can have.</summary>
public enum ArgumentType
{
    Text,
    Integer,
    Number,
    Flag,

    /// <summary>A list or a table, written as JSON.</summary>
    Json,
}

/// <summary>One named value of a table being typed.</summary>
public sealed class TableRow
{
    public string Name { get; set; } = "";

    public ArgumentType Type { get; set; }

    public string Text { get; set; } = "";

    public static TableRow Of(string name, JsonElement value) => new()
    {
        Name = name,
        Type = value.ValueKind switch
        {
            JsonValueKind.String => ArgumentType.Text,
            JsonValueKind.Number => value.TryGetInt64(out _) ? ArgumentType.Integer : ArgumentType.Number,
            JsonValueKind.True or JsonValueKind.False => ArgumentType.Flag,
            _ => ArgumentType.Json,
        },
        Text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.GetRawText(),
        },
    };

    /// <summary>The value; null with the mistake where it is none.</summary>
    public JsonElement? Value(out string? mistake)
    {
        mistake = null;
        switch (Type)
        {
            case ArgumentType.Text:
                return ChangeValues.Of(Text);
            case ArgumentType.Integer when long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer):
                return ChangeValues.Of(integer);
            case ArgumentType.Number when double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                return ChangeValues.Of(number);
            case ArgumentType.Flag when bool.TryParse(Text, out var flag):
                return ChangeValues.Of(flag);
            case ArgumentType.Json when ReadJson() is { } json:
                return json;
            default:
                mistake = Type switch
                {
                    ArgumentType.Integer => $"{Shown} is not a whole number.",
                    ArgumentType.Number => $"{Shown} is not a number.",
                    ArgumentType.Flag => $"{Shown} is neither true nor false.",
                    _ => $"{Shown} is not valid JSON.",
                };
                return null;
        }
    }

    private string Shown => Name.Length == 0 ? "A value" : $"The value of {Name}";

    private JsonElement? ReadJson()
    {
        try
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
