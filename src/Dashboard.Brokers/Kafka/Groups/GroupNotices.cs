using System.Globalization;
using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Groups.Reading;
using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Brokers.Kafka.Lists;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Groups;

/// <summary>Says which groups are shown as they were last told, and which may be missing altogether.</summary>
internal static class GroupNotices
{
    /// <param name="groups">All that are shown.</param>
    /// <param name="silent">Brokers that have not told their groups, by id, with the reason.</param>
    /// <param name="map">Tells which partitions of the offsets' topic have no leader; null where it is not known.</param>
    public static IEnumerable<Notice> Of(IReadOnlyList<GroupSummary> groups, IReadOnlyDictionary<int, Error> silent, ClusterMap? map)
    {
        foreach (var (id, error) in silent.OrderBy(s => s.Key))
        {
            var broker = id.ToString(CultureInfo.InvariantCulture);
            var known = groups.Count(g => g.Group.WhyUntold is not null && (OffsetsTopic.PartitionOf(g.Group.Id, map)?.Leader ?? g.Group.Coordinator) == id);
            yield return new Notice(
                $"groups:{broker}", Tone.Warning, $"Broker {broker} does not tell the consumer groups that it coordinates; {Kept(known)} {error.Reason}", BrokersSection.Id, RowKey.Of(broker));
        }

        foreach (var partition in OffsetsTopic.Leaderless(map))
        {
            var known = groups.Count(g => g.Group.WhyUntold is not null && OffsetsTopic.PartitionOf(g.Group.Id, map)?.Id == partition);
            yield return new Notice(
                $"groups-lost:{partition}", Tone.Warning,
                $"Partition {partition} of {OffsetsTopic.Name} has no leader: the consumer groups that are kept there have no coordinator, and their consumers stand still; {Kept(known)}",
                GroupsSection.Id);
        }

        var unread = groups.Where(g => g.Problem is not null && g.Group.WhyUntold is null).ToList();
        if (unread.Count > 0)
        {
            yield return new Notice(
                "group-offsets-unread",
                Tone.Warning,
                $"The offsets of {unread.Count:N0} of {groups.Count:N0} groups could not be read, {unread[0].Group.Id} among them: {unread[0].Problem}");
        }
    }

    private static string Kept(int known) => known switch
    {
        0 => "none of them is known, and they are missing from the list.",
        1 => "the one that is known is shown as it was last told, others may be missing.",
        _ => $"the {known:N0} that are known are shown as they were last told, others may be missing.",
    };
}
