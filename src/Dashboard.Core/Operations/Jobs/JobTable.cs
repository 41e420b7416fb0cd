using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Dashboard.Core.Operations.Jobs;

/// <summary>
/// Jobs as they stand, in memory and in the store. Every change of state goes through here, against <see cref="JobTransitions"/>, and is
/// stored before it is seen.
/// </summary>
public sealed partial class JobTable(IJobStore store, TimeProvider time, ILogger<JobTable> log) : IDisposable
{
    private const int RecentLimit = 500;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly Lock _sync = new();
    private TaskCompletionSource _changed = NewSignal();
    private long _version = 1;
    private bool _isLoaded;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Job> Recent
        => [.. _entries.Values.Select(entry => entry.Job).OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.Id, StringComparer.Ordinal)];

    public Job? Find(string jobId) => _entries.TryGetValue(jobId, out var entry) ? entry.Job : null;

    /// <summary>Reads recent and unfinished jobs from the store. Idempotent.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (_isLoaded)
                return;
            foreach (var job in await store.RecentAsync(RecentLimit, cancellationToken))
                _entries.TryAdd(job.Id, new Entry(job));
            foreach (var job in await store.UnfinishedAsync(cancellationToken))
                _entries.TryAdd(job.Id, new Entry(job));
            _isLoaded = true;
        }
        finally
        {
            _loading.Release();
        }

        Announce();
    }

    /// <summary>Stores a new job; answers the earlier one where the key was used before.</summary>
    public async Task<(Job Job, bool IsNew)> AddAsync(Job job, string text, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var kept = await store.AddAsync(job, new JobEvent(time.GetUtcNow(), job.State, text, job.Actor), idempotencyKey, cancellationToken);
        if (kept.Id != job.Id)
            return (_entries.TryGetValue(kept.Id, out var entry) ? entry.Job : kept, false);
        _entries[job.Id] = new Entry(job);
        Announce();
        return (job, true);
    }

    /// <summary>
    /// Changes a job durably. Where the state changes, the move must be legal and the event says why.
    /// </summary>
    /// <returns>The job after it; null where the move is not legal from the state it is in now, and nothing was changed.</returns>
    public async Task<Job?> TryMoveAsync(string jobId, JobState to, string text, string actor, Func<Job, Job>? change = null)
    {
        var entry = _entries[jobId];
        await entry.Turn.WaitAsync();
        try
        {
            var before = entry.Job;
            if (before.State == to || !JobTransitions.IsLegal(before.State, to))
                return null;
            var after = (change?.Invoke(before) ?? before) with { State = to };
            await store.SaveAsync(after, new JobEvent(time.GetUtcNow(), to, text, actor), CancellationToken.None);
            entry.Job = after;
            LogMoved(log, jobId, before.State, to);
        }
        finally
        {
            entry.Turn.Release();
        }

        Announce();
        return entry.Job;
    }

    /// <summary>Adds a line to the timeline without a change of state, and changes what else there is to change.</summary>
    public async Task NoteAsync(string jobId, string text, string actor, Func<Job, Job>? change = null)
    {
        var entry = _entries[jobId];
        await entry.Turn.WaitAsync();
        try
        {
            var after = change?.Invoke(entry.Job) ?? entry.Job;
            await store.SaveAsync(after, new JobEvent(time.GetUtcNow(), after.State, text, actor), CancellationToken.None);
            entry.Job = after;
        }
        finally
        {
            entry.Turn.Release();
        }

        Announce();
    }

    /// <summary>Shows progress. Not durable: the ledger has the truth.</summary>
    public async Task ShowAsync(string jobId, Func<Job, Job> change)
    {
        var entry = _entries[jobId];
        await entry.Turn.WaitAsync();
        try
        {
            var after = change(entry.Job);
            if (after == entry.Job)
                return;
            entry.Job = after with { State = entry.Job.State };
        }
        finally
        {
            entry.Turn.Release();
        }

        Announce();
    }

    public void Forget(IEnumerable<string> jobIds)
    {
        foreach (var jobId in jobIds)
            _entries.TryRemove(jobId, out _);
        Announce();
    }

    /// <inheritdoc cref="IJobBoard.WaitForChangeAsync"/>
    public async Task<long> WaitForChangeAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_sync)
            {
                if (_version > version)
                    return _version;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _loading.Dispose();

    private void Announce()
    {
        TaskCompletionSource signal;
        lock (_sync)
        {
            _version++;
            signal = _changed;
            _changed = NewSignal();
        }

        signal.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(EventId = 2101, Level = LogLevel.Information, Message = "Job {JobId} moved from {From} to {To}")]
    private static partial void LogMoved(ILogger log, string jobId, JobState from, JobState to);

    private sealed class Entry(Job job)
    {
        private volatile Job _job = job;

        public Job Job
        {
            get => _job;
            set => _job = value;
        }

        public SemaphoreSlim Turn { get; } = new(1, 1);
    }
}
