using System.Globalization;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Decoding;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Messages;

/// <summary>One field of a message and what is in it.</summary>
public sealed partial class FieldNode
{
    private const int MostCharacters = 4096;
    private string _text = "";
    private string _copied = "";
    private string? _hover;

    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    [Parameter, EditorRequired]
    public FieldValue Value { get; set; } = new NullValue();

    [Parameter]
    public int Depth { get; set; }

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    private string ShownName => Name.Length == 0 ? "(empty name)" : VisibleText.Line(Name, 200);

    private IReadOnlyList<MessageField>? Inner => Value switch
    {
        TableValue table => table.Fields,
        ListValue list => [.. list.Items.Select((item, i) => new MessageField($"[{i.ToString(CultureInfo.InvariantCulture)}]", item))],
        _ => null,
    };

    protected override void OnParametersSet()
    {
        _hover = null;
        (_text, _copied) = Value switch
        {
            TextValue text => (Quoted(text.Value), text.Value),
            BytesValue bytes => Bytes(bytes.Value),
            TimestampValue time => Time(time.Value),
            BooleanValue flag => Same(flag.Value ? "true" : "false"),
            IntegerValue integer => Same(integer.Value.ToString(CultureInfo.InvariantCulture)),
            NumberValue number => Same(number.Value.ToString("R", CultureInfo.InvariantCulture)),
            DecimalValue number => Same(number.Value.ToString(CultureInfo.InvariantCulture)),
            NullValue => Same("null"),
            _ => Same("nested deeper than is shown; the export has it"),
        };
    }

    private static (string Shown, string Copied) Same(string text) => (text, text);

    // Quotes tell "5" from 5 and show spaces at the ends.
    private static string Quoted(string text)
    {
        var shown = text.Length > MostCharacters ? text[..MostCharacters] : text;
        return $"\"{VisibleText.Show(shown)}\"" + (text.Length > MostCharacters ? $" … {Figures.Exact(text.Length)} characters" : "");
    }

    private static (string Shown, string Copied) Bytes(ReadOnlyMemory<byte> bytes)
    {
        var shown = bytes.Length > 64 ? $"{Convert.ToHexStringLower(bytes.Span[..64])}… {Figures.Bytes(bytes.Length)}" : Convert.ToHexStringLower(bytes.Span);
        return ($"0x{shown}", Convert.ToBase64String(bytes.Span[..Math.Min(bytes.Length, 48 * 1024)]));
    }

    private (string Shown, string Copied) Time(DateTimeOffset at)
    {
        _hover = Preferences.Iso(at);
        return (Preferences.DateTime(at), at.ToString("O", CultureInfo.InvariantCulture));
    }
}
