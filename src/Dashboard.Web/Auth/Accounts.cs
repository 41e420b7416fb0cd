using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Web.Auth.Keys;

namespace Dashboard.Web.Auth;

/// <summary>Signing in, and what admins do with accounts. Every act is authorised and audited here.</summary>
internal sealed class Accounts(IAccountStore store, Passwords passwords, AccountDirectory directory, IAccessGate gate, IAuditLog audit, TimeProvider time)
{
    /// <summary>The account behind the one-time link of the console. It has no password.</summary>
    public const string ConsoleName = "console";

    private const int FailuresBeforeLock = 5;
    private static readonly TimeSpan LockTime = TimeSpan.FromMinutes(5);

    // One word for all reasons but the lock: what is wrong tells a stranger which names exist.
    private const string WrongPair = "The name or the password is wrong, or the account is disabled.";

    public async Task<SignInResult> SignInAsync(string name, string password, string? remoteAddress, CancellationToken cancellationToken)
    {
        var account = await store.FindAsync(name, cancellationToken);
        var isRight = passwords.Verify(account?.PasswordHash, password);
        var now = time.GetUtcNow();
        if (account?.LockedUntil is { } until && until > now)
        {
            await AuditAsync(name, "sign-in", AuditOutcome.Denied, name, "locked after wrong passwords", remoteAddress, cancellationToken);
            return SignInResult.Refused($"Too many wrong passwords. Try again in {Math.Ceiling((until - now).TotalMinutes)} min, or ask an admin to reset it.");
        }

        if (account is null || account.IsDisabled || !isRight)
        {
            if (account is { IsDisabled: false })
                await CountFailureAsync(account, now, cancellationToken);
            await AuditAsync(name, "sign-in", AuditOutcome.Denied, name, account is null ? "no such account" : account.IsDisabled ? "disabled" : "wrong password", remoteAddress, cancellationToken);
            return SignInResult.Refused(WrongPair);
        }

        return await CompleteAsync(account, "password", remoteAddress, cancellationToken);
    }

    /// <summary>Signs in as <see cref="ConsoleName"/>, for whoever holds the one-time link.</summary>
    public async Task<SignInResult> SignInFromConsoleAsync(string? remoteAddress, CancellationToken cancellationToken)
    {
        var account = await store.FindAsync(ConsoleName, cancellationToken);
        if (account is null)
        {
            account = NewAccount(ConsoleName, Role.Admin, passwordHash: null, mustChange: false);
            await store.AddAsync(account, cancellationToken);
        }

        if (account.IsDisabled)
        {
            await AuditAsync(ConsoleName, "sign-in", AuditOutcome.Denied, ConsoleName, "disabled", remoteAddress, cancellationToken);
            return SignInResult.Refused("The account behind this link is disabled. Sign in with an account of your own.");
        }

        return await CompleteAsync(account, "one-time link", remoteAddress, cancellationToken);
    }

    /// <summary>Makes the first admin from the configuration, once: an account of that name is left as it is.</summary>
    public async Task BootstrapAsync(string name, string password, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(name, cancellationToken) is not null)
            return;
        if (Passwords.Objection(password, name) is { } objection)
            throw new InvalidOperationException($"The password of the first admin will not do. {objection}");
        await store.AddAsync(NewAccount(name, Role.Admin, passwords.Hash(password), mustChange: false), cancellationToken);
        await AuditAsync(Actor.System.Name, "account.create", AuditOutcome.Succeeded, name, "first admin, from the configuration", null, cancellationToken);
    }

    public async Task<IReadOnlyList<Account>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, Permission.ManageAccounts, null, "accounts", cancellationToken);
        return await store.ListAsync(cancellationToken);
    }

    /// <summary>Makes an account with a generated password, which is returned once and kept only as a hash.</summary>
    /// <exception cref="AccountRefusedException">The name will not do or is taken.</exception>
    public async Task<string> CreateAsync(Actor actor, string name, Role role, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, Permission.ManageAccounts, null, $"account {name}", cancellationToken);
        name = name.Trim();
        if (name.Length is < 2 or > 64 || name.Any(char.IsControl))
            throw new AccountRefusedException("A name has 2 to 64 characters.");
        if (name.Equals(Actor.System.Name, StringComparison.OrdinalIgnoreCase) || name.Equals(ConsoleName, StringComparison.OrdinalIgnoreCase))
            throw new AccountRefusedException($"'{name}' is the dashboard's own name. Choose another.");
        if (name.Contains(ApiKey.NameMark, StringComparison.OrdinalIgnoreCase))
            throw new AccountRefusedException($"'{ApiKey.NameMark.Trim()}' stands in the audit where an API key acts. Choose another name.");
        var password = Passwords.Generate();
        await AuditAsync(actor, "account.create", AuditOutcome.Allowed, name, $"role {role}", cancellationToken);
        if (!await store.AddAsync(NewAccount(name, role, passwords.Hash(password), mustChange: true), cancellationToken))
            throw new AccountRefusedException($"There is an account '{name}' already.");
        return password;
    }

    public Task SetRoleAsync(Actor actor, string name, Role role, CancellationToken cancellationToken) =>
        ChangeAsync(actor, name, "account.role", $"role {role}", a => a with { Role = role }, cancellationToken);

    public Task SetDisabledAsync(Actor actor, string name, bool isDisabled, CancellationToken cancellationToken) =>
        ChangeAsync(actor, name, isDisabled ? "account.disable" : "account.enable", null, a => a with { IsDisabled = isDisabled }, cancellationToken);

    /// <summary>Ends every session of the account.</summary>
    public Task RevokeAsync(Actor actor, string name, CancellationToken cancellationToken) =>
        ChangeAsync(actor, name, "account.revoke", "all sessions", a => a, cancellationToken);

    /// <summary>Gives a new generated password, returned once; ends every session and lifts a lock.</summary>
    public async Task<string> ResetPasswordAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        var password = Passwords.Generate();
        await ChangeAsync(
            actor,
            name,
            "account.reset",
            null,
            a => a with { PasswordHash = passwords.Hash(password), FailedSignIns = 0, LockedUntil = null, MustChangePassword = true },
            cancellationToken);
        return password;
    }

    /// <summary>Changes one's own password. Other sessions of the account end.</summary>
    /// <exception cref="AccountRefusedException">The old one is wrong or the new one will not do.</exception>
    public async Task<Account> ChangeOwnPasswordAsync(Actor actor, string oldPassword, string newPassword, CancellationToken cancellationToken)
    {
        var account = await store.FindAsync(actor.Name, cancellationToken) ?? throw new AccountRefusedException("The account is gone.");
        if (!passwords.Verify(account.PasswordHash, oldPassword))
        {
            await AuditAsync(actor, "account.password", AuditOutcome.Denied, account.Name, "old password wrong", cancellationToken);
            throw new AccountRefusedException("The present password is wrong.");
        }

        if (Passwords.Objection(newPassword, account.Name) is { } objection)
            throw new AccountRefusedException(objection);
        await AuditAsync(actor, "account.password", AuditOutcome.Allowed, account.Name, null, cancellationToken);
        account = account with { PasswordHash = passwords.Hash(newPassword), MustChangePassword = false, SecurityStamp = NewStamp() };
        await SaveAsync(account, cancellationToken);
        return account;
    }

    private async Task ChangeAsync(Actor actor, string name, string action, string? detail, Func<Account, Account> change, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, Permission.ManageAccounts, null, $"account {name}", cancellationToken);
        var account = await store.FindAsync(name, cancellationToken) ?? throw new AccountRefusedException($"There is no account '{name}'.");
        var changed = change(account) with { SecurityStamp = NewStamp() };
        if (IsAdmin(account) && !IsAdmin(changed) && (await store.ListAsync(cancellationToken)).Count(IsAdmin) == 1)
            throw new AccountRefusedException($"'{account.Name}' is the only admin. Make another one first.");
        await AuditAsync(actor, action, AuditOutcome.Allowed, account.Name, detail, cancellationToken);
        await SaveAsync(changed, cancellationToken);

        static bool IsAdmin(Account a) => a is { Role: Role.Admin, IsDisabled: false };
    }

    private async Task<SignInResult> CompleteAsync(Account account, string how, string? remoteAddress, CancellationToken cancellationToken)
    {
        await AuditAsync(account.Name, "sign-in", AuditOutcome.Succeeded, account.Name, how, remoteAddress, cancellationToken);
        account = account with { FailedSignIns = 0, LockedUntil = null, LastSignInAt = time.GetUtcNow() };
        await SaveAsync(account, cancellationToken);
        return new(account, null);
    }

    private async Task CountFailureAsync(Account account, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var failures = account.FailedSignIns + 1;
        var isLocked = failures >= FailuresBeforeLock;
        await SaveAsync(account with { FailedSignIns = isLocked ? 0 : failures, LockedUntil = isLocked ? now + LockTime : null }, cancellationToken);
    }

    private async Task SaveAsync(Account account, CancellationToken cancellationToken)
    {
        await store.UpdateAsync(account, cancellationToken);
        directory.Remember(account);
    }

    private Account NewAccount(string name, Role role, string? passwordHash, bool mustChange) =>
        new(name, role, passwordHash, false, NewStamp(), 0, null, time.GetUtcNow(), null, mustChange);

    private static string NewStamp() => Guid.NewGuid().ToString("N");

    private Task AuditAsync(Actor actor, string action, AuditOutcome outcome, string target, string? detail, CancellationToken cancellationToken) =>
        AuditAsync(actor.Name, action, outcome, target, detail, actor.RemoteAddress, cancellationToken);

    private Task AuditAsync(string actor, string action, AuditOutcome outcome, string target, string? detail, string? remoteAddress, CancellationToken cancellationToken) =>
        audit.AppendAsync(new AuditEntry(actor, action, outcome, null, $"account {target}", detail, remoteAddress), cancellationToken);
}

/// <summary>What was asked of an account cannot be done. The message says why.</summary>
internal sealed class AccountRefusedException(string message) : Exception(message);
