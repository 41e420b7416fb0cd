using System.Text.Json;
using Dapper;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Core.Storage;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.Jobs;

/// <summary>Jobs and their timelines in the main database.</summary>
internal sealed class SqliteJobStore(SqliteDatabase database) : IJobStore
{
    /// <summary>State and times have columns of their own to be searched by; the rest of a job is one JSON value.</summary>
    public static readonly Migration First = new(
        "jobs",
        1,
        """
        CREATE TABLE job (
            id TEXT PRIMARY KEY, state TEXT NOT NULL, created_at INTEGER NOT NULL, ended_at INTEGER, idempotency_key TEXT UNIQUE, value TEXT NOT NULL) STRICT;
        CREATE INDEX job_created ON job (created_at);
        CREATE TABLE job_event (
            id INTEGER PRIMARY KEY, job_id TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            at INTEGER NOT NULL, state TEXT NOT NULL, text TEXT NOT NULL, actor TEXT NOT NULL) STRICT;
        CREATE INDEX job_event_job ON job_event (job_id, id);
        """);

    private static readonly string[] Ended = [nameof(JobState.Cancelled), nameof(JobState.Succeeded), nameof(JobState.Failed)];

    public Task<Job> AddAsync(Job job, JobEvent first, string? idempotencyKey, CancellationToken cancellationToken)
        => database.WriteAsync(
            connection =>
            {
                if (idempotencyKey is not null && FindByKey(connection, idempotencyKey) is { } earlier)
                    return earlier;
                connection.Execute(
                    "INSERT INTO job (id, state, created_at, ended_at, idempotency_key, value) VALUES (@Id, @State, @CreatedAt, @EndedAt, @Key, @Value)",
                    Row(job, idempotencyKey));
                AddEvent(connection, job.Id, first);
                return job;
            },
            cancellationToken);

    public Task SaveAsync(Job job, JobEvent? happened, CancellationToken cancellationToken)
        => database.WriteAsync(
            connection =>
            {
                connection.Execute("UPDATE job SET state = @State, ended_at = @EndedAt, value = @Value WHERE id = @Id", Row(job, null));
                if (happened is not null)
                    AddEvent(connection, job.Id, happened);
            },
            cancellationToken);

    public Task<Job?> FindAsync(string jobId, CancellationToken cancellationToken)
        => database.ReadAsync(
            connection => Read(connection.QuerySingleOrDefault<string>("SELECT value FROM job WHERE id = @jobId", new { jobId })),
            cancellationToken);

    public Task<Job?> FindByKeyAsync(string idempotencyKey, CancellationToken cancellationToken)
        => database.ReadAsync(connection => FindByKey(connection, idempotencyKey), cancellationToken);

    public Task<IReadOnlyList<Job>> RecentAsync(int limit, CancellationToken cancellationToken)
        => ListAsync("SELECT value FROM job ORDER BY created_at DESC, id DESC LIMIT @limit", new { limit }, cancellationToken);

    public Task<IReadOnlyList<Job>> UnfinishedAsync(CancellationToken cancellationToken)
        => ListAsync("SELECT value FROM job WHERE state NOT IN @Ended ORDER BY created_at, id", new { Ended }, cancellationToken);

    public Task<IReadOnlyList<JobEvent>> TimelineAsync(string jobId, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<JobEvent>>(
            connection =>
            [
                .. connection
                    .Query<(long At, string State, string Text, string Actor)>("SELECT at, state, text, actor FROM job_event WHERE job_id = @jobId ORDER BY id", new { jobId })
                    .Select(row => new JobEvent(DateTimeOffset.FromUnixTimeMilliseconds(row.At), Enum.Parse<JobState>(row.State), row.Text, row.Actor)),
            ],
            cancellationToken);

    public Task<IReadOnlyList<string>> RemoveEndedBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
        => database.WriteAsync<IReadOnlyList<string>>(
            connection => connection.Query<string>(
                "DELETE FROM job WHERE state IN @Ended AND ended_at < @Before RETURNING id",
                new { Ended, Before = time.ToUnixTimeMilliseconds() }).ToList(),
            cancellationToken);

    private Task<IReadOnlyList<Job>> ListAsync(string sql, object values, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<Job>>(
            connection => [.. connection.Query<string>(sql, values).Select(value => Read(value)!)],
            cancellationToken);

    private static Job? FindByKey(SqliteConnection connection, string idempotencyKey)
        => Read(connection.QuerySingleOrDefault<string>("SELECT value FROM job WHERE idempotency_key = @idempotencyKey", new { idempotencyKey }));

    private static object Row(Job job, string? key) => new
    {
        job.Id,
        State = job.State.ToString(),
        CreatedAt = job.CreatedAt.ToUnixTimeMilliseconds(),
        EndedAt = job.EndedAt?.ToUnixTimeMilliseconds(),
        Key = key,
        Value = JsonSerializer.Serialize(job, DashboardJson.Options),
    };

    private static Job? Read(string? value) => value is null ? null : JsonSerializer.Deserialize<Job>(value, DashboardJson.Options);

    private static void AddEvent(SqliteConnection connection, string jobId, JobEvent happened)
        => connection.Execute(
            "INSERT INTO job_event (job_id, at, state, text, actor) VALUES (@jobId, @At, @State, @Text, @Actor)",
            new { jobId, At = happened.At.ToUnixTimeMilliseconds(), State = happened.State.ToString(), happened.Text, happened.Actor });
}
