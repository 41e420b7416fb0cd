using System.Text;
using System.Text.Unicode;

namespace Dashboard.Web.Components.Operations.Publishing;

/// <summary>A record key as it is being typed. A null key is not an empty one.</summary>
public sealed class KeyDraft
{
    /// <summary>Where it is, what was typed is forgotten.</summary>
    public bool IsNull
    {
        get;
        set
        {
            field = value;
            if (value)
                Text = "";
        }
    } = true;

    public bool IsBase64 { get; set; }

    /// <summary>Typing makes a key of none.</summary>
    public string Text
    {
        get;
        set
        {
            field = value;
            if (value.Length > 0)
                IsNull = false;
        }
    } = "";

    /// <summary>Takes over the key of a message.</summary>
    public void Fill(ReadOnlyMemory<byte>? key)
    {
        IsBase64 = key is { } bytes && (!Utf8.IsValid(bytes.Span) || bytes.Span.ContainsAnyInRange((byte)0, (byte)0x1f));
        IsNull = key is null;
        Text = key is not { } value ? "" : IsBase64 ? Convert.ToBase64String(value.Span) : Encoding.UTF8.GetString(value.Span);
    }

    /// <summary>The key, or what is wrong with it.</summary>
    public ReadOnlyMemory<byte>? Read(out string? problem)
    {
        problem = null;
        if (IsNull)
            return null;
        if (!IsBase64)
            return Encoding.UTF8.GetBytes(Text);
        try
        {
            return Convert.FromBase64String(Text);
        }
        catch (FormatException)
        {
            problem = "The key is no base64.";
            return null;
        }
    }
}
