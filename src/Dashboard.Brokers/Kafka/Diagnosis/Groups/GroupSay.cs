using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>Words that several signals about groups use.</summary>
internal static class GroupSay
{
    /// <summary><c>partition 3 of orders</c>, or <c>4 of 6 partitions</c>.</summary>
    public static string Where(GroupSummary group, IReadOnlyList<PartitionVerdict> which, int count)
        => count == 1 && which is [var only, ..] ? $"partition {only.Partition} of {only.Topic}" : $"{Figures.Count(count)} of {Figures.Count(group.Partitions)} partitions";

    /// <summary><c>1 message</c>, <c>4,212 messages</c>.</summary>
    public static string Messages(double count) => Figures.Plural(count, "message");

    public static string Rate(double perSecond) => Figures.Write(ColumnType.Rate, perSecond, withUnit: true);

    /// <summary>The figures of the worst partition.</summary>
    public static IReadOnlyList<Evidence> EvidenceOf(GroupSummary group, IReadOnlyList<PartitionVerdict> which)
    {
        var evidence = new List<Evidence> { new("Lag", group.Lag is { } lag ? Figures.Count(lag) : Figures.Unknown) };
        if (!double.IsNaN(group.Behind.Seconds) && group.Behind.Source is not BehindSource.Nothing)
            evidence.Add(new("Behind", $"{Figures.Duration(group.Behind.Seconds)}, {GroupWords.Of(group.Behind.Source)}"));
        foreach (var one in which.Take(4))
            evidence.Add(new($"{one.Topic} {one.Partition}", $"at {one.Committed:N0} of {one.High:N0}, {Figures.Count(one.Verdict.Lag)} behind{(one.ClientId is { } client ? $", {client}" : "")}"));
        if (which is [var worst, ..] && !double.IsNaN(worst.Verdict.InPerSecond))
        {
            evidence.Add(new("Written", Rate(group.InPerSecond)));
            evidence.Add(new("Read", Rate(group.OutPerSecond)));
            evidence.Add(new("Watched over", Figures.Duration(worst.Verdict.Covered.TotalSeconds)));
        }

        return evidence;
    }

    public static FindingTarget ToOffsets(GroupSummary group) => new($"Offsets of {group.Group.Id}", GroupsSection.Id, RowKey.Of(group.Group.Id), "offsets");

    public static FindingTarget ToMembers(GroupSummary group) => new($"Members of {group.Group.Id}", GroupsSection.Id, RowKey.Of(group.Group.Id), "members");

    /// <summary>The message that the group stands before.</summary>
    public static FindingTarget ToMessage(PartitionVerdict one)
        => new($"Message {one.Partition}:{one.Committed:N0} of {one.Topic}", TopicsSection.Id, RowKey.Of(one.Topic)) { Message = new LogPosition(one.Partition, one.Committed) };

    public static FindingTarget ToPartition(PartitionVerdict one)
        => new($"Partition {one.Partition} of {one.Topic}", PartitionsSection.Id, RowKey.Of(one.Topic, one.Partition.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
