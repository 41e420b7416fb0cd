using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Dashboard.Web.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Web.Connections;

/// <summary>Connections that were made in the page. Their settings, credentials among them, are encrypted with the dashboard's own keys.</summary>
internal sealed class StoredConnections(SqliteDatabase database, IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly IMigration Schema = new Migration(
        "connections",
        1,
        """
        CREATE TABLE connections (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            environment TEXT NOT NULL,
            is_read_only INTEGER NOT NULL,
            settings TEXT NOT NULL,
            changed_by TEXT NOT NULL,
            changed_at TEXT NOT NULL) STRICT
        """);

    private readonly IDataProtector _protector = protection.CreateProtector("Dashboard.Connections.Settings");

    /// <summary>In the order of their ids.</summary>
    public async Task<IReadOnlyList<StoredConnection>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            connection => connection.Query<Row>(
                """
                SELECT id AS Id, name AS Name, kind AS Kind, environment AS Environment, is_read_only AS IsReadOnly, settings AS Settings,
                    changed_by AS ChangedBy, changed_at AS ChangedAt FROM connections ORDER BY id
                """).ToList(),
            cancellationToken);
        return rows.ConvertAll(Decrypt);
    }

    public Task SaveAsync(ConnectionDraft draft, string actor, CancellationToken cancellationToken)
    {
        var row = new
        {
            draft.Id,
            draft.Name,
            draft.Kind,
            draft.Environment,
            IsReadOnly = draft.IsReadOnly ? 1 : 0,
            Settings = _protector.Protect(JsonSerializer.Serialize(draft.Values)),
            ChangedBy = actor,
            ChangedAt = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        };
        return database.WriteAsync(
            connection =>
            {
                connection.Execute("INSERT OR REPLACE INTO connections VALUES (@Id, @Name, @Kind, @Environment, @IsReadOnly, @Settings, @ChangedBy, @ChangedAt)", row);
            },
            cancellationToken);
    }

    public Task RemoveAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            connection.Execute("DELETE FROM connections WHERE id = @id", new { id });
        },
        cancellationToken);

    private StoredConnection Decrypt(Row row)
    {
        Dictionary<string, string?>? values;
        try
        {
            values = JsonSerializer.Deserialize<Dictionary<string, string?>>(_protector.Unprotect(row.Settings));
        }
        catch (Exception failed) when (failed is CryptographicException or JsonException)
        {
            values = null;
        }

        var draft = new ConnectionDraft
        {
            Id = row.Id,
            Name = row.Name,
            Kind = row.Kind,
            Environment = row.Environment,
            IsReadOnly = row.IsReadOnly != 0,
            Values = new Dictionary<string, string?>(values ?? [], StringComparer.OrdinalIgnoreCase),
        };
        return new StoredConnection(draft, values is not null, row.ChangedBy, DateTimeOffset.Parse(row.ChangedAt, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
    }

    private sealed record Row(string Id, string Name, string Kind, string Environment, long IsReadOnly, string Settings, string ChangedBy, string ChangedAt);
}

/// <summary>A stored connection.</summary>
/// <param name="Draft">With its secrets; without any settings where they could not be decrypted.</param>
/// <param name="IsReadable">False: the key they were encrypted with is gone.</param>
/// <param name="ChangedBy">Account that saved it last.</param>
/// <param name="ChangedAt">When.</param>
internal sealed record StoredConnection(ConnectionDraft Draft, bool IsReadable, string ChangedBy, DateTimeOffset ChangedAt);
