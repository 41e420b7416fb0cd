using Dashboard.Brokers.Kafka.Diagnosis.Groups;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Groups.Sections;

/// <summary>Consumer groups, one row each, summed up over their partitions.</summary>
internal static class GroupsSection
{
    public const string Id = "groups";

    public static readonly SectionDefinition Definition = new(
        Id,
        "Consumer groups",
        "consumer group",
        [
            Col.Text("group", "Group", "Its id (group.id); consumers that share it share the work."),
            GroupSignals.VerdictOf(Id),
            Col.Enumeration(
                "state", "State", "As its coordinator tells it.",
                ("preparing rebalance", Tone.Warning), ("completing rebalance", Tone.Warning), ("assigning", Tone.Warning), ("reconciling", Tone.Warning),
                ("empty", Tone.Neutral), ("dead", Tone.Neutral), ("unknown", Tone.Unknown)),
            Col.Integer("members", "Members", "Consumers in the group now."),
            Col.Integer("topics", "Topics", "Topics it has committed offsets of."),
            Col.Integer("partitions", "Partitions", "Partitions it has committed offsets of.").Hidden(),
            Col.Integer("lag", "Lag", "Messages it has not read: high watermark minus committed offset, summed up over its partitions. Markers of transactions and messages that compaction removed count too.").History().Totalled(),
            Col.Integer("lag_max", "Most lag", "The most of all its partitions.").Hidden(),
            Col.Duration("behind", "Behind", "How long the oldest message that it has not read has been there. behind_by says how that is known.").History(),
            Col.Text("behind_by", "Behind, by", "by timestamp: of the first unread message. interpolated: by when the high watermark was where the group is now. unknown: neither was read yet.").Hidden(),
            Col.Enumeration("trend", "Trend", "How the lag goes over the last minutes; dips do not hide growth.", ("growing", Tone.Warning), ("falling", Tone.Good), ("unknown", Tone.Unknown)),
            Col.Rate("in", "In", "Messages written per second to its partitions, over the last minutes; only while it is or was behind.").History(),
            Col.Rate("out", "Out", "Messages it read per second by the movement of its offsets, over the last minutes; only while it is or was behind.").History(),
            Col.Duration("time_left", "Time left", "Until it has caught up if all goes on as over the last minutes.").Hidden(),
            Col.Timestamp("moved_at", "Moved", "When an offset of it was last seen to move."),
            Col.Enumeration("type", "Protocol", "classic, or consumer for that of KIP-848, whose members are asked for in turns."),
            Col.Text("assignor", "Assignor", "How partitions are given to members.").Hidden(),
            Col.Text("coordinator", "Coordinator", "Broker id.").LinksTo(BrokersSection.Id, "coordinator").Hidden(),
            Col.Timestamp("told_at", "Told", "When its offsets were last read; older than the list where its coordinator is silent: then all of the row is of that time.").Hidden(),
        ])
    {
        KeyColumns = ["group"],
        NameColumn = "group",
        DefaultSort = "lag",
        IsDefaultSortDescending = true,
        EmptyText = "No consumer group has committed an offset, or the configured user may see none.",
        Relations =
        [
            Col.Relation("offsets", "Offsets", GroupOffsetsSection.Id, "It has committed no offset.", ("group", "group")) with { Strip = new StripDefinition("lag", "status") },
            Col.Relation("members", "Members", MembersSection.Id, "It has no member.", ("group", "group")),
        ],
    };

    public static SectionTable Table(IReadOnlyList<GroupSummary> groups, DateTimeOffset now)
    {
        var table = new SectionTableBuilder(Definition, groups.Count);
        foreach (var summary in groups)
        {
            var group = summary.Group;
            var isKnown = summary.ToldAtMs > 0;
            table.Row(RowKey.Of(group.Id))
                .Set("group", group.Id)
                .Set("state", GroupWords.Of(group.WhyUntold is null ? group.State : GroupState.Unknown))
                .Set("members", group.AreMembersKnown ? group.Members.Count : (long?)null)
                .Set("topics", isKnown ? summary.Topics.Count : (long?)null)
                .Set("partitions", isKnown ? summary.Partitions : (long?)null)
                .Set("lag", summary.Lag)
                .Set("lag_max", summary.MostLag)
                .Set("behind", summary.Behind.Seconds)
                .Set("behind_by", GroupWords.Of(summary.Behind.Source))
                .Set("trend", GroupWords.TrendOf(summary))
                .Set("in", summary.InPerSecond)
                .Set("out", summary.OutPerSecond)
                .Set("time_left", summary.Lag > 0 ? summary.SecondsLeft : 0)
                .Set("moved_at", summary.MovedAtMs == 0 ? null : summary.MovedAtMs)
                .Set("type", GroupWords.Of(group.Kind))
                .Set("assignor", group.Assignor)
                .Set("coordinator", group.Coordinator?.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .Set("told_at", isKnown ? summary.ToldAtMs : (long?)null);
        }

        return table.Build(now);
    }
}
