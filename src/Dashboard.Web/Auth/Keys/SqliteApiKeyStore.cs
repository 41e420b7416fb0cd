using System.Globalization;
using Dapper;
using Dashboard.Core.Access;
using Dashboard.Web.Storage;

namespace Dashboard.Web.Auth.Keys;

/// <summary>API keys in the main database. Revoked ones stay, so that the audit's names can be looked up.</summary>
internal sealed class SqliteApiKeyStore(SqliteDatabase database)
{
    public static readonly IMigration Schema = new Migration(
        "api-keys",
        1,
        """
        CREATE TABLE api_key (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            maker TEXT NOT NULL,
            role TEXT NOT NULL,
            hash TEXT NOT NULL,
            created_at TEXT NOT NULL,
            expires_at TEXT,
            last_used_at TEXT,
            revoked_at TEXT,
            revoked_by TEXT) STRICT
        """);

    /// <summary>All keys, the newest first.</summary>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<ApiKey>>(
        connection =>
        [
            .. connection.Query<Row>(
                """
                SELECT id AS Id, name AS Name, maker AS Maker, role AS Role, hash AS Hash, created_at AS CreatedAt, expires_at AS ExpiresAt,
                    last_used_at AS LastUsedAt, revoked_at AS RevokedAt, revoked_by AS RevokedBy
                FROM api_key ORDER BY created_at DESC, id
                """).Select(row => row.ToKey()),
        ],
        cancellationToken);

    public Task AddAsync(ApiKey key, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            """
            INSERT INTO api_key (id, name, maker, role, hash, created_at, expires_at, last_used_at, revoked_at, revoked_by)
            VALUES (@Id, @Name, @Maker, @Role, @Hash, @CreatedAt, @ExpiresAt, @LastUsedAt, @RevokedAt, @RevokedBy)
            """,
            Row.Of(key)),
        cancellationToken);

    public Task RevokeAsync(ApiKey key, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute("UPDATE api_key SET revoked_at = @RevokedAt, revoked_by = @RevokedBy WHERE id = @Id", Row.Of(key)),
        cancellationToken);

    public Task SetLastUsedAsync(string id, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute("UPDATE api_key SET last_used_at = @at WHERE id = @id", new { id, at = Row.Text(at) }),
        cancellationToken);

    /// <summary>A key as the table has it.</summary>
    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Maker { get; init; } = "";

        public string Role { get; init; } = "";

        public string Hash { get; init; } = "";

        public string CreatedAt { get; init; } = "";

        public string? ExpiresAt { get; init; }

        public string? LastUsedAt { get; init; }

        public string? RevokedAt { get; init; }

        public string? RevokedBy { get; init; }

        public static Row Of(ApiKey key) => new()
        {
            Id = key.Id,
            Name = key.Name,
            Maker = key.Maker,
            Role = key.Role.ToString(),
            Hash = key.Hash,
            CreatedAt = Text(key.CreatedAt)!,
            ExpiresAt = Text(key.ExpiresAt),
            LastUsedAt = Text(key.LastUsedAt),
            RevokedAt = Text(key.RevokedAt),
            RevokedBy = key.RevokedBy,
        };

        public ApiKey ToKey() => new(
            Id, Name, Maker, Enum.Parse<Role>(Role), Hash, Time(CreatedAt)!.Value, Time(ExpiresAt), Time(LastUsedAt), Time(RevokedAt), RevokedBy);

        public static string? Text(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

        private static DateTimeOffset? Time(string? text) =>
            text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
    }
}
