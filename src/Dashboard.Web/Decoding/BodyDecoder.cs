using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using Dashboard.Core.Decoding;
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
        var content = body;
        var truncated = bodySize > body.Length;
        var steps = new List<DecodingStep>();
        string? problem = null;

        var declared = DeclaredEncodings(contentEncoding);
        while (steps.Count < limits.MaxLayers && problem is null)
        {
            var isDeclared = declared.Count > 0;
            var encoding = isDeclared ? declared.Pop() : RecognisedEncoding(content.Span);
            if (encoding is null)
                break;
            var expansion = Expand(content, encoding, limits.MaxExpandedBytes, truncated);
            problem = expansion.Problem is { } && !isDeclared && encoding == "gzip" && expansion.Output.Length == 0
                ? null // It only looked like it: shown as it is.
                : expansion.Problem;
            if (expansion.Output.Length == 0 && expansion.Problem is not null)
                break;
            steps.Add(new DecodingStep(encoding, content.Length, expansion.Output.Length, isDeclared));
            content = expansion.Output;
            truncated |= expansion.IsCut;
        }

        var text = ReadText(content, contentType, truncated);
        return new DecodedBody
        {
            Raw = body,
            RawSize = bodySize,
            Content = content,
            IsContentTruncated = truncated,
            Steps = steps,
            Problem = problem,
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
        if (DeclaredEncodings(message.ContentEncoding).Count == 0 && RecognisedEncoding(head.Span) is null)
            return head[..Math.Min(head.Length, length)];
        var decoded = Decode(head, message.BodySize, null, message.ContentEncoding, new DecodingLimits(MaxExpandedBytes: ExpandsWhole(message, head.Span) ? PreviewExpansion : length));
        return decoded.Content[..Math.Min(decoded.Content.Length, length)];
    }

    // The last encoding named was applied last, so it is undone first. Charsets stand in this field too (Celery, kombu): not ours.
    private static Stack<string> DeclaredEncodings(string? contentEncoding)
    {
        var encodings = new Stack<string>();
        foreach (var part in (contentEncoding ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var name = part.ToLowerInvariant();
            if (name is "gzip" or "x-gzip")
                encodings.Push("gzip");
            else if (name is "deflate" or "zlib")
                encodings.Push("deflate");
            else if (name is "br" or "brotli")
                encodings.Push("br");
            else if (name is "zstd" or "zstandard")
                encodings.Push("zstd");
            else if (name is "snappy" or "x-snappy-framed")
                encodings.Push("snappy");
        }

        return encodings;
    }

    private static bool ExpandsWhole(MessageEnvelope message, ReadOnlySpan<byte> head)
        => (DeclaredEncodings(message.ContentEncoding) is { Count: > 0 } declared ? declared.Peek() : RecognisedEncoding(head)) is "zstd" or "snappy";

    /// <summary>The encoding that the first bytes give away; null where there is none.</summary>
    public static string? RecognisedEncoding(ReadOnlySpan<byte> bytes)
        => LooksLikeGzip(bytes) ? "gzip" : ZstdLibrary.IsFrame(bytes) ? "zstd" : SnappyBlock.IsFramed(bytes) ? "snappy" : null;

    private static bool LooksLikeGzip(ReadOnlySpan<byte> bytes) => bytes.Length > 18 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8;

    private static Expansion Expand(ReadOnlyMemory<byte> input, string encoding, int maximum, bool inputIsCut)
    {
        if (encoding is "zstd" or "snappy")
            return ExpandWhole(input.Span, encoding, maximum, inputIsCut);
        var output = new ArrayBufferWriter<byte>(Math.Clamp(input.Length * 4, 256, maximum));
        try
        {
            using var source = new MemoryStream(input.ToArray(), writable: false);
            using Stream expanding = encoding switch
            {
                "gzip" => new GZipStream(source, CompressionMode.Decompress),
                "br" => new BrotliStream(source, CompressionMode.Decompress),
                _ => IsZlib(input.Span) ? new ZLibStream(source, CompressionMode.Decompress) : new DeflateStream(source, CompressionMode.Decompress),
            };
            while (output.WrittenCount < maximum)
            {
                var room = Math.Min(maximum - output.WrittenCount, 64 * 1024);
                var read = expanding.Read(output.GetSpan(room)[..room]);
                if (read == 0)
                    return Finished(output, input, encoding, inputIsCut);
                output.Advance(read);
            }

            return expanding.ReadByte() < 0
                ? new Expansion(output.WrittenMemory, false, null)
                : new Expansion(output.WrittenMemory, true, $"It expands to more than {maximum:N0} bytes; only the first {maximum:N0} were expanded.");
        }
        catch (Exception e) when (e is InvalidDataException or IOException or InvalidOperationException)
        {
            return new Expansion(
                output.WrittenMemory,
                true,
                inputIsCut
                    ? $"Only the first {input.Length:N0} bytes were read, so it could be expanded only in part."
                    : $"It is not valid {encoding} throughout; {output.WrittenCount:N0} bytes could be expanded.");
        }
    }

    // These come out whole or not at all.
    private static Expansion ExpandWhole(ReadOnlySpan<byte> input, string encoding, int maximum, bool inputIsCut)
    {
        try
        {
            return new Expansion(encoding == "zstd" ? ZstdLibrary.Expand(input, maximum) : SnappyBlock.Expand(input, maximum), false, null);
        }
        catch (PayloadException e)
        {
            var why = inputIsCut ? $"Only the first {input.Length:N0} bytes were read, so it could not be expanded." : $"It could not be expanded: {e.Message}.";
            return new Expansion(ReadOnlyMemory<byte>.Empty, false, $"The body seems to be {encoding}. {why}");
        }
    }

    // .NET ends a stream that stops early without complaint: an empty result of a non-empty input is no success.
    private static Expansion Finished(ArrayBufferWriter<byte> output, ReadOnlyMemory<byte> input, string encoding, bool inputIsCut)
        => output.WrittenCount == 0 && input.Length > 0 && !IsEmptyStream(input.Span, encoding)
            ? new Expansion(ReadOnlyMemory<byte>.Empty, false, $"The publisher calls it {encoding}, and it is not.")
            : new Expansion(
                output.WrittenMemory,
                inputIsCut,
                inputIsCut ? $"Only the first {input.Length:N0} bytes were read, so it could be expanded only in part." : null);

    private static bool IsEmptyStream(ReadOnlySpan<byte> input, string encoding)
        => encoding == "gzip" ? LooksLikeGzip([.. input, 0]) : input.Length <= 8;

    private static bool IsZlib(ReadOnlySpan<byte> input) => input.Length >= 2 && (input[0] & 0x0F) == 8 && ((input[0] << 8) | input[1]) % 31 == 0;

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

    private readonly record struct Expansion(ReadOnlyMemory<byte> Output, bool IsCut, string? Problem);

    private readonly record struct TextReading(ReadOnlyMemory<byte> Utf8, string Charset, long? InvalidAt);
}
