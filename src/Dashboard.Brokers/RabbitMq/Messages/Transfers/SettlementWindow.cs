namespace Dashboard.Brokers.RabbitMq.Messages.Transfers;

/// <summary>
/// Which deliveries of a channel are outstanding, so that acknowledgements fold: everything up to a tag can be acknowledged with one frame
/// as soon as nothing below it is outstanding that has to stay. A channel counts its deliveries: their tags follow each other. Thread-safe.
/// </summary>
internal sealed class SettlementWindow
{
    private readonly Lock _lock = new();

    /// <summary>A ring: the tag has its place by its remainder.</summary>
    private Standing[] _ring = new Standing[1024];
    private ulong _lowest;
    private ulong _next;
    private int _count;

    private enum Standing : byte
    {
        Settled,
        Outstanding,

        /// <summary>About to be acknowledged.</summary>
        Wanted,
    }

    /// <summary>Deliveries that are neither acknowledged nor given back.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>A delivery arrived.</summary>
    public void Add(ulong tag)
    {
        lock (_lock)
        {
            if (_lowest == _next)
                _lowest = _next = tag;
            while (tag - _lowest >= (ulong)_ring.Length)
                Grow();
            for (; _next < tag; _next++)
                this[_next] = Standing.Settled;
            this[_next++] = Standing.Outstanding;
            _count++;
        }
    }

    /// <summary>
    /// Settles deliveries and says which frames do it: one for all up to <c>UpTo</c> (0: none), then one for each of <c>Single</c>. Tags that
    /// are not outstanding are passed over, so that nothing is acknowledged twice, which would close the channel.
    /// </summary>
    public (ulong UpTo, IReadOnlyList<ulong> Single) Acknowledge(IReadOnlyCollection<ulong> tags)
    {
        lock (_lock)
        {
            var wanted = 0;
            foreach (var tag in tags)
            {
                if (!IsOutstanding(tag))
                    continue;
                this[tag] = Standing.Wanted;
                wanted++;
            }

            _count -= wanted;
            ulong upTo = 0;
            for (; _lowest < _next && this[_lowest] != Standing.Outstanding; _lowest++)
            {
                if (this[_lowest] == Standing.Wanted)
                {
                    upTo = _lowest;
                    wanted--;
                }
            }

            if (wanted == 0)
                return (upTo, []);
            var single = new List<ulong>(wanted);
            for (var tag = _lowest; tag < _next; tag++)
            {
                if (this[tag] != Standing.Wanted)
                    continue;
                this[tag] = Standing.Settled;
                single.Add(tag);
            }

            return (upTo, single);
        }
    }

    /// <summary>Takes a delivery out; false where it was not outstanding any more.</summary>
    public bool Remove(ulong tag)
    {
        lock (_lock)
        {
            if (!IsOutstanding(tag))
                return false;
            this[tag] = Standing.Settled;
            _count--;
            while (_lowest < _next && this[_lowest] == Standing.Settled)
                _lowest++;
            return true;
        }
    }

    private Standing this[ulong tag]
    {
        get => _ring[tag % (ulong)_ring.Length];
        set => _ring[tag % (ulong)_ring.Length] = value;
    }

    private bool IsOutstanding(ulong tag) => tag >= _lowest && tag < _next && this[tag] == Standing.Outstanding;

    private void Grow()
    {
        var larger = new Standing[_ring.Length * 2];
        for (var tag = _lowest; tag < _next; tag++)
            larger[tag % (ulong)larger.Length] = this[tag];
        _ring = larger;
    }
}
