namespace Dashboard.Core.Operations.Pump;

/// <summary>The messages between their intent and their end, by sequence.</summary>
internal sealed class UnderWay
{
    private readonly Lock _sync = new();
    private readonly Dictionary<long, WorkItem> _items = [];

    public void Add(WorkItem item)
    {
        lock (_sync)
            _items[item.Sequence] = item;
    }

    public void Remove(WorkItem item)
    {
        lock (_sync)
            _items.Remove(item.Sequence);
    }

    public void Remove(List<WorkItem> items)
    {
        lock (_sync)
        {
            foreach (var item in items)
                _items.Remove(item.Sequence);
        }
    }

    /// <summary>All of them as they are now, by sequence.</summary>
    public List<WorkItem> ToList()
    {
        lock (_sync)
            return [.. _items.Values.OrderBy(item => item.Sequence)];
    }

    public bool Any(Func<WorkItem, bool> test)
    {
        lock (_sync)
            return _items.Values.Any(test);
    }
}
