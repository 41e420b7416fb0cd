namespace Dashboard.Web.Auth;

/// <summary>Where accounts are kept. Names are found without regard to case.</summary>
internal interface IAccountStore
{
    Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken);

    Task<Account?> FindAsync(string name, CancellationToken cancellationToken);

    /// <returns>False when the name is taken.</returns>
    Task<bool> AddAsync(Account account, CancellationToken cancellationToken);

    /// <summary>Replaces the account of this name.</summary>
    Task UpdateAsync(Account account, CancellationToken cancellationToken);
}
