using System.Collections.Frozen;
using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>
/// Makes connections from the providers of their kinds, and owns them. Read-only ones are stripped here, once, so that nobody can come by the
/// bare object. Does no network access. Readers take the list as it is; changes replace it.
/// </summary>
public sealed class ConnectionRegistry : IConnectionRegistry, IAsyncDisposable
{
    private readonly Dictionary<string, IBrokerProvider> _byKind;
    private readonly Lock _changing = new();
    private volatile Opened _opened;

    /// <exception cref="ArgumentException">Two connections share an id, or no provider knows a connection's kind.</exception>
    public ConnectionRegistry(IEnumerable<IBrokerProvider> providers, IEnumerable<ConnectionSettings> settings)
    {
        _byKind = providers.ToDictionary(p => p.Kind.Value, StringComparer.OrdinalIgnoreCase);
        var configured = settings.ToList();
        if (configured.GroupBy(s => s.Info.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Two connections have the id '{twice.Key}'.", nameof(settings));
        var providersOf = configured.ConvertAll(ProviderOf);
        _opened = new Opened([.. configured.Zip(providersOf, Open)]);
    }

    public IReadOnlyList<IBrokerConnection> All => _opened.All;

    public IBrokerConnection? Find(ConnectionId id) => _opened.ById.GetValueOrDefault(id);

    /// <summary>Opens a further connection, listed last.</summary>
    /// <exception cref="ArgumentException">There is one of this id, no provider knows its kind, or its settings cannot be used.</exception>
    public IBrokerConnection Add(ConnectionSettings settings)
    {
        var provider = ProviderOf(settings);
        lock (_changing)
        {
            if (Find(settings.Info.Id) is not null)
                throw new ArgumentException($"There is a connection '{settings.Info.Id}' already.", nameof(settings));
            var connection = Open(settings, provider);
            _opened = new Opened([.. _opened.All, connection]);
            return connection;
        }
    }

    /// <summary>Forgets a connection. It is still open: the caller disposes it when nobody uses it any more. Null where there is none of this id.</summary>
    public IBrokerConnection? Remove(ConnectionId id)
    {
        lock (_changing)
        {
            var removed = Find(id);
            if (removed is not null)
                _opened = new Opened([.. _opened.All.Where(c => c != removed)]);
            return removed;
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<Exception>? failures = null;
        foreach (var connection in _opened.All)
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

    private static IBrokerConnection Open(ConnectionSettings settings, IBrokerProvider provider)
    {
        var connection = provider.Create(settings);
        return settings.Info.IsReadOnly ? new ReadOnlyConnection(connection) : connection;
    }

    private IBrokerProvider ProviderOf(ConnectionSettings settings)
        => _byKind.GetValueOrDefault(settings.Info.Kind.Value) ?? throw new ArgumentException(
            $"{settings.KeyPrefix}: no broker of kind '{settings.Info.Kind}' is known; known are {string.Join(", ", _byKind.Keys)}.",
            nameof(settings));

    private sealed class Opened(IBrokerConnection[] all)
    {
        public IBrokerConnection[] All { get; } = all;

        public FrozenDictionary<ConnectionId, IBrokerConnection> ById { get; } = all.ToFrozenDictionary(c => c.Info.Id);
    }
}
