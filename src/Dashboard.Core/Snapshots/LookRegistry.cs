using System.Collections.Concurrent;
using Dashboard.Core.Model;

namespace Dashboard.Core.Snapshots;

/// <summary>Holds what is on the screens now. Thread-safe; a look ends when its owner disposes it.</summary>
public sealed class LookRegistry : ILookRegistry
{
    /// <summary>A screen shows some dozens of rows; what a look names beyond this is not read first.</summary>
    private const int MaxKeysOfALook = 500;

    private static readonly IReadOnlyDictionary<string, IReadOnlyCollection<RowKey>> Nothing =
        new Dictionary<string, IReadOnlyCollection<RowKey>>();

    private readonly ConcurrentDictionary<Look, byte> _looks = new();

    public IDisposable Announce(ConnectionId connection, string sectionId, IReadOnlyCollection<RowKey> keys)
    {
        var look = new Look(this, connection, sectionId, [.. keys.Take(MaxKeysOfALook)]);
        _looks[look] = 0;
        return look;
    }

    /// <summary>All rows of a connection that somebody looks at now, by section.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<RowKey>> At(ConnectionId connection)
    {
        Dictionary<string, IReadOnlyCollection<RowKey>>? found = null;
        foreach (var (look, _) in _looks)
        {
            if (look.Connection != connection)
                continue;
            found ??= [];
            if (found.TryGetValue(look.SectionId, out var keys))
                ((HashSet<RowKey>)keys).UnionWith(look.Keys);
            else
                found[look.SectionId] = new HashSet<RowKey>(look.Keys);
        }

        return found ?? Nothing;
    }

    private sealed class Look(LookRegistry registry, ConnectionId connection, string sectionId, RowKey[] keys) : IDisposable
    {
        public ConnectionId Connection { get; } = connection;

        public string SectionId { get; } = sectionId;

        public RowKey[] Keys { get; } = keys;

        public void Dispose() => registry._looks.TryRemove(this, out _);
    }
}
