using System.Collections.Concurrent;

namespace Dashboard.Web.Auth;

/// <summary>
/// All accounts in memory, so that rights can be checked at every act without a query. Loaded at start, told of every change.
/// </summary>
internal sealed class AccountDirectory
{
    private readonly ConcurrentDictionary<string, Account> _accounts = new(StringComparer.OrdinalIgnoreCase);

    public async Task LoadAsync(IAccountStore store, CancellationToken cancellationToken)
    {
        foreach (var account in await store.ListAsync(cancellationToken))
            Remember(account);
    }

    public void Remember(Account account) => _accounts[account.Name] = account;

    public Account? Find(string name) => _accounts.GetValueOrDefault(name);

    /// <summary>Whether somebody can sign in with a password.</summary>
    public bool HasUsableAccount => _accounts.Values.Any(a => a is { IsDisabled: false, PasswordHash: not null });
}
