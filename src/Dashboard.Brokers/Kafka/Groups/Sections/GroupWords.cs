using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Diagnosis.Groups;

namespace Dashboard.Brokers.Kafka.Groups.Sections;

/// <summary>How lists call what is known of groups.</summary>
internal static class GroupWords
{
    private static readonly string[] States = [.. Enum.GetValues<LagState>().Select(Spoken)];

    public static string Of(LagState state) => States[(int)state];

    public static string Of(GroupState state) => state switch
    {
        GroupState.Stable => "stable",
        GroupState.PreparingRebalance => "preparing rebalance",
        GroupState.CompletingRebalance => "completing rebalance",
        GroupState.Assigning => "assigning",
        GroupState.Reconciling => "reconciling",
        GroupState.Empty => "empty",
        GroupState.Dead => "dead",
        _ => "unknown",
    };

    public static string? Of(GroupKind kind) => kind switch
    {
        GroupKind.Classic => "classic",
        GroupKind.Consumer => "consumer",
        _ => null,
    };

    public static string? Of(BehindSource source) => source switch
    {
        BehindSource.Timestamp => "by timestamp",
        BehindSource.Interpolated => "interpolated",
        BehindSource.Unknown => "unknown",
        _ => null,
    };

    public static string TrendOf(GroupSummary summary) => summary switch
    {
        { Lag: null } => "unknown",
        { Lag: 0 } => "none",
        _ when summary.CountOf(LagState.Growing) > 0 => "growing",
        _ when summary.CountOf(LagState.CatchingUp) > 0 => "falling",
        _ when summary.InPerSecond > 0 && summary.OutPerSecond <= 0 => "growing",
        _ => "steady",
    };

    /// <summary><c>orders 0-2, 5; clicks 1</c>.</summary>
    public static string Of(IReadOnlyList<TopicPartition> partitions)
        => string.Join("; ", partitions.GroupBy(p => p.Topic).Select(topic => $"{topic.Key} {RangesOf([.. topic.Select(p => p.Partition.Value)])}"));

    private static string RangesOf(List<int> numbers)
    {
        var ranges = new List<string>();
        for (var i = 0; i < numbers.Count; i++)
        {
            var from = i;
            while (i + 1 < numbers.Count && numbers[i + 1] == numbers[i] + 1)
                i++;
            ranges.Add(i == from ? $"{numbers[i]}" : $"{numbers[from]}-{numbers[i]}");
        }

        return string.Join(", ", ranges);
    }

    private static string Spoken(LagState state) => state switch
    {
        LagState.Ok => "ok",
        LagState.CatchingUp => "catching up",
        LagState.Steady => "steady lag",
        LagState.WaitsForTransaction => "waits for transaction",
        LagState.Growing => "growing",
        LagState.NotAssigned => "not assigned",
        LagState.Rewound => "rewound",
        LagState.AheadOfLog => "ahead of log",
        LagState.NotMoving => "not moving",
        LagState.Stalled => "stalled",
        LagState.Stopped => "stopped",
        LagState.EmptyWithLag => "empty with lag",
        LagState.SoonLost => "soon lost",
        LagState.Lost => "lost",
        _ => "unknown",
    };
}
