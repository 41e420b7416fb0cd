using System.Collections.Concurrent;

namespace Dashboard.Brokers.Kafka.Lists;

/// <summary>Offsets of all partitions as they were last told, with enough of the past to tell a rate. Taking in an answer allocates nothing. Thread-safe.</summary>
internal sealed class WatermarkBook
{
    private readonly ConcurrentDictionary<(string Topic, int Partition), PartitionMarks> _marks = new();

    /// <summary>The partition's marks; null where none were told yet.</summary>
    public Marks? Of(string topic, int partition) => _marks.TryGetValue((topic, partition), out var marks) ? marks.Now() : null;

    /// <summary>High watermarks of the last half minute, oldest first; empty where none were told.</summary>
    public IReadOnlyList<(DateTimeOffset At, long High)> PastOf(string topic, int partition) => _marks.TryGetValue((topic, partition), out var marks) ? marks.Past() : [];

    public void NoteLow(string topic, int partition, long low) => At(topic, partition).NoteLow(low);

    public void NoteHigh(string topic, int partition, DateTimeOffset at, long high) => At(topic, partition).NoteHigh(at, high);

    /// <summary>Takes in a last stable offset. It has to be asked for after the high watermark was told: then one below that means an open transaction.</summary>
    public void NoteStable(string topic, int partition, DateTimeOffset at, long stable) => At(topic, partition).NoteStable(at, stable);

    /// <summary>Forgets partitions that are no more.</summary>
    public void Keep(ClusterMap map)
    {
        if (_marks.IsEmpty)
            return;
        foreach (var (gone, _) in _marks.Where(m => !(map.Topic(m.Key.Topic) is { } topic && m.Key.Partition < topic.Partitions.Count)))
            _marks.TryRemove(gone, out _);
    }

    private PartitionMarks At(string topic, int partition) => _marks.GetOrAdd((topic, partition), static _ => new PartitionMarks());
}

/// <summary>Offsets of one partition.</summary>
/// <param name="Low">First offset that can be read; null not told.</param>
/// <param name="High">Offset of the next message; null not told.</param>
/// <param name="LastStable">Below this every transaction has ended; null not told.</param>
/// <param name="Rate">Messages per second by the movement of the high watermark; null before there are two readings.</param>
/// <param name="ToldAt">When the high watermark was told; null never.</param>
/// <param name="OpenSince">Since when the last stable offset stands still below the high one: a transaction is open. Null where none is.</param>
internal readonly record struct Marks(long? Low, long? High, long? LastStable, double? Rate, DateTimeOffset? ToldAt, DateTimeOffset? OpenSince)
{
    /// <summary>Offsets between low and high; more than there are messages where the topic is compacted or has transactions.</summary>
    public long? Count => High - Low;
}
