using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Dashboard.Core.Decoding.Compression;
using Dashboard.Core.Model;

namespace Dashboard.Web.Decoding;

/// <summary>
/// Takes the body of a message apart without trusting it: undoes compression within bounds, finds out whether it is text, and which
/// form shows it best. Pure, and never throws for any bytes.
/// </summary>
public static class BodyDecoder
{
    private const int PreviewExpansion = 64 * 1024;

    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>Decodes a body. Costs time in proportion to the body: call it off the circuit's thread for large ones.</summary>
    public static DecodedBody Decode(MessageEnvelope message, DecodingLimits? limits = null)
        => Decode(message.Body, message.BodySize, message.ContentType, message.ContentEncoding, limits);

    /// <inheritdoc cref="Decode(MessageEnvelope, DecodingLimits?)"/>
    public static DecodedBody Decode(
        ReadOnlyMemory<byte> body,
        long bodySize,
        string? contentType = null,
        string? contentEncoding = null,
        DecodingLimits? limits = null)
    {
        limits ??= DecodingLimits.Default;
        var expanded = EncodedBody.Undo(body, bodySize > body.Length, contentEncoding, limits.MaxExpandedBytes, limits.MaxLayers);
        var text = ReadText(expanded.Content, contentType, expanded.IsCut);
        return new DecodedBody
        {
            Raw = body,
            RawSize = bodySize,
            Content = expanded.Content,
            IsContentTruncated = expanded.IsCut,
            Steps = expanded.Steps,
            Problem = expanded.Problem,
            Text = text.Utf8,
            Charset = text.Charset,
            InvalidAt = text.InvalidAt,
            Suggested = Suggest(text, contentType),
        };
    }

    /// <summary>The first bytes of the body with its encodings undone, at most <paramref name="length"/>; cheap enough for each row of a list.</summary>
    public static ReadOnlyMemory<byte> Preview(MessageEnvelope message, int length)
    {
        var head = message.Body[..Math.Min(message.Body.Length, Math.Max(length, 4096))];
        if (EncodedBody.Declared(message.ContentEncoding).Count == 0 && EncodedBody.Recognised(head.Span) is null)
            return head[..Math.Min(head.Length, length)];
        var decoded = Decode(head, message.BodySize, null, message.ContentEncoding, new DecodingLimits(MaxExpandedBytes: ExpandsWhole(message, head.Span) ? PreviewExpansion : length));
        return decoded.Content[..Math.Min(decoded.Content.Length, length)];
    }

    private static bool ExpandsWhole(MessageEnvelope message, ReadOnlySpan<byte> head)
        => (EncodedBody.Declared(message.ContentEncoding) is { Count: > 0 } declared ? declared.Peek() : EncodedBody.Recognised(head)) is "zstd" or "snappy";

    private static TextReading ReadText(ReadOnlyMemory<byte> content, string? contentType, bool truncated)
    {
        if (CharsetOf(contentType) is { } charset && Transcode(content, charset) is { } transcoded)
            return new TextReading(transcoded, charset, null);
        var bytes = content.Span.StartsWith(Utf8Mark) ? content[Utf8Mark.Length..] : content;
        if (Utf8.IsValid(bytes.Span))
            return new TextReading(bytes, "utf-8", null);
        var invalidAt = FirstInvalid(bytes.Span, truncated);
        return new TextReading(bytes, "utf-8", invalidAt < 0 ? null : invalidAt + (content.Length - bytes.Length));
    }

    private static string? CharsetOf(string? contentType)
    {
        const string Mark = "charset=";
        var at = contentType?.IndexOf(Mark, StringComparison.OrdinalIgnoreCase) ?? -1;
        if (at < 0)
            return null;
        var name = contentType![(at + Mark.Length)..].Split(';')[0].Trim(' ', '"', '\'').ToLowerInvariant();
        return name is "iso-8859-1" or "latin1" or "utf-16" or "utf-16le" or "utf-16be" or "utf-32" ? name : null;
    }

    private static byte[]? Transcode(ReadOnlyMemory<byte> content, string charset)
    {
        try
        {
            var encoding = Encoding.GetEncoding(charset, EncoderFallback.ReplacementFallback, DecoderFallback.ExceptionFallback);
            return Encoding.UTF8.GetBytes(encoding.GetString(content.Span));
        }
        catch (Exception e) when (e is ArgumentException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static long FirstInvalid(ReadOnlySpan<byte> bytes, bool truncated)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var ascii = bytes[at..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (ascii < 0)
                return -1;
            at += ascii;
            var status = Rune.DecodeFromUtf8(bytes[at..], out _, out var consumed);
            if (status == OperationStatus.NeedMoreData && truncated)
                return -1;
            if (status != OperationStatus.Done)
                return at;
            at += consumed;
        }

        return -1;
    }

    private static BodyForm Suggest(TextReading text, string? contentType)
    {
        if (text.Utf8.Length == 0)
            return BodyForm.Text;
        if (text.InvalidAt is not null || IsMostlyControl(text.Utf8.Span))
            return BodyForm.Hex;
        var first = FirstMark(text.Utf8.Span);
        var isJson = first is (byte)'{' or (byte)'['
            || (contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true && first is not 0);
        return isJson ? BodyForm.Json : BodyForm.Text;
    }

    private static bool IsMostlyControl(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..Math.Min(bytes.Length, 4096)];
        var controls = 0;
        foreach (var b in sample)
        {
            if (b < 0x20 && b is not ((byte)'\n' or (byte)'\r' or (byte)'\t'))
                controls++;
        }

        return controls * 10 > sample.Length;
    }

    private static byte FirstMark(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        return at < 0 ? (byte)0 : bytes[at];
    }

    private readonly record struct TextReading(ReadOnlyMemory<byte> Utf8, string Charset, long? InvalidAt);
}
