using Dashboard.Brokers.Kafka.Diagnosis.Groups;

namespace Dashboard.Brokers.Kafka.Groups;

/// <summary>One group summed up over its partitions in one cycle. Immutable: what the list shows and verdicts rest on.</summary>
internal sealed record GroupSummary(GroupFacts Group)
{
    /// <summary>Topics it has committed to, each with the worst state of its partitions.</summary>
    public IReadOnlyDictionary<string, LagState> Topics { get; init; } = new Dictionary<string, LagState>();

    public int Partitions { get; init; }

    /// <summary>Sum of the lag of all partitions; null where that of one is not known. A negative lag counts as none.</summary>
    public long? Lag { get; init; }

    /// <summary>The most of all partitions.</summary>
    public long? MostLag { get; init; }

    /// <summary>Age of the oldest unread message in seconds and how it is known; unknown where that of one lagging partition is.</summary>
    public Behind Behind { get; init; }

    /// <summary>Messages per second over the window; NaN before there is one.</summary>
    public double InPerSecond { get; init; } = double.NaN;

    public double OutPerSecond { get; init; } = double.NaN;

    /// <summary>Until it has caught up, in seconds; NaN where it never does.</summary>
    public double SecondsLeft { get; init; } = double.NaN;

    /// <summary>The worst state of its partitions.</summary>
    public LagState Worst { get; init; }

    /// <summary>When an offset last moved, milliseconds since 1970; 0 where none was seen to.</summary>
    public long MovedAtMs { get; init; }

    /// <summary>Partitions that do not keep up, worst first; at most <see cref="MostTold"/>.</summary>
    public IReadOnlyList<PartitionVerdict> Troubled { get; init; } = [];

    /// <summary>The one partition whose lag grows while the group reads and keeps up with all others of the topic; null where there is no such one.</summary>
    public PartitionVerdict? Lone { get; init; }

    /// <summary>How many partitions are in each state.</summary>
    public required int[] States { get; init; }

    /// <summary>Looks in which it was rebalancing or had changed, and looks in all.</summary>
    public (int Unsettled, int Looks) Rebalances { get; init; }

    /// <summary>Members without a partition, while there are fewer partitions than members; 0 otherwise.</summary>
    public int IdleMembers { get; init; }

    /// <summary>When its offsets were last read, milliseconds since 1970; 0 where they never were.</summary>
    public long ToldAtMs { get; init; }

    /// <summary>Why its offsets could not be read this time: all else is as it was read last. Null where they could.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether commits that change nothing can be told from none; null, or why not.</summary>
    public string? CommitsUnknown { get; init; }

    public const int MostTold = 8;

    public int CountOf(LagState state) => States[(int)state];
}

/// <summary>A verdict and the partition it is about.</summary>
internal sealed record PartitionVerdict(string Topic, int Partition, LagVerdict Verdict, long Committed, long High, long MovedAtMs, Behind Behind, string? ClientId);
