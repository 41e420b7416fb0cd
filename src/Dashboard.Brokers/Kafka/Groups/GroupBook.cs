using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Diagnosis.Groups;
using Dashboard.Brokers.Kafka.Groups.Reading;
using Dashboard.Brokers.Kafka.Lists;
using Dashboard.Brokers.Kafka.Lists.Configs;

namespace Dashboard.Brokers.Kafka.Groups;

/// <summary>All that is remembered of groups between two cycles. Written by the source of groups alone.</summary>
internal sealed class GroupBook(LagWindow window)
{
    private readonly Dictionary<string, GroupTrack> _tracks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<int, PartitionLog>> _logs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RebalanceRecord> _rebalances = new(StringComparer.Ordinal);
    private int _cycle;

    public IEnumerable<PartitionLog> Logs => _logs.Values.SelectMany(topic => topic.Values);

    public IReadOnlyDictionary<string, GroupTrack> Tracks => _tracks;

    public LagWindow Window => window;

    /// <summary>Takes in which groups there are, and what they committed.</summary>
    /// <param name="groups">All of them.</param>
    /// <param name="areListed">Their states and members were told now; else they are those of an earlier cycle.</param>
    /// <param name="offsets">By group; those that were not asked for are not among them.</param>
    /// <param name="now">The present.</param>
    public void Take(IReadOnlyList<GroupFacts> groups, bool areListed, IReadOnlyDictionary<string, GroupOffsets> offsets, DateTimeOffset now)
    {
        _cycle++;
        var nowMs = now.ToUnixTimeMilliseconds();
        foreach (var group in groups)
        {
            if (!_tracks.TryGetValue(group.Id, out var track))
                _tracks[group.Id] = track = new GroupTrack(group.Id);
            if (!_rebalances.TryGetValue(group.Id, out var record))
                _rebalances[group.Id] = record = new RebalanceRecord();
            if (areListed && group.AreMembersKnown && group.WhyUntold is null)
                record.Note(group);
            var told = offsets.GetValueOrDefault(group.Id);
            if (told is { Error: null })
                Take(track, told.Partitions, nowMs);
            else
                track.Hold(group.WhyUntold ?? told?.Error?.Reason ?? "It was not asked for.");
            foreach (var log in track.Partitions)
                log.UsedInCycle = _cycle;
        }

        Forget(groups);
    }

    /// <summary>Takes in the watermarks that were asked for.</summary>
    public void Take(IReadOnlyList<(string Topic, int Partition, long High)> highs, WatermarkBook marks, DateTimeOffset now)
    {
        foreach (var log in Logs)
            log.IsHighTold = false;
        foreach (var (topic, partition, high) in highs)
        {
            if (_logs.GetValueOrDefault(topic)?.GetValueOrDefault(partition) is { } log)
                (log.High, log.IsHighTold) = (high, true);
        }

        foreach (var log in Logs)
        {
            var known = marks.Of(log.Topic, log.Partition);
            log.Low = known?.Low ?? log.Low;
            log.LastStable = known is { OpenSince: not null, LastStable: { } stable } ? stable : -1;
        }

        var nowMs = now.ToUnixTimeMilliseconds();
        foreach (var track in _tracks.Values.Where(t => t.Problem is null))
        {
            track.Sample(nowMs, (long)window.Spacing.TotalMilliseconds, window.Samples);
            BeginPasts(track);
        }

        foreach (var log in Logs.Where(l => l is { Past: not null, High: >= 0 }))
            log.Past!.Note(nowMs, log.High);
    }

    /// <summary>Takes in after how long topics delete messages.</summary>
    public void TakeRetention(IReadOnlyDictionary<string, ResourceConfig> topics)
    {
        foreach (var (topic, partitions) in _logs)
        {
            var seconds = topics.GetValueOrDefault(topic) is { } config && config.Text("cleanup.policy")?.Contains("delete", StringComparison.Ordinal) == true
                && config.Integer("retention.ms") is >= 0 and var ms ? ms / 1000.0 : double.NaN;
            foreach (var log in partitions.Values)
                log.RetentionSeconds = seconds;
        }
    }

    public RebalanceRecord RebalancesOf(string group) => _rebalances[group];

    private void Take(GroupTrack track, IReadOnlyList<TopicPartitionOffsetError> told, long nowMs)
    {
        var committed = new long[told.Count];
        var partitions = track.Partitions;
        var isSame = partitions.Length == told.Count;
        for (var i = 0; i < told.Count; i++)
        {
            committed[i] = told[i].Offset.Value >= 0 ? told[i].Offset.Value : -1;
            isSame = isSame && partitions[i].Partition == told[i].Partition.Value && partitions[i].Topic == told[i].Topic;
        }

        track.Take(isSame ? partitions : [.. told.Select(one => LogOf(one.Topic, one.Partition.Value))], committed, nowMs);
    }

    private PartitionLog LogOf(string topic, int partition)
    {
        if (!_logs.TryGetValue(topic, out var partitions))
            _logs[topic] = partitions = [];
        if (!partitions.TryGetValue(partition, out var log))
            partitions[partition] = log = new PartitionLog(partitions.Count > 0 ? partitions.First().Value.Topic : topic, partition);
        return log;
    }

    // The past of a partition is worth its memory only while somebody is behind on it; once begun it is kept.
    private static void BeginPasts(GroupTrack track)
    {
        for (var i = 0; i < track.Partitions.Length; i++)
        {
            if (track.LagOf(i) is not (null or 0))
                track.Partitions[i].Past ??= new HighHistory();
        }
    }

    private void Forget(IReadOnlyList<GroupFacts> groups)
    {
        if (_tracks.Count > groups.Count)
        {
            var existing = groups.Select(g => g.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in _tracks.Keys.Where(id => !existing.Contains(id)).ToList())
            {
                _tracks.Remove(gone);
                _rebalances.Remove(gone);
            }
        }

        foreach (var (topic, partitions) in _logs.ToList())
        {
            foreach (var unused in partitions.Where(p => p.Value.UsedInCycle != _cycle).Select(p => p.Key).ToList())
                partitions.Remove(unused);
            if (partitions.Count == 0)
                _logs.Remove(topic);
        }
    }
}

/// <summary>How far back verdicts look.</summary>
/// <param name="Spacing">Between two samples.</param>
/// <param name="Samples">So many.</param>
internal sealed record LagWindow(TimeSpan Spacing, int Samples)
{
    public static readonly LagWindow Default = new(TimeSpan.FromSeconds(15), 12);
}
