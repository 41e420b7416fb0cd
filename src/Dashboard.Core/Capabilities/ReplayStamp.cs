namespace Dashboard.Core.Capabilities;

/// <summary>
/// What is written on each copy a job makes: <c>x-replay-id</c> = <c>{JobId}/{Sequence}</c>, and how often the message was replayed in all.
/// </summary>
/// <param name="JobId">The job.</param>
/// <param name="Sequence">The message's number in the job, from 1.</param>
/// <param name="KeepExpiration">Restore the per-message TTL, which would otherwise let the copy expire again at once.</param>
public readonly record struct ReplayStamp(string JobId, long Sequence, bool KeepExpiration)
{
    /// <summary>The copy has the time of the original; otherwise the time it is sent, and the original's is remembered. Where the broker keeps a time.</summary>
    public bool KeepTimestamp { get; init; }

    /// <summary>The copy goes to the partition of the original's number; otherwise its key decides. Where the target has partitions.</summary>
    public bool KeepPartition { get; init; }

    public string ReplayId => $"{JobId}/{Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}
