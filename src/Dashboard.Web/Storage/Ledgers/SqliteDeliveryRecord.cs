using Dapper;
using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Web.Storage.Ledgers;

/// <summary>Which jobs worked from which log to which target, in the main database.</summary>
internal sealed class SqliteDeliveryRecord(SqliteDatabase database) : IDeliveryRecord
{
    public static readonly Migration First = new(
        "deliveries",
        1,
        "CREATE TABLE delivery (log TEXT NOT NULL, target TEXT NOT NULL, job_id TEXT NOT NULL, PRIMARY KEY (log, target, job_id)) STRICT, WITHOUT ROWID");

    public Task AddAsync(string log, string target, string jobId, CancellationToken cancellationToken)
        => database.WriteAsync(
            connection => connection.Execute("INSERT OR IGNORE INTO delivery (log, target, job_id) VALUES (@log, @target, @jobId)", new { log, target, jobId }),
            cancellationToken);

    // Ids of jobs sort by time.
    public Task<IReadOnlyList<string>> JobsAsync(string log, string target, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<string>>(
            connection => [.. connection.Query<string>("SELECT job_id FROM delivery WHERE log = @log AND target = @target ORDER BY job_id", new { log, target })],
            cancellationToken);

    public Task ForgetAsync(IReadOnlyList<string> jobIds, CancellationToken cancellationToken)
        => jobIds.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(
                connection => connection.Execute("DELETE FROM delivery WHERE job_id = @jobId", jobIds.Select(jobId => new { jobId })),
                cancellationToken);
}
