namespace Dashboard.Brokers.Kafka.Lists;

/// <summary>Offsets of one partition and a ring of the latest high watermarks. Thread-safe.</summary>
internal sealed class PartitionMarks
{
    private const int Ring = 16;
    private const long NotTold = -1;

    /// <summary>Rates are taken over about this long, so that a topic with a message now and then has one.</summary>
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(30);

    /// <summary>Readings that follow each other sooner replace each other: the ring has to span the window.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly (DateTimeOffset At, long High)[] _past = new (DateTimeOffset, long)[Ring];
    private int _first;
    private int _count;
    private long _low = NotTold;
    private long _stable = NotTold;
    private long _highAtStable = NotTold;
    private DateTimeOffset? _openSince;

    public void NoteLow(long low)
    {
        lock (_gate)
            _low = low;
    }

    public void NoteHigh(DateTimeOffset at, long high)
    {
        lock (_gate)
        {
            // A topic that was deleted and made anew begins again below what was known.
            if (_count > 0 && high < Last.High)
                (_count, _low, _stable, _openSince) = (0, NotTold, NotTold, null);
            if (_count > 1 && at - Last.At < Apart)
                _count--;
            if (_count == Ring)
                DropFirst();
            _past[(_first + _count++) % Ring] = (at, high);
            while (_count > 2 && _past[(_first + 1) % Ring].At <= at - RateWindow)
                DropFirst();
        }
    }

    public void NoteStable(DateTimeOffset at, long stable)
    {
        lock (_gate)
        {
            if (_count == 0)
                return;
            var isOpen = stable < Last.High;
            _openSince = !isOpen ? null : stable == _stable && _openSince is { } since ? since : at;
            (_stable, _highAtStable) = (stable, Last.High);
        }
    }

    public Marks Now()
    {
        lock (_gate)
        {
            if (_count == 0)
                return new Marks(Told(_low), null, Told(_stable), null, null, null);

            // Where nothing is open it moves with the high watermark, and is asked for less often.
            var stable = _stable >= 0 && _stable >= _highAtStable ? Math.Max(_stable, Last.High) : _stable;
            var first = _past[_first];
            var seconds = (Last.At - first.At).TotalSeconds;
            return new Marks(Told(_low), Last.High, Told(stable), seconds > 0 ? (Last.High - first.High) / seconds : null, Last.At, _openSince);
        }
    }

    public IReadOnlyList<(DateTimeOffset At, long High)> Past()
    {
        lock (_gate)
            return [.. Enumerable.Range(0, _count).Select(i => _past[(_first + i) % Ring])];
    }

    private (DateTimeOffset At, long High) Last => _past[(_first + _count - 1) % Ring];

    private static long? Told(long value) => value == NotTold ? null : value;

    private void DropFirst() => (_first, _count) = ((_first + 1) % Ring, _count - 1);
}
