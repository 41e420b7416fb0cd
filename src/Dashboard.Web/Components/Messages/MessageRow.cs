using System.Text;
using System.Text.Unicode;
using Dashboard.Core.Model;
using Dashboard.Web.Decoding;

namespace Dashboard.Web.Components.Messages;

/// <summary>A message as one line of a list: what the eye needs to find it. Texts are cut and their hidden characters written out.</summary>
public sealed record MessageRow(int Ordinal, MessageEnvelope Message, string RoutingKey, string Type, string FirstLine, string? DeathReason, bool IsRedelivered, string? Key)
{
    private const int PreviewBytes = 400;

    public static MessageRow Of(MessageEnvelope message, int ordinal) => new(
        ordinal,
        message,
        VisibleText.Line(message.RoutingKey ?? "", 120),
        VisibleText.Line(message.ContentType ?? "", 60),
        Preview(message),
        MessageStory.LastReason(message) is { } reason ? VisibleText.Line(reason, 40) : null,
        MessageStory.DeliveryFlag(message, "redelivered"),
        message.Key is { } key ? KeyText(key.Span) : null);

    /// <summary>A key as one line: text, else hexadecimal digits.</summary>
    public static string KeyText(ReadOnlySpan<byte> key)
        => key.Length == 0 ? "(empty)"
            : Utf8.IsValid(key) ? VisibleText.Line(Encoding.UTF8.GetString(key), 120)
            : $"{Convert.ToHexStringLower(key[..Math.Min(key.Length, 24)])}{(key.Length > 24 ? "…" : "")}";

    private static string Preview(MessageEnvelope message)
    {
        if (message.IsTombstone)
            return "(null)";
        if (message.Body.Length == 0)
            return "(empty)";
        var start = BodyDecoder.Preview(message, PreviewBytes).Span;
        var text = start;
        // The cut may go through a character.
        for (var cut = 0; cut < 4 && text.Length > 0; cut++)
        {
            if (Utf8.IsValid(text))
                return VisibleText.Line(Encoding.UTF8.GetString(text), 240);
            if (start.Length < PreviewBytes)
                break;
            text = text[..^1];
        }

        return $"{Convert.ToHexStringLower(start[..Math.Min(start.Length, 24)])}…";
    }
}
