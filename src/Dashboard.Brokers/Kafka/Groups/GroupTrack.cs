using Dashboard.Brokers.Kafka.Diagnosis.Groups;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Groups;

/// <summary>
/// What one group has committed, and a sliding window of it. All partitions of a group are read together, so that a sample is one column over its
/// partitions. The window is kept only while the group has been behind.
/// </summary>
internal sealed class GroupTrack(string id)
{
    private long[] _ringCommitted = [];
    private long[] _ringHigh = [];
    private long[] _ringAt = [];
    private long[]? _heldHigh;
    private int _samples;

    public string Id { get; } = id;

    /// <summary>The partitions in the order the coordinator tells them.</summary>
    public PartitionLog[] Partitions { get; private set; } = [];

    public RowKey[] Keys { get; private set; } = [];

    public long[] Committed { get; private set; } = [];

    /// <summary>When the offset was last seen to move, milliseconds since 1970; 0 where it never was.</summary>
    public long[] MovedAtMs { get; private set; } = [];

    public LagVerdict[] Verdicts { get; private set; } = [];

    /// <summary>Age of the first unread message in seconds, and how it is known.</summary>
    public Behind[] Behind { get; private set; } = [];

    /// <summary>When it was first read.</summary>
    public long FirstSeenMs { get; private set; }

    /// <summary>Why it could not be read in the last cycle, since when all of it is as it was; null where it could.</summary>
    public string? Problem { get; private set; }

    /// <summary>When it was last read, milliseconds since 1970; 0 where it never was.</summary>
    public long ToldAtMs { get; private set; }

    /// <summary>How it was judged when it was last read, and who had its partitions; null before that.</summary>
    public (GroupSummary Summary, MemberFacts?[] Owners)? Judged { get; set; }

    public int Samples => _samples;

    /// <summary>From the first to the last sample of the window.</summary>
    public long WindowBeganMs => _samples == 0 ? 0 : _ringAt[0];

    /// <summary>Takes in what was read. Partitions that are no more among it are forgotten.</summary>
    public void Take(PartitionLog[] partitions, long[] committed, long nowMs)
    {
        (Problem, ToldAtMs, _heldHigh) = (null, nowMs, null);
        if (FirstSeenMs == 0)
            FirstSeenMs = nowMs;
        if (!ReferenceEquals(partitions, Partitions) && !partitions.AsSpan().SequenceEqual(Partitions))
            Rearrange(partitions);
        for (var i = 0; i < committed.Length; i++)
        {
            if (Committed[i] != committed[i] && Committed[i] != Unseen)
                MovedAtMs[i] = nowMs;
        }

        Committed = committed;
    }

    /// <summary>It could not be read: an offset of then and a high watermark of now would make a lag that nobody has.</summary>
    public void Hold(string why)
    {
        Problem = why;
        _heldHigh ??= [.. Partitions.Select((_, i) => HighOf(i))];
    }

    /// <summary>The high watermark that belongs to the committed offset; negative where it is not known.</summary>
    public long HighOf(int partition)
    {
        if (_heldHigh is not null)
            return _heldHigh[partition];
        var log = Partitions[partition];

        // Where the leader is silent the log goes on unseen, and nobody has committed more than it has.
        return log.IsHighTold || log.High >= Committed[partition] ? log.High : -1;
    }

    /// <summary>
    /// Puts what is known now into the window: over the last sample while that is younger than the spacing, else as a further one.
    /// </summary>
    public void Sample(long nowMs, long spacingMs, int most)
    {
        if (_samples == 0 && !IsBehind())
            return;
        var count = Partitions.Length;
        if (_ringCommitted.Length != count * most)
            (_ringCommitted, _ringHigh, _ringAt, _samples) = (new long[count * most], new long[count * most], new long[most], 0);
        var isFurther = _samples < 2 || nowMs - _ringAt[_samples - 2] >= spacingMs;
        if (isFurther && _samples == most)
            DropOldest(count);
        var at = isFurther ? _samples++ : _samples - 1;
        _ringAt[at] = nowMs;
        for (var i = 0; i < count; i++)
        {
            _ringCommitted[(at * count) + i] = Committed[i];
            _ringHigh[(at * count) + i] = HighOf(i);
        }
    }

    /// <summary>The window of one partition, oldest first.</summary>
    public int WindowOf(int partition, Span<LagSample> window)
    {
        var (count, filled) = (Partitions.Length, 0);
        for (var s = 0; s < _samples; s++)
        {
            var (committed, high) = (_ringCommitted[(s * count) + partition], _ringHigh[(s * count) + partition]);
            if (committed >= 0 && high >= 0)
                window[filled++] = new LagSample(_ringAt[s], committed, high);
        }

        return filled;
    }

    /// <summary>High minus committed; null where one of them is not known.</summary>
    public long? LagOf(int partition) => Committed[partition] >= 0 && HighOf(partition) is >= 0 and var high ? high - Committed[partition] : null;

    private const long Unseen = long.MinValue;

    private bool IsBehind()
    {
        for (var i = 0; i < Partitions.Length; i++)
        {
            if (LagOf(i) is not (null or 0))
                return true;
        }

        return false;
    }

    private void DropOldest(int count)
    {
        Array.Copy(_ringCommitted, count, _ringCommitted, 0, _ringCommitted.Length - count);
        Array.Copy(_ringHigh, count, _ringHigh, 0, _ringHigh.Length - count);
        Array.Copy(_ringAt, 1, _ringAt, 0, _ringAt.Length - 1);
        _samples--;
    }

    /// <summary>Other partitions than before: what is known of those that stay is kept, and the window of those that are new is empty.</summary>
    private void Rearrange(PartitionLog[] partitions)
    {
        var before = new Dictionary<PartitionLog, int>(Partitions.Length, ReferenceEqualityComparer.Instance);
        for (var i = 0; i < Partitions.Length; i++)
            before[Partitions[i]] = i;
        var (oldCount, count, most) = (Partitions.Length, partitions.Length, _ringAt.Length);
        var (moved, committed, keys) = (new long[count], new long[count], new RowKey[count]);
        var (ringCommitted, ringHigh) = (new long[count * most], new long[count * most]);
        Array.Fill(ringCommitted, -1);
        for (var i = 0; i < count; i++)
        {
            if (!before.TryGetValue(partitions[i], out var old))
            {
                committed[i] = Unseen;
                keys[i] = RowKey.Of(Id, partitions[i].Topic, partitions[i].Text);
                continue;
            }

            (moved[i], committed[i], keys[i]) = (MovedAtMs[old], Committed[old], Keys[old]);
            for (var s = 0; s < _samples; s++)
                (ringCommitted[(s * count) + i], ringHigh[(s * count) + i]) = (_ringCommitted[(s * oldCount) + old], _ringHigh[(s * oldCount) + old]);
        }

        (Partitions, MovedAtMs, Committed, Keys) = (partitions, moved, committed, keys);
        (_ringCommitted, _ringHigh) = (ringCommitted, ringHigh);
        (Verdicts, Behind) = (new LagVerdict[count], new Behind[count]);
    }
}

/// <summary>How old the first unread message is.</summary>
/// <param name="Seconds">NaN where it is not known.</param>
/// <param name="Source">How it is known.</param>
internal readonly record struct Behind(double Seconds, BehindSource Source);

internal enum BehindSource : byte
{
    /// <summary>Neither read nor to be worked out.</summary>
    Unknown,

    /// <summary>There is nothing to read.</summary>
    Nothing,

    /// <summary>By the timestamp of that message.</summary>
    Timestamp,

    /// <summary>By when the high watermark was where the group is now.</summary>
    Interpolated,
}
