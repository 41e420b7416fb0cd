namespace Dashboard.Core.Decoding;

/// <summary>How far a payload is taken apart. What exceeds a bound is an error that names it: counts inside a payload are never believed.</summary>
/// <param name="MaxDepth">Values nested deeper than this are refused.</param>
/// <param name="MaxOutputBytes">At most this much JSON is made of one payload.</param>
/// <param name="MaxExpandedBytes">At most this many bytes come out of a decompression.</param>
/// <param name="MaxValues">At most this many values of a payload are held at a time.</param>
public sealed record PayloadLimits(
    int MaxDepth = 64,
    int MaxOutputBytes = 16 * 1024 * 1024,
    int MaxExpandedBytes = 16 * 1024 * 1024,
    int MaxValues = 500_000)
{
    public static readonly PayloadLimits Default = new();
}
