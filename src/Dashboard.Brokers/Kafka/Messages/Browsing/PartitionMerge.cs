using Dashboard.Brokers.Kafka.Messages.Envelopes;

namespace Dashboard.Brokers.Kafka.Messages.Browsing;

/// <summary>
/// Puts records of several partitions into one order: by time, and within a partition always by offset, whatever times its publishers wrote. Keeps the last few of
/// each partition, so that no more is held than can be wanted.
/// </summary>
internal sealed class PartitionMerge(int mostOfEach, long maxBytes)
{
    private readonly SortedDictionary<int, LinkedList<KafkaRecord>> _of = [];
    private long _bytes;

    /// <summary>Some that were wanted had to be let go, because they were too large together.</summary>
    public bool IsCut { get; private set; }

    public int Count { get; private set; }

    /// <summary>How many are held of a partition.</summary>
    public int CountOf(int partition) => _of.GetValueOrDefault(partition)?.Count ?? 0;

    /// <summary>Adds the next record of its partition, and lets go of the partition's oldest where there are too many.</summary>
    public void Add(KafkaRecord record)
    {
        if (!_of.TryGetValue(record.Partition, out var list))
            _of.Add(record.Partition, list = []);
        list.AddLast(record);
        Count++;
        _bytes += SizeOf(record);
        while (list.Count > mostOfEach)
            RemoveFirst(list);
        while (_bytes > maxBytes && list.Count > 1)
        {
            IsCut = true;
            RemoveFirst(list);
        }
    }

    /// <summary>Adds what was read further back, before what is there.</summary>
    public void AddBefore(PartitionMerge earlier)
    {
        foreach (var (partition, records) in earlier._of)
        {
            if (!_of.TryGetValue(partition, out var list))
                _of.Add(partition, list = []);
            for (var node = records.Last; node is not null && list.Count < mostOfEach; node = node.Previous)
            {
                if (_bytes + SizeOf(node.Value) > maxBytes)
                {
                    IsCut = true;
                    break;
                }

                list.AddFirst(node.Value);
                Count++;
                _bytes += SizeOf(node.Value);
            }
        }
    }

    /// <summary>The first of all, oldest first.</summary>
    public IEnumerable<KafkaRecord> First(int count)
    {
        var heads = _of.Values.Select(list => list.First).OfType<LinkedListNode<KafkaRecord>>().ToList();
        for (var taken = 0; taken < count && heads.Count > 0; taken++)
        {
            var least = heads.MinBy(node => node.Value.Timestamp.UnixTimestampMs)!;
            yield return least.Value;
            heads.Remove(least);
            if (least.Next is { } next)
                heads.Add(next);
        }
    }

    /// <summary>The last of all, oldest first.</summary>
    public IReadOnlyList<KafkaRecord> Last(int count)
    {
        var tails = _of.Values.Select(list => list.Last).OfType<LinkedListNode<KafkaRecord>>().ToList();
        var last = new List<KafkaRecord>();
        while (last.Count < count && tails.Count > 0)
        {
            var latest = tails.MaxBy(node => node.Value.Timestamp.UnixTimestampMs)!;
            last.Add(latest.Value);
            tails.Remove(latest);
            if (latest.Previous is { } previous)
                tails.Add(previous);
        }

        last.Reverse();
        return last;
    }

    private void RemoveFirst(LinkedList<KafkaRecord> list)
    {
        _bytes -= SizeOf(list.First!.Value);
        list.RemoveFirst();
        Count--;
    }

    private static long SizeOf(KafkaRecord record) => (record.Value.Bytes?.Length ?? 0) + (record.Key?.Length ?? 0) + 200;
}
