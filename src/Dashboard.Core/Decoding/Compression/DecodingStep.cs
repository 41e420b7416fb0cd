namespace Dashboard.Core.Decoding.Compression;

/// <summary>One encoding that was undone.</summary>
/// <param name="Encoding">Its name: <c>gzip</c>, <c>deflate</c>, <c>br</c>.</param>
/// <param name="InputBytes">Bytes that went in.</param>
/// <param name="OutputBytes">Bytes that came out, up to the bound.</param>
/// <param name="IsDeclared">The publisher said so; otherwise it was recognised by its first bytes.</param>
public sealed record DecodingStep(string Encoding, long InputBytes, long OutputBytes, bool IsDeclared);
