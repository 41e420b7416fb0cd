namespace Dashboard.Brokers.RabbitMq.Messages.Transfers;

/// <summary>
/// Which deliveries of a channel are outstanding, so that acknowledgements fold: everything up to a tag can be acknowledged with one frame
/// as soon as nothing below it is outstanding that has to stay. Thread-safe.
/// </summary>
internal sealed class SettlementWindow
{
    private readonly Lock _lock = new();
    private readonly SortedSet<ulong> _outstanding = [];

    /// <summary>Deliveries that are neither acknowledged nor given back.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _outstanding.Count;
        }
    }

    /// <summary>A delivery arrived.</summary>
    public void Add(ulong tag)
    {
        lock (_lock)
            _outstanding.Add(tag);
    }

    /// <summary>
    /// Settles deliveries and says which frames do it: one for all up to <c>UpTo</c> (0: none), then one for each of <c>Single</c>. Tags that
    /// are not outstanding are passed over, so that nothing is acknowledged twice, which would close the channel.
    /// </summary>
    public (ulong UpTo, IReadOnlyList<ulong> Single) Acknowledge(IReadOnlyCollection<ulong> tags)
    {
        lock (_lock)
        {
            var wanted = tags as HashSet<ulong> ?? [.. tags];
            ulong upTo = 0;
            var inRun = 0;
            foreach (var tag in _outstanding)
            {
                if (!wanted.Contains(tag))
                    break;
                upTo = tag;
                inRun++;
            }

            for (var i = 0; i < inRun; i++)
                _outstanding.Remove(_outstanding.Min);
            if (inRun == wanted.Count)
                return (upTo, []);
            var single = new List<ulong>(wanted.Count - inRun);
            foreach (var tag in wanted)
            {
                if (_outstanding.Remove(tag))
                    single.Add(tag);
            }

            single.Sort();
            return (upTo, single);
        }
    }

    /// <summary>Takes a delivery out; false where it was not outstanding any more.</summary>
    public bool Remove(ulong tag)
    {
        lock (_lock)
            return _outstanding.Remove(tag);
    }
}
