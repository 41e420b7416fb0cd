using System.Text;
using System.Text.Unicode;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Decoding;
using Dashboard.Core.Model;
using Dashboard.Web.Decoding;

namespace Dashboard.Web.Components.Messages;

/// <summary>A message as one line of a list: what the eye needs to find it. Texts are cut and their hidden characters written out.</summary>
public sealed record MessageRow(int Ordinal, MessageEnvelope Message, string RoutingKey, string Type, string FirstLine, string? DeathReason, bool IsRedelivered, string? Key)
{
    private const int PreviewBytes = 400;

    // Larger ones are not taken apart for one line of a list.
    private const int DecodedBytes = 16 * 1024;

    // Nor is each message of a very long list.
    private const int DecodedRows = 5_000;

    /// <summary>Its beginning is decoded for a list, where a decoder knows how.</summary>
    public static bool IsDecodedInLists(MessageEnvelope message, int ordinal)
        => ordinal < DecodedRows && message is { IsBodyTruncated: false, ContentEncoding: null, Body.Length: > 0 and <= DecodedBytes };

    /// <summary>The row of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="ordinal">Its place in the list.</param>
    /// <param name="decoder">Decodes what it has the schema of in memory; null to show bytes.</param>
    public static MessageRow Of(MessageEnvelope message, int ordinal, IPayloadDecoder? decoder = null) => new(
        ordinal,
        message,
        VisibleText.Line(message.RoutingKey ?? "", 120),
        VisibleText.Line(message.ContentType ?? "", 60),
        Decoded(message, ordinal, decoder) ?? Preview(message),
        MessageStory.LastReason(message) is { } reason ? VisibleText.Line(ShortReason(reason), 40) : null,
        MessageStory.DeliveryFlag(message, "redelivered"),
        message.Key is { } key ? KeyText(message, key.Span, ordinal, decoder) : null);

    // A class's name without its package: its end tells most.
    private static string ShortReason(string reason)
        => reason.Contains(' ', StringComparison.Ordinal) || reason.EndsWith('.') ? reason : reason[(reason.LastIndexOf('.') + 1)..];

    // As the message's own view shows it: a number of four bytes is no text, though it may be valid as one.
    private static string KeyText(MessageEnvelope message, ReadOnlySpan<byte> key, int ordinal, IPayloadDecoder? decoder)
        => decoder is not null && ordinal < DecodedRows && key.Length is > 0 and <= DecodedBytes
            && decoder.TryDecode(PayloadRequest.ForKey(message), out var payload)
            && payload is { IsRead: true }
                ? VisibleText.Line(Encoding.UTF8.GetString(payload.Text.Span[..Math.Min(payload.Text.Length, PreviewBytes)]), 120)
                : KeyText(key);

    /// <summary>A key as one line: text, else hexadecimal digits.</summary>
    public static string KeyText(ReadOnlySpan<byte> key)
        => key.Length == 0 ? "(empty)"
            : Utf8.IsValid(key) ? VisibleText.Line(Encoding.UTF8.GetString(key), 120)
            : $"{Convert.ToHexStringLower(key[..Math.Min(key.Length, 24)])}{(key.Length > 24 ? "…" : "")}";

    private static string? Decoded(MessageEnvelope message, int ordinal, IPayloadDecoder? decoder)
        => decoder is not null
            && IsDecodedInLists(message, ordinal)
            && decoder.TryDecode(PayloadRequest.ForValue(message, message.Body, isCut: false), out var payload)
            && payload is { IsRead: true }
                ? VisibleText.Line(Encoding.UTF8.GetString(payload.Text.Span[..Math.Min(payload.Text.Length, PreviewBytes * 2)]), 240)
                : null;

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
