using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Messages.Envelopes;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Browsing;

/// <summary>One look at a topic: what is read, in which order it is told, and why it ended.</summary>
/// <param name="clients">The cluster.</param>
/// <param name="offsets">Asks whether it is still there.</param>
/// <param name="request">What is wanted.</param>
/// <param name="held">The partitions that are read, with what they hold.</param>
/// <param name="starts">Where a time begins in each partition; null where no time was asked for.</param>
internal sealed class TopicLook(
    KafkaClients clients, TopicOffsets offsets, BrowseRequest request, IReadOnlyList<PartitionRange> held, IReadOnlyDictionary<int, long>? starts)
{
    /// <summary>Partitions are put in one order where no more than this is read for it.</summary>
    private const int MaxMerged = 20_000;

    private readonly List<MessageEnvelope> _kept = [];
    private readonly List<RangeScan> _scans = [];
    private readonly int _count = request.IsOpenEnded ? int.MaxValue : Math.Clamp(request.Count, 1, BrowseRequest.MaxCount);
    private IReadOnlyList<ScanRange> _ranges = [];
    private long _told;
    private long _bytes;
    private string? _why;

    /// <summary>Ends when all that was opened is closed; to be asked when the look has ended.</summary>
    public Task ClosedAsync() => Task.WhenAll(_scans.Select(scan => scan.Closing));

    public async Task<BrowseResult> RunAsync(CancellationToken cancellationToken)
    {
        if (request.Start.IsNewest && !request.ReadsToEnd)
            await NewestAsync(cancellationToken);
        else if (!request.IsOpenEnded && held.Count > 1 && (long)_count * held.Count <= MaxMerged)
            await MergedAsync(cancellationToken);
        else
            await StreamedAsync(RangesFromStart(), cancellationToken);
        Tell();
        return new BrowseResult(_kept, _why ?? Ends(), _why is null) { Scans = Scans() };
    }

    private List<ScanRange> RangesFromStart() => [.. held.Select(partition => new ScanRange(partition.Partition, FromOf(partition), partition.End))];

    private long FromOf(PartitionRange partition)
    {
        var from = request.Start switch
        {
            { Offset: { } offset } => offset,
            { At: not null } => starts!.TryGetValue(partition.Partition, out var at) ? at : partition.End,
            _ => partition.First,
        };
        return Math.Clamp(from, partition.First, partition.End);
    }

    // As it comes: of one partition in order, of several by turns.
    private async Task StreamedAsync(IReadOnlyList<ScanRange> ranges, CancellationToken cancellationToken)
    {
        _ranges = ranges;
        var scan = Scan(ranges, request.IsOpenEnded ? request.IsWorthALook : null, follows: request.Follows);
        await scan.RunAsync(TakeRecord, cancellationToken);
    }

    private bool TakeRecord(KafkaRecord record)
    {
        Take(record);
        if (_told >= _count && !_ranges.All(range => range.IsAtEnd))
            _why = $"{_count:N0} messages were asked for";
        else if (!request.IsOpenEnded && _bytes >= request.MaxTotalBytes && !_ranges.All(range => range.IsAtEnd))
            _why = $"{_bytes / (1024 * 1024):N0} MiB were read, which is the limit of one look";
        return _why is null;
    }

    // The first of each partition, put in order, of which the first are wanted.
    private async Task MergedAsync(CancellationToken cancellationToken)
    {
        var merge = new PartitionMerge(int.MaxValue, long.MaxValue);
        var ranges = _ranges = RangesFromStart();
        long bytes = 0;
        var scan = Scan(ranges, null, follows: false);
        await scan.RunAsync(
            record =>
            {
                if (merge.CountOf(record.Partition) < _count)
                    merge.Add(record);
                bytes += record.Value.Bytes?.Length ?? 0;
                return bytes < request.MaxTotalBytes && !ranges.All(range => range.IsAtEnd || merge.CountOf(range.Partition) >= _count);
            },
            cancellationToken);
        var isAll = ranges.All(range => range.IsAtEnd) && merge.Count <= _count;
        var last = new Dictionary<int, long>();
        foreach (var record in merge.First(_count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Take(record);
            last[record.Partition] = record.Offset + 1;
        }

        if (isAll)
            return;

        // What was read ahead and not told does not count as read.
        foreach (var range in ranges)
            range.Next = last.GetValueOrDefault(range.Partition, range.From);
        _why = _told >= _count ? $"{_count:N0} messages were asked for" : $"{bytes / (1024 * 1024):N0} MiB were read, which is the limit of one look";
    }

    /// <summary>
    /// The last of each partition, put in order, of which the last are wanted. Offsets without messages make it go further back, in growing steps. Then, where that is
    /// wanted, what is published from now on.
    /// </summary>
    private async Task NewestAsync(CancellationToken cancellationToken)
    {
        var count = Math.Clamp(request.Count, 1, BrowseRequest.MaxCount);
        var each = Math.Max(1, (int)Math.Min(count, Math.Max(MaxMerged, (long)count) / Math.Max(1, held.Count)));
        var merge = new PartitionMerge(each, request.MaxTotalBytes);
        var froms = held.ToDictionary(p => p.Partition, p => p.End);
        for (long step = each; merge.Count < count && !merge.IsCut; step *= 4)
        {
            var ranges = held
                .Where(p => froms[p.Partition] > p.First && merge.CountOf(p.Partition) < each)
                .Select(p => new ScanRange(p.Partition, Math.Max(p.First, froms[p.Partition] - step), froms[p.Partition]))
                .ToList();
            if (ranges.Count == 0)
                break;
            var earlier = new PartitionMerge(each, request.MaxTotalBytes);
            await Scan(ranges, null, follows: false).RunAsync(
                record =>
                {
                    earlier.Add(record);
                    return true;
                },
                cancellationToken);
            merge.AddBefore(earlier);
            foreach (var range in ranges)
                froms[range.Partition] = range.From;
            if (earlier.IsCut)
                break;
        }

        var isAll = held.All(p => froms[p.Partition] <= p.First) && merge.Count <= count && !merge.IsCut;
        var newest = merge.Last(count);
        foreach (var record in newest)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Take(record);
        }

        _ranges = [.. held.Select(p => new ScanRange(p.Partition, newest.FirstOrDefault(r => r.Partition == p.Partition)?.Offset ?? p.End, p.End) { Next = p.End })];
        if (!isAll)
            _why = merge.IsCut ? "the newest messages are larger than one look may be" : $"the newest {count:N0} messages were asked for";
        if (request.Follows)
        {
            _why = null;
            await StreamedAsync([.. held.Select(p => new ScanRange(p.Partition, p.End, p.End))], cancellationToken);
        }
    }

    private RangeScan Scan(IReadOnlyList<ScanRange> ranges, RawMessageTest? worth, bool follows)
    {
        var scan = new RangeScan(clients, offsets, request.Destination, ranges)
        {
            ReadsUncommitted = request.ReadsUncommitted,
            Follows = follows,
            IsSmall = !request.ReadsToEnd && (request.Count <= 1_000 || follows),
            MaxBodyBytes = request.MaxBodyBytes,
            IsWorthALook = worth,
            Tell = Tell,
        };
        _scans.Add(scan);
        return scan;
    }

    private void Take(KafkaRecord record)
    {
        _told++;
        _bytes += record.Value.Bytes?.Length ?? 0;
        var message = KafkaEnvelope.Of(request.Destination, record);
        if (request.Keep?.Invoke(message) != false)
            _kept.Add(message);
    }

    private void Tell() => request.Scanned?.Invoke(Scans());

    private IReadOnlyList<PartitionScan> Scans() => [.. _ranges.Select(range => request.Follows ? range.ToldFollowing : range.Told)];

    private string Ends() => held.Count == 1
        ? $"partition {held[0].Partition} ends at offset {held[0].End:N0}"
        : $"the {held.Count:N0} partitions were read to their end";
}
