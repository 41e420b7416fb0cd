using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Web.Auth.Keys;

/// <summary>All keys in memory, so that a call is authenticated without a query. Loaded at start, told of every change.</summary>
internal sealed class ApiKeyDirectory
{
    private readonly ConcurrentDictionary<string, ApiKey> _keys = new(StringComparer.Ordinal);

    public async Task LoadAsync(SqliteApiKeyStore store, CancellationToken cancellationToken)
    {
        foreach (var key in await store.ListAsync(cancellationToken))
            Remember(key);
    }

    public void Remember(ApiKey key) => _keys[key.Id] = key;

    public ApiKey? Find(string id) => _keys.GetValueOrDefault(id);

    /// <summary>The key that this is the text of, however it stands; null when it is none.</summary>
    public ApiKey? Match(string text) =>
        ApiKeyText.TryReadId(text, out var id)
        && Find(id) is { } key
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(ApiKeyText.HashOf(text)), Encoding.ASCII.GetBytes(key.Hash))
            ? key
            : null;
}
