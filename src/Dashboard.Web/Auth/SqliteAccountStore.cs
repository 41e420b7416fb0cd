using System.Globalization;
using Dapper;
using Dashboard.Core.Access;
using Dashboard.Web.Storage;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Auth;

/// <summary>Accounts in the main database.</summary>
internal sealed class SqliteAccountStore(SqliteDatabase database) : IAccountStore
{
    public static readonly IMigration Schema = new Migration(
        "accounts",
        1,
        """
        CREATE TABLE accounts (
            name TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
            role TEXT NOT NULL,
            password_hash TEXT,
            is_disabled INTEGER NOT NULL,
            security_stamp TEXT NOT NULL,
            failed_sign_ins INTEGER NOT NULL,
            locked_until TEXT,
            created_at TEXT NOT NULL,
            last_sign_in_at TEXT,
            must_change_password INTEGER NOT NULL) STRICT
        """);

    private const string Columns =
        "name, role, password_hash, is_disabled, security_stamp, failed_sign_ins, locked_until, created_at, last_sign_in_at, must_change_password";

    private const string Selected =
        "name AS Name, role AS Role, password_hash AS PasswordHash, is_disabled AS IsDisabled, security_stamp AS SecurityStamp, failed_sign_ins AS FailedSignIns, "
        + "locked_until AS LockedUntil, created_at AS CreatedAt, last_sign_in_at AS LastSignInAt, must_change_password AS MustChangePassword";

    private const string Values =
        "@Name, @Role, @PasswordHash, @IsDisabled, @SecurityStamp, @FailedSignIns, @LockedUntil, @CreatedAt, @LastSignInAt, @MustChangePassword";

    public Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Account>>(
        connection => [.. connection.Query<Row>($"SELECT {Selected} FROM accounts ORDER BY name").Select(row => row.ToAccount())],
        cancellationToken);

    public Task<Account?> FindAsync(string name, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<Row>($"SELECT {Selected} FROM accounts WHERE name = @name", new { name })?.ToAccount(),
        cancellationToken);

    public Task<bool> AddAsync(Account account, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute($"INSERT INTO accounts ({Columns}) VALUES ({Values}) ON CONFLICT DO NOTHING", Row.Of(account)) == 1,
        cancellationToken);

    public Task UpdateAsync(Account account, CancellationToken cancellationToken) => database.WriteAsync(
        connection => Replace(connection, account),
        cancellationToken);

    private static void Replace(SqliteConnection connection, Account account) =>
        connection.Execute($"UPDATE accounts SET ({Columns}) = ({Values}) WHERE name = @Name", Row.Of(account));

    /// <summary>An account as the table has it.</summary>
    private sealed record Row
    {
        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string? PasswordHash { get; init; }

        public long IsDisabled { get; init; }

        public string SecurityStamp { get; init; } = "";

        public long FailedSignIns { get; init; }

        public string? LockedUntil { get; init; }

        public string CreatedAt { get; init; } = "";

        public string? LastSignInAt { get; init; }

        public long MustChangePassword { get; init; }

        public static object Of(Account account) => new
        {
            account.Name,
            Role = account.Role.ToString(),
            account.PasswordHash,
            account.IsDisabled,
            account.SecurityStamp,
            account.FailedSignIns,
            LockedUntil = Text(account.LockedUntil),
            CreatedAt = Text(account.CreatedAt),
            LastSignInAt = Text(account.LastSignInAt),
            account.MustChangePassword,
        };

        public Account ToAccount() => new(
            Name,
            Enum.Parse<Role>(Role),
            PasswordHash,
            IsDisabled != 0,
            SecurityStamp,
            (int)FailedSignIns,
            Time(LockedUntil),
            Time(CreatedAt)!.Value,
            Time(LastSignInAt),
            MustChangePassword != 0);

        private static string? Text(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

        private static DateTimeOffset? Time(string? text) =>
            text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
    }
}
