using System.Globalization;
using System.Text;
using System.Text.Json;
using Dashboard.Core.Decoding;
using Dashboard.Core.Decoding.Compression;
using Dashboard.Core.Model;

namespace Dashboard.Core.Filtering;

/// <summary>
/// A body as filters see it, which is as a message's page shows it: its encodings undone within bounds, read by a decoder where it is neither text nor JSON,
/// as text, and as JSON where it is JSON. Each at most once.
/// </summary>
/// <param name="message">The message.</param>
/// <param name="payloads">Reads payloads of its connection; null to read none.</param>
internal sealed class MessageBody(MessageEnvelope message, MessagePayloads? payloads = null)
{
    private const int MaxDecoded = 16 * 1024 * 1024;
    private const int MaxLayers = 3;

    private bool _isExpanded;
    private bool _isContentCut;
    private bool _isContentCoded;
    private ReadOnlyMemory<byte>? _content;
    private bool _isRead;
    private bool _isUnread;
    private ReadOnlyMemory<byte>? _shown;
    private string? _text;
    private bool _isParsed;
    private JsonElement? _json;

    /// <summary>Only the beginning of the content is known.</summary>
    public bool IsCut
    {
        get
        {
            _ = Content;
            return message.IsBodyTruncated || _isContentCut;
        }
    }

    /// <summary>The text is not all that the body says: only its beginning is known, or what it was written with could not be read. A find in it is certain, and nothing else.</summary>
    public bool IsInPart
    {
        get
        {
            _ = Shown;
            return IsCut || _isUnread;
        }
    }

    /// <summary>The body as text; bytes that are no UTF-8 become U+FFFD. Unjudgeable where it cannot be decompressed.</summary>
    public FilterValue Text
    {
        get
        {
            if (Shown is not { } bytes)
                return FilterValue.Unjudgeable;
            return FilterValue.Of(_text ??= Encoding.UTF8.GetString(bytes.Span));
        }
    }

    /// <summary>The body with its encodings undone; null where they cannot be.</summary>
    public ReadOnlyMemory<byte>? Content
    {
        get
        {
            if (!_isExpanded)
            {
                _isExpanded = true;
                _content = Expand();
            }

            return _content;
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

    /// <summary>What is shown of it: what a decoder made of the content, or else the content; null where that is not known.</summary>
    private ReadOnlyMemory<byte>? Shown
    {
        get
        {
            if (!_isRead)
            {
                _isRead = true;
                _shown = Read();
            }

            return _shown;
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
        if (Shown is not { Length: > 0 } bytes || IsInPart)
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

    private ReadOnlyMemory<byte>? Read()
    {
        if (Content is not { } content)
            return null;
        _isUnread = _isContentCoded;
        if (payloads is null || content.Length == 0 || LooksLikeJson(content.Span) || payloads.ReadValue(message, content, IsCut) is not { } payload)
            return content;
        if (payload.IsRead)
            return payload.Text;
        _isUnread = true;
        return content;
    }

    // What begins and ends like JSON is JSON, and no decoder is asked.
    private static bool LooksLikeJson(ReadOnlySpan<byte> content)
    {
        var trimmed = content.Trim(" \t\r\n"u8);
        return trimmed.Length >= 2 && (trimmed[0], trimmed[^1]) is ((byte)'{', (byte)'}') or ((byte)'[', (byte)']');
    }

    private ReadOnlyMemory<byte>? Expand()
    {
        // Publishers put character sets here too, and whatever they like; only known compressions are hidden text.
        if (EncodedBody.IsBeyondReach(message.ContentEncoding))
            return null;
        var expanded = EncodedBody.Undo(message.Body, message.IsBodyTruncated, message.ContentEncoding, MaxDecoded, MaxLayers);
        _isContentCut = expanded.IsCut;
        _isContentCoded = expanded.NotUndone is not null;
        return expanded.IsNotUndoneDeclared ? null : expanded.Content;
    }
}
