namespace Dashboard.Web.Decoding;

/// <summary>How far a body is taken apart. What exceeds a bound is cut there and said so; it is never an error.</summary>
/// <param name="MaxExpandedBytes">At most this many bytes come out of a decompression: the bound against zip bombs.</param>
/// <param name="MaxLayers">At most this many encodings are undone, one after the other.</param>
/// <param name="MaxJsonNodes">At most this many values of a JSON body are shown as a tree.</param>
/// <param name="MaxJsonDepth">JSON nested deeper than this is shown as text.</param>
public sealed record DecodingLimits(
    int MaxExpandedBytes = 16 * 1024 * 1024,
    int MaxLayers = 3,
    int MaxJsonNodes = 200_000,
    int MaxJsonDepth = 256)
{
    public static readonly DecodingLimits Default = new();
}
