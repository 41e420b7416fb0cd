using Dashboard.Core.Decoding.Compression;

namespace Dashboard.Web.Decoding;

/// <summary>A body as it came and as it reads once its encodings are undone. Holds no copy where nothing was encoded.</summary>
public sealed record DecodedBody
{
    /// <summary>The bytes as the broker gave them; maybe only the first part, see <see cref="RawSize"/>.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Size of the whole body in bytes.</summary>
    public required long RawSize { get; init; }

    /// <summary>Not all bytes of the body were read.</summary>
    public bool IsRawTruncated => RawSize > Raw.Length;

    /// <summary>The bytes after the encodings were undone; <see cref="Raw"/> itself where there are none.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>There is more content than <see cref="Content"/> holds: the body was cut, or a bound was reached.</summary>
    public bool IsContentTruncated { get; init; }

    /// <summary>Encodings that were undone, outermost first.</summary>
    public IReadOnlyList<DecodingStep> Steps { get; init; } = [];

    /// <summary>Why an encoding could not be undone (wholly), in words; null where all went well.</summary>
    public string? Problem { get; init; }

    /// <summary>The content as UTF-8, transcoded where the publisher named another charset; empty where it is no text.</summary>
    public ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>The charset <see cref="Text"/> was read as: <c>utf-8</c>, <c>iso-8859-1</c>, <c>utf-16</c>.</summary>
    public string Charset { get; init; } = "utf-8";

    /// <summary>Offset in <see cref="Content"/> of the first byte that is no valid UTF-8; null where all is valid.</summary>
    public long? InvalidAt { get; init; }

    /// <summary>The form to show first.</summary>
    public required BodyForm Suggested { get; init; }

    /// <summary>The content differs from what the broker holds.</summary>
    public bool IsDecoded => Steps.Count > 0;
}
