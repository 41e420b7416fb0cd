using System.Collections.Frozen;
using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>
/// Makes the configured connections from the providers of their kinds, and owns them. Read-only ones are stripped here, once, so that nobody
/// can come by the bare object. Does no network access.
/// </summary>
public sealed class ConnectionRegistry : IConnectionRegistry, IAsyncDisposable
{
    private readonly FrozenDictionary<ConnectionId, IBrokerConnection> _byId;
    private readonly IBrokerConnection[] _all;

    /// <exception cref="ArgumentException">Two connections share an id, or no provider knows a connection's kind.</exception>
    public ConnectionRegistry(IEnumerable<IBrokerProvider> providers, IEnumerable<ConnectionSettings> settings)
    {
        var byKind = providers.ToDictionary(p => p.Kind.Value, StringComparer.OrdinalIgnoreCase);
        var configured = settings.ToList();
        if (configured.GroupBy(s => s.Info.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Two connections have the id '{twice.Key}'.", nameof(settings));
        if (configured.Find(s => !byKind.ContainsKey(s.Info.Kind.Value)) is { } unknown)
        {
            throw new ArgumentException(
                $"{unknown.KeyPrefix}: no broker of kind '{unknown.Info.Kind}' is known; known are {string.Join(", ", byKind.Keys)}.",
                nameof(settings));
        }

        _all = [.. configured.Select(s => Open(byKind[s.Info.Kind.Value], s))];
        _byId = _all.ToFrozenDictionary(c => c.Info.Id);
    }

    public IReadOnlyList<IBrokerConnection> All => _all;

    public IBrokerConnection? Find(ConnectionId id) => _byId.GetValueOrDefault(id);

    public async ValueTask DisposeAsync()
    {
        List<Exception>? failures = null;
        foreach (var connection in _all)
        {
            try
            {
                await connection.DisposeAsync();
            }
            catch (Exception failure)
            {
                (failures ??= []).Add(failure);
            }
        }

        // One connection that cannot be closed must not keep the others open.
        if (failures is not null)
            throw new AggregateException("Some connections did not close cleanly.", failures);
    }

    private static IBrokerConnection Open(IBrokerProvider provider, ConnectionSettings settings)
    {
        var connection = provider.Create(settings);
        return settings.Info.IsReadOnly ? new ReadOnlyConnection(connection) : connection;
    }
}
