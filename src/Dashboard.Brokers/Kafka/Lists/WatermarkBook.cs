using System.Collections.Concurrent;

namespace Dashboard.Brokers.Kafka.Lists;

/// <summary>Offsets of all partitions as they were last told, with enough of the past to tell a rate.</summary>
internal sealed class WatermarkBook
{
    /// <summary>Rates are taken over about this long, so that a topic with a message now and then has one.</summary>
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Topic, int Partition), Marks> _marks = new();

    /// <summary>The partition's marks; null where none were told yet.</summary>
    public Marks? Of(string topic, int partition) => _marks.GetValueOrDefault((topic, partition));

    /// <summary>Takes in one round of answers. Null leaves a value as it was.</summary>
    public void Note(string topic, int partition, DateTimeOffset at, long? low = null, long? high = null, long? lastStable = null)
        => _marks.AddOrUpdate(
            (topic, partition),
            _ => new Marks(low, high, lastStable, []).With(at, high),
            (_, known) => (known with { Low = low ?? known.Low, High = high ?? known.High, LastStable = lastStable ?? known.LastStable }).With(at, high));

    /// <summary>Forgets partitions that are no more.</summary>
    public void Keep(IReadOnlySet<(string Topic, int Partition)> existing)
    {
        foreach (var gone in _marks.Keys.Where(key => !existing.Contains(key)))
            _marks.TryRemove(gone, out _);
    }

    /// <summary>Offsets of one partition.</summary>
    /// <param name="Low">First offset that can be read; null not told.</param>
    /// <param name="High">Offset of the next message; null not told.</param>
    /// <param name="LastStable">Below this every transaction has ended; null not told.</param>
    /// <param name="Past">High watermarks of the last half minute, oldest first.</param>
    internal sealed record Marks(long? Low, long? High, long? LastStable, IReadOnlyList<(DateTimeOffset At, long High)> Past)
    {
        /// <summary>Offsets between low and high; more than there are messages where the topic is compacted or has transactions.</summary>
        public long? Count => High - Low;

        /// <summary>Messages per second by the movement of the high watermark; null before there are two readings.</summary>
        public double? Rate => Past.Count >= 2 && (Past[^1].At - Past[0].At).TotalSeconds is var seconds and > 0
            ? Math.Max(0, (Past[^1].High - Past[0].High) / seconds)
            : null;

        internal Marks With(DateTimeOffset at, long? high)
        {
            if (high is not { } value)
                return this;
            var first = 0;
            while (first < Past.Count - 1 && Past[first + 1].At <= at - RateWindow)
                first++;

            // A topic that was deleted and made anew begins again below what was known.
            var past = Past.Count > 0 && value < Past[^1].High ? [] : Past.Skip(first);
            return this with { Past = [.. past, (at, value)] };
        }
    }
}
