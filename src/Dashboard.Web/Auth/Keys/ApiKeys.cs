using System.Collections.Concurrent;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;

namespace Dashboard.Web.Auth.Keys;

/// <summary>Making and revoking keys, authorised and audited; and saying what a key that came with a call is good for.</summary>
internal sealed partial class ApiKeys(
    SqliteApiKeyStore store,
    ApiKeyDirectory directory,
    IAccountDirectory standings,
    IAccessGate gate,
    IAuditLog audit,
    TimeProvider time,
    ILogger<ApiKeys> log)
{
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _noted = new(StringComparer.Ordinal);

    /// <summary>All keys, the newest first; those revoked too.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, Permission.ManageAccounts, null, "API keys", cancellationToken);
        return await store.ListAsync(cancellationToken);
    }

    /// <summary>Makes a key. Its text is in the answer this once and is not kept.</summary>
    /// <exception cref="ApiKeyRefusedException">Name, role or expiry will not do.</exception>
    public async Task<NewApiKey> CreateAsync(Actor actor, string name, Role role, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        name = name.Trim();
        await gate.DemandAsync(actor, Permission.ManageAccounts, null, $"API key {name}", cancellationToken);
        if (actor.KeyId is not null)
            throw new ApiKeyRefusedException("A key does not make keys: a person does.");
        if (name.Length is < 2 or > 64 || name.Any(char.IsControl))
            throw new ApiKeyRefusedException("A name has 2 to 64 characters.");
        if (!Enum.IsDefined(role) || role > standings.Find(actor.Name)?.Role)
            throw new ApiKeyRefusedException("A key may not do more than the one who makes it.");
        var now = time.GetUtcNow();
        if (expiresAt <= now)
            throw new ApiKeyRefusedException("The key would have expired already.");
        var (id, text) = ApiKeyText.New();
        var key = new ApiKey(id, name, actor.Name, role, ApiKeyText.HashOf(text), now, expiresAt, null, null, null);
        var until = expiresAt is { } end ? $"until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "without expiry";
        await AuditAsync(actor, "api-key.create", AuditOutcome.Allowed, key, $"role {role}, {until}", cancellationToken);
        await store.AddAsync(key, cancellationToken);
        directory.Remember(key);
        return new NewApiKey(key, text);
    }

    /// <summary>Ends a key at once. A key that was revoked before stays as it is.</summary>
    /// <exception cref="ApiKeyRefusedException">There is none of this id.</exception>
    public async Task RevokeAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, Permission.ManageAccounts, null, $"API key {id}", cancellationToken);
        var key = directory.Find(id) ?? throw new ApiKeyRefusedException("There is no such key.");
        if (key.RevokedAt is not null)
            return;
        await AuditAsync(actor, "api-key.revoke", AuditOutcome.Allowed, key, $"made by {key.Maker}", cancellationToken);
        key = key with { RevokedAt = time.GetUtcNow(), RevokedBy = actor.Name };
        await store.RevokeAsync(key, cancellationToken);
        directory.Remember(key);
    }

    /// <summary>Whom a call with this key acts as, or why it may not. A refusal of a key that exists can be audited by its name.</summary>
    public ApiKeyCheck Check(string text, string? remoteAddress)
    {
        if (directory.Match(text) is not { } key)
            return new ApiKeyCheck(null, null, "There is no such key.");
        if (key.RevokedAt is not null)
            return new ApiKeyCheck(null, key, "The key was revoked.");
        if (key.IsExpired(time.GetUtcNow()))
            return new ApiKeyCheck(null, key, "The key has expired.");
        if (standings.FindKey(key.Id) is not { IsDisabled: false, Role: var role })
            return new ApiKeyCheck(null, key, "The account that made the key is disabled.");
        return new ApiKeyCheck(new Actor(key.AuditName, role, remoteAddress) { KeyId = key.Id }, key, null);
    }

    /// <summary>Remembers that the key was used, at most once a minute. Never throws: a call does not fail over it.</summary>
    public async Task NoteUseAsync(ApiKey key)
    {
        var now = time.GetUtcNow();
        var noted = _noted.GetOrAdd(key.Id, _ => key.LastUsedAt ?? DateTimeOffset.MinValue);
        if (now - noted < BetweenNotes || !_noted.TryUpdate(key.Id, now, noted))
            return;
        try
        {
            await store.SetLastUsedAsync(key.Id, now, CancellationToken.None);
        }
        catch (Exception failed)
        {
            LogUseNotNoted(log, failed, key.Id);
        }
    }

    private Task AuditAsync(Actor actor, string action, AuditOutcome outcome, ApiKey key, string detail, CancellationToken cancellationToken) =>
        audit.AppendAsync(new AuditEntry(actor.Name, action, outcome, null, $"API key {key.Name} ({key.Id})", detail, actor.RemoteAddress), cancellationToken);

    [LoggerMessage(EventId = 2021, Level = LogLevel.Warning, Message = "That API key {Id} was used could not be noted")]
    private static partial void LogUseNotNoted(ILogger log, Exception exception, string id);
}

/// <summary>A key that was just made, with its text.</summary>
internal sealed record NewApiKey(ApiKey Key, string Text);

/// <summary>What came of looking at a key: an actor, or an objection in words; and the key, where there is one.</summary>
internal readonly record struct ApiKeyCheck(Actor? Actor, ApiKey? Key, string? Objection);

/// <summary>What was asked of a key cannot be done. The message says why.</summary>
internal sealed class ApiKeyRefusedException(string message) : Exception(message);
