namespace Dashboard.Core.Decoding.Compression;

/// <summary>A body with its encodings undone, as far as they could be.</summary>
/// <param name="Content">The bytes; the body itself where nothing was undone.</param>
/// <param name="IsCut">There is more content than this: the body was cut, or a bound was reached.</param>
/// <param name="Steps">Encodings that were undone, outermost first.</param>
/// <param name="Problem">Why an encoding could not be undone (wholly), in words; null where all went well.</param>
public sealed record ExpandedBody(ReadOnlyMemory<byte> Content, bool IsCut, IReadOnlyList<DecodingStep> Steps, string? Problem)
{
    /// <summary>The encoding that the content still has, because nothing came out of it; null for none.</summary>
    public string? NotUndone { get; init; }

    /// <summary>The publisher said so; otherwise it was recognised by its first bytes.</summary>
    public bool IsNotUndoneDeclared { get; init; }
}
