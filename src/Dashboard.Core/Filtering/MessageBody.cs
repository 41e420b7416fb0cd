using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Dashboard.Core.Model;

namespace Dashboard.Core.Filtering;

/// <summary>A body as filters see it: decompressed within bounds, as text, and as JSON where it is JSON. Each at most once.</summary>
internal sealed class MessageBody(MessageEnvelope message)
{
    private const int MaxDecoded = 16 * 1024 * 1024;

    private bool _isDecoded;
    private bool _isDecodedCut;
    private ReadOnlyMemory<byte>? _bytes;
    private string? _text;
    private bool _isParsed;
    private JsonElement? _json;

    /// <summary>Only the beginning is known.</summary>
    public bool IsCut => message.IsBodyTruncated || _isDecodedCut;

    /// <summary>The body as text; bytes that are no UTF-8 become U+FFFD. Unjudgeable where it cannot be decompressed.</summary>
    public FilterValue Text
    {
        get
        {
            if (Bytes is not { } bytes)
                return FilterValue.Unjudgeable;
            return FilterValue.Of(_text ??= Encoding.UTF8.GetString(bytes.Span));
        }
    }

    /// <summary>The body decompressed; null where it cannot be.</summary>
    public ReadOnlyMemory<byte>? Content => Bytes;

    private ReadOnlyMemory<byte>? Bytes
    {
        get
        {
            if (!_isDecoded)
            {
                _isDecoded = true;
                _bytes = Decode();
            }

            return _bytes;
        }
    }

    /// <summary>The JSON value at a path (whose first part is <c>body</c>): null is absent, objects and lists are their raw text.</summary>
    public FilterValue At(IReadOnlyList<string> path)
    {
        if (Json is not { } value)
            return FilterValue.Unjudgeable;
        for (var i = 1; i < path.Count; i++)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object when value.TryGetProperty(path[i], out var property):
                    value = property;
                    break;
                case JsonValueKind.Array
                    when int.TryParse(path[i], NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < value.GetArrayLength():
                    value = value[at];
                    break;
                default:
                    return FilterValue.Absent;
            }
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => TextOf(value),
            JsonValueKind.Number => value.TryGetDouble(out var number) ? FilterValue.Of(number) : FilterValue.Of(value.GetRawText()),
            JsonValueKind.True => FilterValue.Of(true),
            JsonValueKind.False => FilterValue.Of(false),
            JsonValueKind.Object or JsonValueKind.Array => FilterValue.Of(value.GetRawText()),
            _ => FilterValue.Absent,
        };
    }

    private JsonElement? Json
    {
        get
        {
            if (!_isParsed)
            {
                _isParsed = true;
                _json = Parse();
            }

            return _json;
        }
    }

    private static FilterValue TextOf(JsonElement value)
    {
        try
        {
            return FilterValue.Of(value.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate is legal JSON and no text.
            return FilterValue.Unjudgeable;
        }
    }

    private JsonElement? Parse()
    {
        if (Bytes is not { Length: > 0 } bytes || IsCut)
            return null;
        var span = bytes.Span;
        if (span.StartsWith("\uFEFF"u8))
            span = span[3..];
        try
        {
            return JsonElement.Parse(span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ReadOnlyMemory<byte>? Decode()
    {
        var encoding = message.ContentEncoding?.Trim().ToLowerInvariant();
        // Publishers put character sets here too, and whatever they like; only known compressions are hidden text.
        if (encoding is not ("gzip" or "x-gzip" or "deflate" or "br"))
            return encoding is "zstd" or "lz4" or "snappy" or "compress" ? null : message.Body;
        try
        {
            using var raw = new MemoryStream(message.Body.ToArray(), writable: false);
            switch (encoding)
            {
                case "gzip" or "x-gzip":
                    using (var gzip = new GZipStream(raw, CompressionMode.Decompress))
                        return Inflate(gzip);
                case "deflate":
                    using (var deflate = new ZLibStream(raw, CompressionMode.Decompress))
                        return Inflate(deflate);
                default:
                    using (var brotli = new BrotliStream(raw, CompressionMode.Decompress))
                        return Inflate(brotli);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    private ReadOnlyMemory<byte> Inflate(Stream stream)
    {
        using var decoded = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (true)
        {
            var read = stream.Read(chunk);
            if (read == 0)
                return decoded.ToArray();
            var room = MaxDecoded - (int)decoded.Length;
            decoded.Write(chunk, 0, Math.Min(read, room));
            if (read > room)
            {
                _isDecodedCut = true;
                return decoded.ToArray();
            }
        }
    }
}
