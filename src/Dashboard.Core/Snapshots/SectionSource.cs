namespace Dashboard.Core.Snapshots;

/// <summary>
/// One thing a provider reads: usually one or a few requests that fill one section. Sources fail, time out and back off each for
/// itself, so that one refused request never blanks a page.
/// </summary>
/// <param name="Id">Stable name within the connection: <c>queues</c>.</param>
/// <param name="SectionIds">The sections that are marked when it fails.</param>
/// <param name="Period">How often it is read while all is well.</param>
/// <param name="TimeLimit">After this long the read is cancelled and counts as timed out.</param>
/// <param name="ReadAsync">
/// Reads it once. Never called while an earlier call is under way. Throws <see cref="SourceException"/> to say what is wrong; any other exception
/// is reported as unexpected.
/// </param>
public sealed record SectionSource(
    string Id,
    IReadOnlyList<string> SectionIds,
    TimeSpan Period,
    TimeSpan TimeLimit,
    Func<SourceContext, CancellationToken, Task<SourceReading>> ReadAsync)
{
    /// <summary>The connection counts as down when this source fails: the one without which nothing is known.</summary>
    public bool IsEssential { get; init; }
}
