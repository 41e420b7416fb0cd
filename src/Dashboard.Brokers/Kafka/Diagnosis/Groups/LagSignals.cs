using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>The signals that a state of partitions makes.</summary>
internal static class LagSignals
{
    public static readonly IReadOnlyList<LagSignal> All =
    [
        new(LagState.Lost, new("group-lost", "lost", Tone.Bad, "The committed offset lies before the log's first: what lay between was deleted unread.") { HoldDown = TimeSpan.Zero },
            (group, which, count) => $"{GroupSay.Messages(which.Sum(w => w.Verdict.Lost))} of {GroupSay.Where(group, which, count)} were deleted before it read them.",
            (group, _) => new("Its consumers go on where auto.offset.reset says. Keep messages for longer, or have it read faster.", GroupSay.ToOffsets(group))),
        new(LagState.SoonLost, new("group-soon-lost", "soon lost", Tone.Bad, "The first message it has not read has three quarters of the topic's retention behind it."),
            (group, which, count) => $"the oldest unread message of {GroupSay.Where(group, which, count)} {Until(which[0].Verdict.SecondsLeft)}.",
            (group, _) => new("Raise retention.ms of the topic until the group has caught up.", GroupSay.ToOffsets(group))),
        new(LagState.EmptyWithLag, new("group-empty", "empty with lag", Tone.Warning, "It has no member, and messages it has not read.") { HoldDown = TimeSpan.FromSeconds(30) },
            (group, _, _) => $"{GroupSay.Messages(group.Lag ?? 0)} unread, and the group has no member.",
            (group, _) => new("Start its consumers. If it is not needed any more, delete it.", GroupSay.ToOffsets(group))),
        new(LagState.Stopped, new("group-stopped", "stopped", Tone.Bad, "No commit for the whole window while messages wait; commits are known by following __consumer_offsets."),
            (group, which, count) => $"no commit on {GroupSay.Where(group, which, count)} for {Still(which[0])} with {GroupSay.Messages(which.Sum(w => w.Verdict.Lag))} unread.",
            (group, _) => new("See whether its consumers hang in one message: their threads, what they wait for.", GroupSay.ToMembers(group))),
        new(LagState.Stalled, new("group-stalled", "stalled", Tone.Bad, "It commits, and the offset stays where it is while messages wait."),
            (group, which, count) => $"commits the same offset of {GroupSay.Where(group, which, count)} for {Still(which[0])} with {GroupSay.Messages(which.Sum(w => w.Verdict.Lag))} unread{Others(group, count)}.",
            (_, worst) => new($"Look at the message at offset {worst.Committed:N0}: it is likely one that cannot be processed.", GroupSay.ToMessage(worst))),
        new(LagState.NotMoving, new("group-not-moving", "not moving", Tone.Bad, "The offset stands still while messages wait; whether it commits is not known, because __consumer_offsets is not followed over the whole window."),
            (group, which, count) => $"the offset of {GroupSay.Where(group, which, count)} stands still for {Still(which[0])} with {GroupSay.Messages(which.Sum(w => w.Verdict.Lag))} unread{Others(group, count)}. Stopped or stalled cannot be told: {group.CommitsUnknown ?? "commits were not watched for long enough."}",
            (_, worst) => new($"See whether its consumers hang, and look at the message at offset {worst.Committed:N0}.", GroupSay.ToMessage(worst))),
        new(LagState.AheadOfLog, new("group-ahead", "ahead of log", Tone.Warning, "It has committed an offset beyond the end of the log, and not only for a moment."),
            (group, which, count) => $"has committed {which[0].Committed:N0} where the log of {GroupSay.Where(group, which, count)} ends at {which[0].High:N0}: the topic was made anew, or has lost messages.",
            (group, _) => new("Messages up to its offset will not be read. Stop its consumers and reset its offsets.", GroupSay.ToOffsets(group))),
        new(LagState.Rewound, new("group-rewound", "rewound", Tone.Warning, "Its offset was set back, and its lag does not become less."),
            (group, which, count) => $"the offset of {GroupSay.Where(group, which, count)} was set back by {Figures.Count(which[0].Verdict.SetBack)}, and it is not catching up.",
            (group, _) => new("If nobody has reset it, see why its consumers commit older offsets.", GroupSay.ToMembers(group))),
        new(LagState.NotAssigned, new("group-not-assigned", "not assigned", Tone.Warning, "No member has the partition, while the group has members and messages wait.") { HoldDown = TimeSpan.FromSeconds(30) },
            (group, which, count) => $"none of its {Figures.Plural(group.Group.Members.Count, "member")} has {GroupSay.Where(group, which, count)}, with {GroupSay.Messages(which.Sum(w => w.Verdict.Lag))} unread.",
            (group, _) => new("If it is not to read the topic any more, delete its offsets of it; else see what its consumers subscribe to.", GroupSay.ToMembers(group))),
        new(LagState.Growing, new("group-growing", "growing", Tone.Warning, "It reads, and its lag grows over the window; a dip does not hide that."),
            (group, which, count) => $"its lag on {GroupSay.Where(group, which, count)} grows: {GroupSay.Rate(which.Sum(w => w.Verdict.InPerSecond))} written, {GroupSay.Rate(which.Sum(w => w.Verdict.OutPerSecond))} read, {GroupSay.Messages(which.Sum(w => w.Verdict.Lag))} behind.",
            (group, _) => new("Add consumers, up to one for each partition, or make them faster.", GroupSay.ToMembers(group))),
        new(LagState.WaitsForTransaction, new("group-waits", "waits for transaction", Tone.Warning, "It has read all that is committed and waits before a transaction that is open.") { HoldDown = TimeSpan.FromSeconds(60) },
            (group, which, count) => $"waits before an open transaction on {GroupSay.Where(group, which, count)} with {GroupSay.Messages(which.Sum(w => w.Verdict.Lag))} behind it.",
            (_, worst) => new("Find the producer whose transaction is open; the broker ends it when its time is over.", GroupSay.ToPartition(worst))),
        new(LagState.Steady, new("group-steady", "steady lag", Tone.Info, "It is behind by more than it reads in the window, and stays so.") { HoldDown = TimeSpan.FromSeconds(60) },
            (group, which, count) => $"keeps its distance on {GroupSay.Where(group, which, count)}: {GroupSay.Messages(group.Lag ?? 0)} behind, {GroupSay.Rate(group.OutPerSecond)} read.",
            (group, _) => new("Nothing, unless it should be nearer to the end.", GroupSay.ToOffsets(group))),
        new(LagState.CatchingUp, new("group-catching-up", "catching up", Tone.Info, "It is behind, and its lag becomes less.") { HoldDown = TimeSpan.FromSeconds(30) },
            (group, which, count) => $"catches up on {GroupSay.Where(group, which, count)}: {GroupSay.Messages(group.Lag ?? 0)} behind, {Left(group.SecondsLeft)}{(which[0].Verdict.SetBack > 0 ? $" after it was set back by {Figures.Count(which[0].Verdict.SetBack)}" : "")}.",
            (group, _) => new("Nothing.", GroupSay.ToOffsets(group))),
    ];

    private static string Still(PartitionVerdict one)
        => one.Verdict.Covered.TotalSeconds is > 0 and var seconds ? Figures.Duration(seconds) + " and more" : "a while";

    private static string Others(GroupSummary group, int count)
        => group.Partitions > count && group.CountOf(LagState.Ok) == group.Partitions - count ? $"; it keeps up with the other {Figures.Count(group.Partitions - count)}" : "";

    private static string Until(double seconds) => seconds > 0 ? $"is deleted in about {Figures.Duration(seconds)}" : "may be deleted at any time";

    private static string Left(double seconds) => double.IsNaN(seconds) ? "how long it takes is not known" : $"about {Figures.Duration(seconds)} to go";
}
