using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Diagnosis.Groups;
using Dashboard.Brokers.Kafka.Groups.Reading;

namespace Dashboard.Brokers.Kafka.Groups;

/// <summary>Works out age, verdict and owner of each partition of a group, and sums them up.</summary>
internal sealed class GroupJudging(FirstUnread unread, CommitTail tail, LagWindow window)
{
    private readonly LagSample[] _samples = new LagSample[window.Samples];

    /// <summary>One group. Writes verdicts and ages into the track.</summary>
    /// <returns>The summary, and who has each partition, in the order of the track; null for nobody.</returns>
    public (GroupSummary Summary, MemberFacts?[] Owners) Judge(GroupFacts group, GroupTrack track, RebalanceRecord rebalances, DateTimeOffset now)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var owners = OwnersOf(group, track);
        var areOwnersKnown = group.AreMembersKnown && group.Members.All(m => m.Assignment is not null) && group.State == GroupState.Stable;
        var states = new int[Enum.GetValues<LagState>().Length];
        var sum = new Sum();
        for (var i = 0; i < track.Partitions.Length; i++)
        {
            track.Behind[i] = BehindOf(track, i, nowMs);
            track.Verdicts[i] = VerdictOf(group, track, i, !areOwnersKnown || owners[i] is not null);
            states[(int)track.Verdicts[i].State]++;
            sum.Add(track, i);
        }

        var troubled = TroubledOf(track, owners);
        return (new GroupSummary(group)
        {
            Topics = TopicsOf(track),
            Partitions = track.Partitions.Length,
            Lag = sum.IsKnown && track.ToldAtMs > 0 ? sum.Lag : null,
            MostLag = sum.IsKnown && track.ToldAtMs > 0 ? sum.Most : null,
            Behind = sum.Behind,
            InPerSecond = track.Samples == 0 ? double.NaN : sum.In,
            OutPerSecond = track.Samples == 0 ? double.NaN : sum.Out,
            SecondsLeft = sum.SecondsLeft,
            Worst = (LagState)Math.Max(0, Array.FindLastIndex(states, count => count > 0)),
            MovedAtMs = track.MovedAtMs.Length == 0 ? 0 : track.MovedAtMs.Max(),
            Troubled = troubled,
            Lone = LoneOf(track, troubled, states),
            States = states,
            Rebalances = (rebalances.Unsettled, rebalances.Count),
            IdleMembers = IdleOf(group, areOwnersKnown),
            ToldAtMs = track.ToldAtMs,
            Problem = track.Problem,
            CommitsUnknown = tail.Problem,
        }, owners);
    }

    /// <summary>Offsets whose first unread message would tell the age of a lag, the most wanted first.</summary>
    public static IReadOnlyList<(PartitionLog Log, long Offset)> Wanted(IEnumerable<GroupTrack> tracks, IReadOnlySet<string> lookedAt, int most)
        => [.. tracks
            .SelectMany(track => Enumerable.Range(0, track.Partitions.Length).Where(i => track.LagOf(i) > 0 && track.Committed[i] >= track.Partitions[i].Low && !IsBeyondSight(track, i)).Select(i => (Track: track, I: i)))
            .OrderByDescending(one => lookedAt.Contains(one.Track.Id))
            .ThenByDescending(one => one.Track.Behind.Length > one.I && one.Track.Behind[one.I].Source == BehindSource.Unknown)
            .ThenByDescending(one => one.Track.Verdicts.Length > one.I && one.Track.Verdicts[one.I].State >= LagState.Growing)
            .Select(one => (one.Track.Partitions[one.I], one.Track.Committed[one.I]))
            .Take(most)];

    private LagVerdict VerdictOf(GroupFacts group, GroupTrack track, int i, bool isAssigned)
    {
        var log = track.Partitions[i];
        var count = track.WindowOf(i, _samples);

        // Most partitions have no lag: nothing to work out.
        if (track.LagOf(i) is null)
            return new LagVerdict(LagState.Unknown);
        if (count == 0)
            return new LagVerdict(LagState.Ok);
        var lag = track.LagOf(i);
        var began = _samples[0].AtMs;
        return LagJudge.Of(_samples.AsSpan(0, count), new LagFacts
        {
            Low = log.Low,
            LastStable = log.LastStable,
            IsEmpty = group.IsEmpty,
            IsAssigned = isAssigned,
            HasNothingLeft = track.Behind[i].Source == BehindSource.Nothing && lag > 0,
            Commits = lag > 0 && _samples[0].Committed == track.Committed[i] ? tail.EvidenceSince(track.Id, log.Topic, log.Partition, began) : CommitEvidence.NotWatched,
            BehindSeconds = track.Behind[i].Seconds,
            RetentionSeconds = log.RetentionSeconds,
        });
    }

    private Behind BehindOf(GroupTrack track, int i, long nowMs)
    {
        var (log, lag) = (track.Partitions[i], track.LagOf(i));
        if (lag is null)
            return new Behind(double.NaN, BehindSource.Unknown);
        if (lag <= 0)
            return new Behind(0, BehindSource.Nothing);
        if (unread.Of(log, track.Committed[i]) is { } read)
        {
            if (read.AtMs is { } at)
                return new Behind(Math.Max(0, nowMs - at) / 1000.0, BehindSource.Timestamp);
            if (read.HoldsFor(log) && !IsBeyondSight(track, i))
                return new Behind(0, BehindSource.Nothing);
        }

        return log.Past?.WrittenAt(track.Committed[i]) is { } written
            ? new Behind(Math.Max(0, nowMs - written) / 1000.0, BehindSource.Interpolated)
            : new Behind(double.NaN, BehindSource.Unknown);
    }

    /// <summary>First unread messages are read as committed ones are: of what lies beyond an open transaction nothing is seen.</summary>
    private static bool IsBeyondSight(GroupTrack track, int i) => track.Partitions[i].LastStable is >= 0 and var stable && track.Committed[i] > stable;

    private static MemberFacts?[] OwnersOf(GroupFacts group, GroupTrack track)
    {
        var owners = new MemberFacts?[track.Partitions.Length];
        if (group.Members.Count == 0 || owners.Length == 0)
            return owners;
        var byPartition = new Dictionary<TopicPartition, MemberFacts>(owners.Length);
        foreach (var member in group.Members)
        {
            foreach (var partition in member.Assignment ?? [])
                byPartition[partition] = member;
        }

        for (var i = 0; i < owners.Length; i++)
            owners[i] = byPartition.GetValueOrDefault(new TopicPartition(track.Partitions[i].Topic, track.Partitions[i].Partition));
        return owners;
    }

    private static Dictionary<string, LagState> TopicsOf(GroupTrack track)
    {
        var topics = new Dictionary<string, LagState>(StringComparer.Ordinal);
        for (var i = 0; i < track.Partitions.Length; i++)
        {
            var topic = track.Partitions[i].Topic;
            if (!topics.TryGetValue(topic, out var worst) || track.Verdicts[i].State > worst)
                topics[topic] = track.Verdicts[i].State;
        }

        return topics;
    }

    private static PartitionVerdict? LoneOf(GroupTrack track, IReadOnlyList<PartitionVerdict> troubled, int[] states)
    {
        if (states[(int)LagState.Growing] != 1 || troubled.FirstOrDefault(t => t.Verdict.State == LagState.Growing) is not { } lone)
            return null;
        var (others, reads) = (0, false);
        for (var i = 0; i < track.Partitions.Length; i++)
        {
            if (track.Partitions[i].Topic != lone.Topic || track.Partitions[i].Partition == lone.Partition)
                continue;
            if (track.Verdicts[i].State is not (LagState.Ok or LagState.CatchingUp))
                return null;
            others++;
            reads |= track.Verdicts[i].OutPerSecond > 0;
        }

        return others >= 2 && reads ? lone : null;
    }

    private static int IdleOf(GroupFacts group, bool areOwnersKnown)
        => areOwnersKnown && group.Members.Count > 1 && group.Members.Any(m => m.Assignment!.Count > 0) ? group.Members.Count(m => m.Assignment!.Count == 0) : 0;

    private static IReadOnlyList<PartitionVerdict> TroubledOf(GroupTrack track, MemberFacts?[] owners)
    {
        List<int>? troubled = null;
        for (var i = 0; i < track.Verdicts.Length; i++)
        {
            if (track.Verdicts[i].State > LagState.Ok)
                (troubled ??= []).Add(i);
        }

        if (troubled is null)
            return [];
        return
        [
            .. troubled.OrderByDescending(i => track.Verdicts[i].State).ThenByDescending(i => track.Verdicts[i].Lag).Take(GroupSummary.MostTold)
                .Select(i => new PartitionVerdict(
                    track.Partitions[i].Topic, track.Partitions[i].Partition, track.Verdicts[i], track.Committed[i], track.HighOf(i), track.MovedAtMs[i], track.Behind[i], owners[i]?.ClientId)),
        ];
    }

    /// <summary>What is added up over the partitions of a group.</summary>
    private struct Sum()
    {
        public bool IsKnown { get; private set; } = true;

        public long Lag { get; private set; }

        public long Most { get; private set; }

        public double In { get; private set; }

        public double Out { get; private set; }

        public double SecondsLeft { get; private set; }

        public Behind Behind { get; private set; } = new(0, BehindSource.Nothing);

        public void Add(GroupTrack track, int i)
        {
            if (track.LagOf(i) is not { } lag)
            {
                // A partition without a commit has no lag; one without a watermark has one that is not known.
                IsKnown &= track.Committed[i] < 0;
                return;
            }

            Lag += Math.Max(0, lag);
            Most = Math.Max(Most, lag);
            var verdict = track.Verdicts[i];
            In += double.IsNaN(verdict.InPerSecond) ? 0 : verdict.InPerSecond;
            Out += double.IsNaN(verdict.OutPerSecond) ? 0 : verdict.OutPerSecond;
            if (lag <= 0)
                return;
            if (verdict.State > LagState.Ok)
                SecondsLeft = Math.Max(SecondsLeft, verdict.SecondsLeft);
            var behind = track.Behind[i];
            if (behind.Source == BehindSource.Unknown || (Behind.Source != BehindSource.Unknown && behind.Seconds > Behind.Seconds))
                Behind = behind;
        }
    }
}
