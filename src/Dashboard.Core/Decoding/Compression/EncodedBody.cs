using System.Buffers;
using System.IO.Compression;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Decoding.Compression;

/// <summary>
/// Undoes the content encodings of a body: those that its publisher declared, then those that its first bytes give away. Bounded; never throws for any bytes.
/// </summary>
public static class EncodedBody
{
    /// <summary>Undoes what can be undone.</summary>
    /// <param name="body">The bytes; maybe only the first part.</param>
    /// <param name="isCut">They are only the first part.</param>
    /// <param name="contentEncoding">As the publisher gave it; null for none.</param>
    /// <param name="maxExpandedBytes">At most so many bytes come out of each encoding.</param>
    /// <param name="maxLayers">At most so many encodings are undone.</param>
    public static ExpandedBody Undo(ReadOnlyMemory<byte> body, bool isCut, string? contentEncoding, int maxExpandedBytes, int maxLayers)
    {
        var content = body;
        var steps = new List<DecodingStep>();
        var declared = Declared(contentEncoding);
        while (steps.Count < maxLayers)
        {
            var isDeclared = declared.Count > 0;
            if ((isDeclared ? declared.Pop() : Recognised(content.Span)) is not { } encoding)
                break;
            var expansion = Expand(content, encoding, maxExpandedBytes, isCut);
            if (expansion.Output.Length == 0 && expansion.Problem is not null)
            {
                // What only looked like gzip is shown as it is.
                return !isDeclared && encoding == "gzip"
                    ? new ExpandedBody(content, isCut, steps, null)
                    : new ExpandedBody(content, isCut, steps, expansion.Problem) { NotUndone = encoding, IsNotUndoneDeclared = isDeclared };
            }

            steps.Add(new DecodingStep(encoding, content.Length, expansion.Output.Length, isDeclared));
            content = expansion.Output;
            isCut |= expansion.IsCut;
            if (expansion.Problem is { } problem)
                return new ExpandedBody(content, isCut, steps, problem) { NotUndone = declared.Count > 0 ? declared.Peek() : null, IsNotUndoneDeclared = declared.Count > 0 };
        }

        return new ExpandedBody(content, isCut, steps, null);
    }

    /// <summary>Encodings that are known, in the order they were applied. Charsets stand in this field too (Celery, kombu): not ours.</summary>
    public static Stack<string> Declared(string? contentEncoding)
    {
        var encodings = new Stack<string>();
        foreach (var name in Names(contentEncoding))
        {
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

    /// <summary>The publisher declared a compression that cannot be undone here.</summary>
    public static bool IsBeyondReach(string? contentEncoding) => Names(contentEncoding).Any(name => name is "lz4" or "compress" or "x-compress" or "bzip2" or "xz" or "lzma");

    /// <summary>The encoding that the first bytes give away; null where there is none.</summary>
    public static string? Recognised(ReadOnlySpan<byte> bytes)
        => LooksLikeGzip(bytes) ? "gzip" : ZstdLibrary.IsFrame(bytes) ? "zstd" : SnappyBlock.IsFramed(bytes) ? "snappy" : null;

    private static IEnumerable<string> Names(string? contentEncoding)
        => contentEncoding is null ? [] : contentEncoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.ToLowerInvariant());

    private static bool LooksLikeGzip(ReadOnlySpan<byte> bytes) => bytes.Length > 18 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8;

    private static Expansion Expand(ReadOnlyMemory<byte> input, string encoding, int maximum, bool inputIsCut)
    {
        if (encoding is "zstd" or "snappy")
            return ExpandWhole(input.Span, encoding, maximum, inputIsCut);
        var output = new ArrayBufferWriter<byte>((int)Math.Clamp(input.Length * 4L, 256, maximum));
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
                    ? $"Only the first {Figures.PluralExact(input.Length, "byte was", "bytes were")} read, so it could be expanded only in part."
                    : $"It is not valid {encoding} throughout; {Figures.PluralExact(output.WrittenCount, "byte")} could be expanded.");
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
                inputIsCut ? $"Only the first {Figures.PluralExact(input.Length, "byte was", "bytes were")} read, so it could be expanded only in part." : null);

    private static bool IsEmptyStream(ReadOnlySpan<byte> input, string encoding)
        => encoding == "gzip" ? LooksLikeGzip([.. input, 0]) : input.Length <= 8;

    private static bool IsZlib(ReadOnlySpan<byte> input) => input.Length >= 2 && (input[0] & 0x0F) == 8 && ((input[0] << 8) | input[1]) % 31 == 0;

    private readonly record struct Expansion(ReadOnlyMemory<byte> Output, bool IsCut, string? Problem);
}
