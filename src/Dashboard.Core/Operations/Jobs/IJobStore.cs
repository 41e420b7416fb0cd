namespace Dashboard.Core.Operations.Jobs;

/// <summary>Keeps jobs and their timelines. A call that has returned is durable.</summary>
public interface IJobStore
{
    /// <summary>
    /// Adds a job with its first event. Where another job was added under the same idempotency key before, nothing is added and that one is returned.
    /// </summary>
    Task<Job> AddAsync(Job job, JobEvent first, string? idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Replaces a job; adds an event to its timeline where one is given.</summary>
    Task SaveAsync(Job job, JobEvent? happened, CancellationToken cancellationToken);

    Task<Job?> FindAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>The job that was added under the key; null when there is none.</summary>
    Task<Job?> FindByKeyAsync(string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<Job>> RecentAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Jobs that have not ended, oldest first.</summary>
    Task<IReadOnlyList<Job>> UnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<JobEvent>> TimelineAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Removes ended jobs that ended before the time, and returns their ids: ledgers and archives go by them.</summary>
    Task<IReadOnlyList<string>> RemoveEndedBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken);
}
