namespace Dashboard.Core.Capabilities;

/// <summary>
/// The part of a log that an operation is about. What is left out sets no bound. Times name offsets: those of the first message that is as late, in
/// each partition; on a log whose publishers set the time, later messages may stand before it.
/// </summary>
public sealed record LogBounds
{
    public static readonly LogBounds None = new();

    /// <summary>Numbers of partitions; empty for all.</summary>
    public IReadOnlyList<int> Partitions { get; init; } = [];

    /// <summary>The first offset that is taken, in each partition.</summary>
    public long? FromOffset { get; init; }

    /// <summary>The last offset that is taken, in each partition.</summary>
    public long? ToOffset { get; init; }

    /// <summary>From the first message that is as late as this.</summary>
    public DateTimeOffset? FromTime { get; init; }

    /// <summary>Up to before the first message that is as late as this.</summary>
    public DateTimeOffset? ToTime { get; init; }

    /// <summary>What is wrong with it, in words; null when nothing is.</summary>
    public string? FindMistake() => this switch
    {
        { FromOffset: < 0 } or { ToOffset: < 0 } => "Offsets count from 0.",
        { FromOffset: { } from, ToOffset: { } to } when from > to => "The first offset is behind the last one.",
        { FromTime: { } from, ToTime: { } to } when from >= to => "The range begins after it ends.",
        { FromOffset: not null, FromTime: not null } => "A range begins at an offset or at a time, not at both.",
        { ToOffset: not null, ToTime: not null } => "A range ends at an offset or at a time, not at both.",
        _ when Partitions.Any(partition => partition is < 0 or > short.MaxValue) => "Partitions are numbers from 0 on.",
        _ => null,
    };

    /// <summary>partitions 1, 3, from offset 100, up to offset 199.</summary>
    public string Describe() => string.Join(", ", Parts());

    private IEnumerable<string> Parts()
    {
        if (Partitions.Count > 0)
            yield return (Partitions.Count == 1 ? "partition " : "partitions ") + string.Join(" ", Partitions.Take(20)) + (Partitions.Count > 20 ? " …" : "");
        if (FromOffset is { } first)
            yield return $"from offset {first}";
        if (FromTime is { } begin)
            yield return $"from {begin.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
        if (ToOffset is { } last)
            yield return $"to offset {last}";
        if (ToTime is { } end)
            yield return $"before {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
    }
}
