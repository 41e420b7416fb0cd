using Dashboard.Core.Access;

namespace Dashboard.Web.Auth.Keys;

/// <summary>How accounts and keys stand. A key stands never above its maker, and falls with it.</summary>
internal sealed class Standings(AccountDirectory accounts, ApiKeyDirectory keys, TimeProvider time) : IAccountDirectory
{
    public AccountStanding? Find(string name) => accounts.Find(name) is { } account ? new AccountStanding(account.Role, account.IsDisabled) : null;

    public AccountStanding? FindKey(string keyId)
    {
        if (keys.Find(keyId) is not { } key || Find(key.Maker) is not { } maker)
            return null;
        var role = key.Role < maker.Role ? key.Role : maker.Role;
        return new AccountStanding(role, maker.IsDisabled || key.RevokedAt is not null || key.IsExpired(time.GetUtcNow()));
    }
}
