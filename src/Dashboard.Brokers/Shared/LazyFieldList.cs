using System.Collections;

namespace Dashboard.Brokers.Shared;

/// <summary>A list that is made when somebody looks at it. Making it twice, by two threads, is harmless.</summary>
internal sealed class LazyFieldList<TState, TItem>(TState state, Func<TState, IReadOnlyList<TItem>> make) : IReadOnlyList<TItem>
{
    private IReadOnlyList<TItem>? _made;

    /// <summary>What it is made from.</summary>
    public TState State => state;

    public int Count => Made.Count;

    public TItem this[int index] => Made[index];

    private IReadOnlyList<TItem> Made => _made ??= make(state);

    public IEnumerator<TItem> GetEnumerator() => Made.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
