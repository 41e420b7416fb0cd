using System.Text;
using System.Text.Unicode;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Decoding;

namespace Dashboard.Web.Components.Operations.Publishing;

/// <summary>
/// A body as it is being typed. One that was taken from a message and not touched is the same to the byte, whatever a text field would make
/// of it.
/// </summary>
public sealed class BodyDraft
{
    /// <summary>A text longer than this is not put into a field: it would have to travel with each key.</summary>
    public const int MaxTyped = 128 * 1024;

    private bool _usesCrLf;

    public string Text { get; set; } = "";

    public BodyInput Input { get; set; } = BodyInput.Text;

    /// <summary>The bytes of the message it was taken from; null for a body that is new.</summary>
    public ReadOnlyMemory<byte>? Kept { get; private set; }

    /// <summary>Why the body stands in the form as it does; null where there is nothing to say.</summary>
    public string? Note { get; private set; }

    /// <summary>Takes over the body of a message: as text where a text field gives it back unchanged, else as it is.</summary>
    public void Fill(MessageEnvelope message)
    {
        Kept = message.Body;
        var bytes = message.Body.Span;
        (Text, Note, _usesCrLf) = ("", null, false);
        Input = BodyInput.Kept;
        if (!Utf8.IsValid(bytes))
        {
            Note = $"The body is binary ({Figures.Bytes(bytes.Length)}) and is sent byte for byte. Choose base64 to type another one.";
            return;
        }

        if (bytes.Length > MaxTyped)
        {
            Note = $"The body is too large to be edited here ({Figures.Bytes(bytes.Length)}) and is sent byte for byte.";
            return;
        }

        var text = Encoding.UTF8.GetString(bytes);
        // A text field knows one kind of line break only.
        var unified = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        _usesCrLf = unified.Length < text.Length;
        if (unified.Contains('\r', StringComparison.Ordinal) || text.Contains('\0', StringComparison.Ordinal)
            || (_usesCrLf && unified.Count(c => c == '\n') != text.Length - unified.Length))
        {
            Note = "The body mixes kinds of line breaks or holds control characters that a text field would change: it is sent byte for byte.";
            return;
        }

        Text = unified;
        Input = BodyInput.Text;
        if (IsJson(unified))
            Input = BodyInput.Json;
    }

    /// <summary>Why a body that is meant to be JSON is none; null where it is, or is not meant to be.</summary>
    public string? JsonProblem() => JsonProblemOf(Input, Input == BodyInput.Json ? Encoding.UTF8.GetBytes(Text) : default);

    /// <summary>Why a body that is meant to be JSON is none; null where it is, or is not meant to be.</summary>
    public static string? JsonProblemOf(BodyInput input, ReadOnlyMemory<byte> body)
    {
        if (input != BodyInput.Json)
            return null;
        JsonTree.Read(body, false, DecodingLimits.Default, out var problem);
        return problem;
    }

    /// <summary>The bytes, or what is wrong with the text.</summary>
    /// <param name="problem">What is wrong; null where nothing is.</param>
    /// <param name="isTemplate">Variables stand in it: whether it is JSON is known when they are filled in.</param>
    public ReadOnlyMemory<byte>? Read(out string? problem, bool isTemplate = false)
    {
        problem = !isTemplate && JsonProblem() is { } json ? $"The body is no JSON: {json}" : null;
        if (problem is not null)
            return null;
        switch (Input)
        {
            case BodyInput.Kept:
                return Kept ?? ReadOnlyMemory<byte>.Empty;
            case BodyInput.Base64:
                try
                {
                    return Convert.FromBase64String(Text);
                }
                catch (FormatException)
                {
                    problem = "The body is no base64.";
                    return null;
                }

            default:
                return Encoding.UTF8.GetBytes(_usesCrLf ? Text.Replace("\n", "\r\n", StringComparison.Ordinal) : Text);
        }
    }

    /// <summary>Another way to type it; what was kept is offered as base64 where it fits.</summary>
    public void Choose(BodyInput input)
    {
        if (Input == BodyInput.Kept && input == BodyInput.Base64 && Text.Length == 0 && Kept is { Length: <= MaxTyped / 2 } kept)
            Text = Convert.ToBase64String(kept.Span);
        Input = input;
    }

    private static bool IsJson(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.Length == 0 || start[0] is not ('{' or '['))
            return false;
        JsonTree.Read(Encoding.UTF8.GetBytes(text), false, DecodingLimits.Default, out var problem);
        return problem is null;
    }
}

/// <summary>How the body is typed.</summary>
public enum BodyInput
{
    Text,

    /// <summary>Text that must be JSON.</summary>
    Json,

    /// <summary>Bytes as base64.</summary>
    Base64,

    /// <summary>Not typed: the bytes of the message the form was filled with.</summary>
    Kept,
}
