using System.Security.Cryptography;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations;

/// <summary>
/// What the copy of one message has instead of its own content. What is null stays as it is in the original, to the byte.
/// </summary>
/// <param name="OriginalBodySha256">
/// SHA-256 of the body the edit was made from, 64 lower-case hexadecimal digits: a message with another body is not touched.
/// </param>
public sealed record MessageEdit(string OriginalBodySha256)
{
    /// <summary>The new body; null keeps the original's.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>All standard properties of the copy; null keeps the original's.</summary>
    public IReadOnlyList<MessageField>? Properties { get; init; }

    /// <summary>All headers of the copy but those that tell its way through the broker; null keeps the original's.</summary>
    public IReadOnlyList<MessageField>? Headers { get; init; }

    /// <summary>SHA-256 of a body as an edit names it.</summary>
    public static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    public static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The message has the body that was edited.</summary>
    public bool IsMadeFrom(MessageEnvelope message) => HashOf(message.Body.Span) == OriginalBodySha256;

    /// <summary>The original with the edit in it; a publisher makes the copy of this. Headers that tell its way are the original's.</summary>
    /// <param name="original">The message as it was taken.</param>
    /// <param name="isTrace">Which headers tell the way.</param>
    public MessageEnvelope ApplyTo(MessageEnvelope original, Func<string, bool> isTrace)
    {
        var edited = original;
        if (Body is { } body)
            edited = edited with { Body = body, BodySize = body.Length };
        if (Headers is { } headers)
            edited = edited with { Headers = [.. headers.Where(header => !isTrace(header.Name)), .. original.Headers.Where(header => isTrace(header.Name))] };
        if (Properties is { } properties)
            edited = edited with { Properties = properties, ContentType = null, ContentEncoding = null, Timestamp = null };
        return edited;
    }

    /// <summary>For the audit: what was edited, and the hashes of both bodies, never the bodies.</summary>
    public string Describe()
    {
        var parts = new[] { Body is null ? null : "body", Properties is null ? null : "properties", Headers is null ? null : "headers" }.OfType<string>().ToList();
        var after = Body is { } body ? HashOf(body.Span) : OriginalBodySha256;
        return $"edited: {(parts.Count == 0 ? "nothing" : string.Join(", ", parts))}; body sha256 before {OriginalBodySha256}, after {after}";
    }
}
