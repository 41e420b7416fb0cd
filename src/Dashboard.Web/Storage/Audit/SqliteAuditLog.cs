using Dapper;
using Dashboard.Core.Audit;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.Audit;

/// <summary>
/// The audit in the main database. The hash chain shows whether a record was changed or taken out.
/// </summary>
internal sealed class SqliteAuditLog(SqliteDatabase database, TimeProvider time) : IAuditLog
{
    public static readonly IMigration Schema = new Migration(
        "audit",
        1,
        """
        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL COLLATE NOCASE,
            action TEXT NOT NULL,
            outcome TEXT NOT NULL,
            connection TEXT,
            target TEXT NOT NULL,
            detail TEXT,
            remote_address TEXT,
            job_id TEXT,
            hash TEXT NOT NULL) STRICT;
        CREATE INDEX audit_by_job ON audit (job_id) WHERE job_id IS NOT NULL;
        CREATE INDEX audit_by_time ON audit (at)
        """);

    public async Task<AuditRecord> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(connection => Append(connection, entry), cancellationToken);
        }
        catch (Exception failure) when (failure is SqliteException or StorageException or IOException or ObjectDisposedException)
        {
            throw new AuditUnavailableException($"The audit could not be written, so nothing was done: {failure.Message}", failure);
        }
    }

    public Task<AuditPage> SearchAsync(AuditSearch search, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Search(connection, search), cancellationToken);

    public Task<long?> FindBreakAsync(CancellationToken cancellationToken) => database.ReadAsync(FindBreak, cancellationToken);

    private AuditRecord Append(SqliteConnection connection, AuditEntry entry)
    {
        var last = connection.QuerySingleOrDefault<AuditRow>($"{AuditRow.Select} ORDER BY sequence DESC LIMIT 1");

        // Milliseconds: what the table keeps must be what the hash was made of.
        var at = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var sequence = (last?.Sequence ?? 0) + 1;
        var record = new AuditRecord(sequence, at, entry, AuditChain.Hash(last?.Hash ?? AuditChain.Start, sequence, at, entry));
        connection.Execute(AuditRow.Insert, AuditRow.Of(record));
        return record;
    }

    private static AuditPage Search(SqliteConnection connection, AuditSearch search)
    {
        var (where, values) = AuditConditions.For(search);
        var total = connection.QuerySingle<long>($"SELECT count(*) FROM audit {where}", values);
        values.Add("limit", Math.Clamp(search.Limit, 1, 1000));
        values.Add("offset", Math.Max(0, search.Offset));
        var rows = connection.Query<AuditRow>($"{AuditRow.Select} {where} ORDER BY sequence DESC LIMIT @limit OFFSET @offset", values);
        return new AuditPage([.. rows.Select(row => row.ToRecord())], total);
    }

    private static long? FindBreak(SqliteConnection connection)
    {
        AuditRow? previous = null;
        foreach (var row in connection.Query<AuditRow>($"{AuditRow.Select} ORDER BY sequence", buffered: false))
        {
            // Retention cuts off the oldest records: the first one kept is taken as the start of the chain.
            var record = row.ToRecord();
            var fits = previous is null
                ? record.Sequence > 1 || record.Hash == AuditChain.Hash(AuditChain.Start, record.Sequence, record.At, record.Entry)
                : record.Sequence == previous.Sequence + 1 && record.Hash == AuditChain.Hash(previous.Hash, record.Sequence, record.At, record.Entry);
            if (!fits)
                return row.Sequence;
            previous = row;
        }

        return null;
    }
}
