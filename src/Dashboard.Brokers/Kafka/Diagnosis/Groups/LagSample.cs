namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>One look at a partition as a group reads it.</summary>
/// <param name="AtMs">When, milliseconds since 1970.</param>
/// <param name="Committed">Offset of the next message the group will read.</param>
/// <param name="High">Offset of the next message that will be written, read after <paramref name="Committed"/>.</param>
internal readonly record struct LagSample(long AtMs, long Committed, long High)
{
    public long Lag => High - Committed;
}

/// <summary>What is known of a partition and its group beside the samples.</summary>
internal readonly record struct LagFacts()
{
    /// <summary>First offset that can be read; negative where it is not known.</summary>
    public long Low { get; init; } = -1;

    /// <summary>Where the first open transaction begins, as was told last; negative where none was open or it is not known.</summary>
    public long LastStable { get; init; } = -1;

    /// <summary>The group has no member.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>A member has the partition, or it cannot be told whether one has.</summary>
    public bool IsAssigned { get; init; } = true;

    /// <summary>A reader of committed messages found none from the committed offset on: only markers of transactions are left, or what an open one holds back.</summary>
    public bool HasNothingLeft { get; init; }

    public CommitEvidence Commits { get; init; }

    /// <summary>Age of the first message it has not read, in seconds; NaN where it is not known.</summary>
    public double BehindSeconds { get; init; } = double.NaN;

    /// <summary>After so many seconds the topic deletes messages; NaN where it does not, or where it is not known.</summary>
    public double RetentionSeconds { get; init; } = double.NaN;
}

/// <summary>What is known of commits that leave the offset where it is.</summary>
internal enum CommitEvidence : byte
{
    /// <summary>Commits were not watched over the whole window.</summary>
    NotWatched,

    /// <summary>Watched over the whole window, and there was none.</summary>
    None,

    /// <summary>There were some within the window.</summary>
    Seen,
}
