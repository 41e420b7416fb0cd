using System.Runtime.CompilerServices;
using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Groups.Reading;
using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Brokers.Kafka.Lists;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Groups;

/// <summary>
/// Groups, members and offsets in one cycle: all groups and members from two requests a broker, two requests for the offsets of each group, then one
/// request a leader for the watermarks of the partitions in use, so that these are the newer ones. A broker that is silent for longer than one cycle holds up
/// none of the others.
/// </summary>
internal sealed class GroupsSource(KafkaClients clients, ClusterState state, TimeProvider time, LagWindow window) : IAsyncDisposable
{
    /// <summary>The summaries that a table of groups was made of: what verdicts rest on goes with the snapshot it belongs to.</summary>
    private static readonly ConditionalWeakTable<SectionTable, IReadOnlyList<GroupSummary>> Summaries = [];

    private readonly GroupListing _listing = new(clients);
    private readonly GroupCommits _committed = new(clients);
    private readonly LeaderEnds _ends = new(clients);
    private readonly FirstUnread _unread = new(clients);
    private readonly CommitTail _tail = new(clients, time);
    private readonly GroupBook _book = new(window);

    /// <summary>The summaries of a table as this source gave it, row by row; none for any other.</summary>
    public static IReadOnlyList<GroupSummary> SummariesOf(SectionTable table) => Summaries.TryGetValue(table, out var found) ? found : [];

    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        if (state.Map is { } map)
            _tail.Follow(map);
        try
        {
            var lookedAt = LookedAt(context);
            var groups = await _listing.ReadAsync(lookedAt, state.Map, cancellationToken);
            var committed = await _committed.ReadAsync([.. groups.Where(g => g.WhyUntold is null)], hurries: _listing.Silent.Count > 0, cancellationToken);
            _book.Take(groups, _listing.IsOfNow, committed, context.Now);
            await ReadHighsAsync(context.Now, cancellationToken);
            _book.TakeRetention(state.TopicConfigs);
            var reading = Reading(groups, context.Now);
            _unread.Want(GroupJudging.Wanted(_book.Tracks.Values, lookedAt, 4 * FirstUnread.MostAtOnce));
            return reading;
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.OfReading(failed, clients.Fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _unread.DisposeAsync();
        await _tail.DisposeAsync();
    }

    private static HashSet<string> LookedAt(SourceContext context)
        => new[] { GroupsSection.Id, MembersSection.Id, GroupOffsetsSection.Id }
            .SelectMany(section => context.LookedAtIn(section).Take(200))
            .Select(key => key.Parts[0])
            .ToHashSet(StringComparer.Ordinal);

    private async Task ReadHighsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var map = state.Map;
        var asked = _book.Logs.Select(l => (Leader: LeaderOf(l, map), At: new TopicPartition(l.Topic, l.Partition))).Where(l => l.Leader is not null).ToLookup(l => l.Leader!.Value, l => l.At);
        _book.Take(await _ends.ReadAsync(asked, _listing.Silent.ContainsKey, cancellationToken), state.Watermarks, now);
    }

    /// <summary>Who is to be asked: null of a partition whose leader is gone, which keeps what was known of it, and of one that is gone itself; one for all where nothing is known.</summary>
    private static int? LeaderOf(PartitionLog log, ClusterMap? map)
        => map is null ? -1 : map.Topic(log.Topic)?.Partitions.ElementAtOrDefault(log.Partition) is { HasLeader: true } partition ? partition.Leader : null;

    private SourceReading Reading(IReadOnlyList<GroupFacts> groups, DateTimeOffset now)
    {
        var judging = new GroupJudging(_unread, _tail, window);
        var (summaries, offsets) = (new List<GroupSummary>(groups.Count), new List<(GroupTrack, MemberFacts?[])>(groups.Count));
        var lags = new Dictionary<(string, string), long>();
        foreach (var group in groups)
        {
            var track = _book.Tracks[group.Id];
            var (summary, owners) = track is { Problem: { } problem, Judged: { } last }
                ? (last.Summary with { Group = group, Problem = problem }, last.Owners)
                : judging.Judge(group, track, _book.RebalancesOf(group.Id), now);
            if (track.Problem is null)
                track.Judged = (summary, owners);
            summaries.Add(summary);
            offsets.Add((track, owners));
            for (var i = 0; i < owners.Length; i++)
            {
                if (owners[i] is { } owner && track.LagOf(i) is { } lag)
                    lags[(group.Id, owner.Id)] = lags.GetValueOrDefault((group.Id, owner.Id)) + Math.Max(0, lag);
            }
        }

        var table = GroupsSection.Table(summaries, now);
        Summaries.AddOrUpdate(table, summaries);
        return new SourceReading
        {
            Tables = [table, MembersSection.Table(summaries, lags, now), GroupOffsetsSection.Table(offsets, now)],
            Figures = [.. Sums(summaries)],
            Notices = [.. GroupNotices.Of(summaries, _listing.Silent, state.Map)],
        };
    }

    private static IEnumerable<Figure> Sums(List<GroupSummary> groups)
    {
        var untold = groups.Count(g => g.Problem is not null);
        var note = untold == 0 ? null : $"{Figures.Plural(untold, "group is", "groups are")} as last told.";
        yield return new Figure("groups", "Consumer groups", ColumnType.Integer, note is null ? Metric.Exact(groups.Count) : new Metric(groups.Count, MetricAccuracy.Approximate, note))
        {
            Group = "groups",
            KeepsHistory = true,
        };
        var unknown = groups.Count(g => g.Lag is null);
        var sum = groups.Sum(g => g.Lag ?? 0);
        yield return new Figure(
            "lag",
            "Lag",
            ColumnType.Integer,
            unknown == 0 && note is null
                ? Metric.Exact(sum)
                : new Metric(sum, MetricAccuracy.Approximate, unknown == 0 ? note : $"The lag of {Figures.Plural(unknown, "group is", "groups are")} not known."))
        {
            Group = "lag",
            KeepsHistory = true,
        };
    }
}
