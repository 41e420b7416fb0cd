using Dapper;

namespace Dashboard.Web.Storage.Templates;

/// <summary>Publish templates in the main database.</summary>
internal sealed class SqliteTemplateStore(SqliteDatabase database)
{
    public static readonly Migration First = new(
        "templates",
        1,
        """
        CREATE TABLE publish_template (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, is_shared INTEGER NOT NULL, saved_at INTEGER NOT NULL, content TEXT NOT NULL) STRICT;
        CREATE UNIQUE INDEX publish_template_name ON publish_template (owner, name);
        """);

    /// <summary>The owner's own ones and those that are shared, by name.</summary>
    public Task<IReadOnlyList<PublishTemplate>> ListAsync(string owner, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<PublishTemplate>>(
            connection => [.. connection
                .Query<Row>("SELECT id, name, owner, is_shared AS isShared, saved_at AS savedAt, content FROM publish_template WHERE owner = @owner OR is_shared = 1 ORDER BY name COLLATE NOCASE, owner", new { owner })
                .Select(row => row.ToTemplate())],
            cancellationToken);

    public Task<PublishTemplate?> FindAsync(string id, CancellationToken cancellationToken)
        => database.ReadAsync(
            connection => connection
                .QuerySingleOrDefault<Row>("SELECT id, name, owner, is_shared AS isShared, saved_at AS savedAt, content FROM publish_template WHERE id = @id", new { id })?
                .ToTemplate(),
            cancellationToken);

    /// <summary>Adds it, or replaces the one of the same owner and name.</summary>
    public Task SaveAsync(PublishTemplate template, CancellationToken cancellationToken)
        => database.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO publish_template (id, name, owner, is_shared, saved_at, content) VALUES (@Id, @Name, @Owner, @IsShared, @SavedAt, @Content)
                ON CONFLICT (owner, name) DO UPDATE SET is_shared = excluded.is_shared, saved_at = excluded.saved_at, content = excluded.content
                """,
                new { template.Id, template.Name, template.Owner, IsShared = template.IsShared ? 1 : 0, SavedAt = template.SavedAt.ToUnixTimeMilliseconds(), template.Content }),
            cancellationToken);

    public Task DeleteAsync(string id, CancellationToken cancellationToken)
        => database.WriteAsync(connection => connection.Execute("DELETE FROM publish_template WHERE id = @id", new { id }), cancellationToken);

    public Task<int> CountAsync(string owner, CancellationToken cancellationToken)
        => database.ReadAsync(connection => connection.ExecuteScalar<int>("SELECT count(*) FROM publish_template WHERE owner = @owner", new { owner }), cancellationToken);

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Owner { get; init; } = "";

        public long IsShared { get; init; }

        public long SavedAt { get; init; }

        public string Content { get; init; } = "";

        public PublishTemplate ToTemplate() => new(Id, Name, Owner, IsShared != 0, DateTimeOffset.FromUnixTimeMilliseconds(SavedAt), Content);
    }
}
