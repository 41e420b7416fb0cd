using Dashboard.Brokers.Kafka.Diagnosis.Groups;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Groups.Sections;

/// <summary>What each group has committed of each partition. May have hundreds of thousands of rows: columns are filled directly.</summary>
internal static class GroupOffsetsSection
{
    public const string Id = "offsets";

    public static readonly SectionDefinition Definition = new(
        Id,
        "Group offsets",
        "offset",
        [
            Col.Text("partition", "Partition", "The partition that the offset is of.").Letters(5),
            Col.Text("topic", "Topic", "The topic that the group reads.").LinksTo(TopicsSection.Id, "topic").Letters(30),
            Col.Text("group", "Group", "The consumer group that committed.").LinksTo(GroupsSection.Id, "group").Letters(30),
            new ColumnDefinition("status", "Status", ColumnType.Enumeration)
            {
                Help = "How the group does on this partition over the last minutes; sorts by how bad it is.",
                Tones = Enum.GetValues<LagState>().ToDictionary(GroupWords.Of, GroupSignals.ToneOf),
                SortsByTone = true,
            },
            Col.Integer("committed", "Committed", "Offset of the next message the group will read."),
            Col.Integer("high", "High", "Offset of the next message that will be written."),
            Col.Integer("low", "Low", "First offset that can be read.").Hidden(),
            Col.Integer("lag", "Lag", "High minus committed. Negative: the group has committed further than the log reached when it was read; for a moment, or because the topic was made anew.").Totalled(),
            Col.Duration("behind", "Behind", "How long the first message that it has not read has been there."),
            Col.Enumeration("behind_by", "Behind, by", "by timestamp: of that message. interpolated: by when the high watermark was where the group is now. unknown: neither was read yet.", ("unknown", Tone.Unknown)),
            Col.Timestamp("moved_at", "Moved", "When the committed offset was last seen to move."),
            Col.Text("owner", "Owner", "Client id of the member that has the partition.").LinksTo(MembersSection.Id, "group", "member"),
            Col.Text("member", "Member id", "Of that member, as the coordinator gave it.").Hidden(),
            Col.Timestamp("told_at", "Told", "When its group's coordinator last told it; older than the list where that is silent.").Hidden(),
        ])
    {
        KeyColumns = ["group", "topic", "partition"],
        NameColumn = "partition",
        DefaultSort = "lag",
        IsDefaultSortDescending = true,
        EmptyText = "No consumer group has committed an offset, or the configured user may see none.",
    };

    /// <param name="groups">Their tracks, each with who has its partitions.</param>
    /// <param name="now">When they were read.</param>
    public static SectionTable Table(IReadOnlyList<(GroupTrack Track, MemberFacts?[] Owners)> groups, DateTimeOffset now)
    {
        var cells = new Cells(groups.Sum(g => g.Track.Partitions.Length));
        foreach (var (track, owners) in groups)
        {
            var since = Since(track);
            for (var i = 0; i < track.Partitions.Length; i++)
                cells.Add(track, i, owners[i], since);
        }

        return cells.Build(now);
    }

    private static string Since(GroupTrack track)
        => $"Not known: its timestamp was not read yet, and it was written before {DateTimeOffset.FromUnixTimeMilliseconds(track.FirstSeenMs):yyyy-MM-dd HH:mm:ss} UTC, when this group was first watched.";

    private sealed class Cells(int count)
    {
        private readonly RowKey[] _keys = new RowKey[count];
        private readonly string?[] _partition = new string?[count], _topic = new string?[count], _group = new string?[count], _status = new string?[count];
        private readonly string?[] _behindBy = new string?[count], _owner = new string?[count], _member = new string?[count];
        private readonly long[] _committed = new long[count], _high = new long[count], _low = new long[count], _lag = new long[count], _moved = new long[count], _told = new long[count];
        private readonly double[] _behind = new double[count];
        private string?[]? _whyNot;
        private int _row;

        public void Add(GroupTrack track, int i, MemberFacts? owner, string since)
        {
            var (log, row, behind) = (track.Partitions[i], _row++, track.Behind[i]);
            _keys[row] = track.Keys[i];
            (_partition[row], _topic[row], _group[row], _status[row]) = (log.Text, log.Topic, track.Id, GroupWords.Of(track.Problem is null ? track.Verdicts[i].State : LagState.Unknown));
            (_committed[row], _high[row], _low[row], _told[row]) = (OrMissing(track.Committed[i]), OrMissing(track.HighOf(i)), OrMissing(log.Low), track.ToldAtMs);
            _lag[row] = track.LagOf(i) ?? IntegerColumn.Missing;
            _moved[row] = track.MovedAtMs[i] == 0 ? IntegerColumn.Missing : track.MovedAtMs[i];
            (_behind[row], _behindBy[row]) = (behind.Seconds, GroupWords.Of(behind.Source));
            if (double.IsNaN(behind.Seconds))
                (_whyNot ??= new string?[count])[row] = since;
            (_owner[row], _member[row]) = (owner?.ClientId, owner?.Id);
        }

        public SectionTable Build(DateTimeOffset now) => new(
            Definition,
            _keys,
            [
                new TextColumn(_partition), new TextColumn(_topic), new TextColumn(_group), new TextColumn(_status),
                new IntegerColumn(_committed), new IntegerColumn(_high), new IntegerColumn(_low), new IntegerColumn(_lag),
                new NumberColumn(_behind) { MissingReasons = _whyNot }, new TextColumn(_behindBy), new IntegerColumn(_moved), new TextColumn(_owner), new TextColumn(_member), new IntegerColumn(_told),
            ],
            now);

        private static long OrMissing(long offset) => offset < 0 ? IntegerColumn.Missing : offset;
    }
}
