using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Core.Operations.Ledger;
using Dashboard.Tests.Shared.Operations;
using Dashboard.Web.Storage;
using Dashboard.Web.Storage.Jobs;
using Dashboard.Web.Storage.Ledgers;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Operations;

/// <summary>
/// Kills a process of the dashboard at its n-th step towards the outside: before or after a write of the ledger or of the job store, a send, a removal.
/// From then on nothing it does has any effect, and the broker sees its connections go.
/// </summary>
internal sealed class DoomedProcess
{
    private readonly FakeBroker _broker;
    private readonly int _killAt;
    private readonly Lock _sync = new();
    private int _steps;

    public DoomedProcess(FakeBroker broker, int killAt)
    {
        _broker = broker;
        _killAt = killAt;
        broker.Before = act => Step($"before {act}");
        broker.After = act => Step($"after {act}");
    }

    public TaskCompletionSource Death { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string? DiedAt { get; private set; }

    public int Steps => _steps;

    /// <summary>Steps count only while it is.</summary>
    public bool IsArmed { get; set; } = true;

    /// <summary>Puts itself between the engine and what outlives it.</summary>
    public void Decorate(IServiceCollection services)
    {
        services.AddSingleton<IJobLedgerStore>(provider => new LedgerStore(
            new SqliteLedgerStore(provider.GetRequiredService<DataFolder>(), TimeProvider.System), this));
        services.AddSingleton<IJobStore>(provider => new JobStore(new SqliteJobStore(provider.GetRequiredService<SqliteDatabase>()), this));
    }

    /// <summary>The broker no longer belongs to this process.</summary>
    public void LetGo()
    {
        _broker.Before = _ => { };
        _broker.After = _ => { };
    }

    public void Step(string name)
    {
        lock (_sync)
        {
            if (DiedAt is null && IsArmed && ++_steps == _killAt)
            {
                DiedAt = name;
                _broker.CutAll();
                Death.TrySetResult();
            }

            if (DiedAt is not null)
                throw new ProcessKilledException(DiedAt);
        }
    }

    private sealed class LedgerStore(IJobLedgerStore inner, DoomedProcess process) : IJobLedgerStore
    {
        public async Task<IJobLedger> OpenAsync(string jobId, CancellationToken cancellationToken)
        {
            process.Step("before opening the ledger");
            return new Ledger(await inner.OpenAsync(jobId, cancellationToken), process);
        }

        public Task<OutcomePage> OutcomesAsync(string jobId, OutcomeSearch search, CancellationToken cancellationToken)
            => inner.OutcomesAsync(jobId, search, cancellationToken);

        public Task<IReadOnlyList<MessageOutcome>> OutcomesAfterAsync(string jobId, long sequence, int limit, CancellationToken cancellationToken)
            => inner.OutcomesAfterAsync(jobId, sequence, limit, cancellationToken);

        public Task<IReadOnlyList<Dashboard.Core.Capabilities.LogRange>> DeliveredAsync(string jobId, CancellationToken cancellationToken) => inner.DeliveredAsync(jobId, cancellationToken);

        public Task DeleteAsync(string jobId, CancellationToken cancellationToken) => inner.DeleteAsync(jobId, cancellationToken);
    }

    private sealed class Ledger(IJobLedger inner, DoomedProcess process) : IJobLedger
    {
        public async Task AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
        {
            var what = entries.Count == 0 ? "nothing" : entries[0].Step.ToString();
            process.Step($"before recording {what}");
            await inner.AppendAsync(entries, cancellationToken);
            process.Step($"after recording {what}");
        }

        public async Task SetFactAsync(string name, long value, CancellationToken cancellationToken)
        {
            process.Step($"before recording {name}");
            await inner.SetFactAsync(name, value, cancellationToken);
        }

        public Task<long> MarkFaultAsync(string reason, CancellationToken cancellationToken)
        {
            process.Step("before marking a fault");
            return inner.MarkFaultAsync(reason, cancellationToken);
        }

        public Task<LedgerState> LoadAsync(bool withClosed, CancellationToken cancellationToken) => inner.LoadAsync(withClosed, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class JobStore(IJobStore inner, DoomedProcess process) : IJobStore
    {
        public Task<Job> AddAsync(Job job, JobEvent first, string? idempotencyKey, CancellationToken cancellationToken)
            => inner.AddAsync(job, first, idempotencyKey, cancellationToken);

        public Task SaveAsync(Job job, JobEvent? happened, CancellationToken cancellationToken)
        {
            process.Step($"before saving the job as {job.State}");
            return inner.SaveAsync(job, happened, cancellationToken);
        }

        public Task<Job?> FindAsync(string jobId, CancellationToken cancellationToken) => inner.FindAsync(jobId, cancellationToken);

        public Task<Job?> FindByKeyAsync(string idempotencyKey, CancellationToken cancellationToken) => inner.FindByKeyAsync(idempotencyKey, cancellationToken);

        public Task<IReadOnlyList<Job>> RecentAsync(int limit, CancellationToken cancellationToken) => inner.RecentAsync(limit, cancellationToken);

        public Task<IReadOnlyList<Job>> UnfinishedAsync(CancellationToken cancellationToken) => inner.UnfinishedAsync(cancellationToken);

        public Task<IReadOnlyList<JobEvent>> TimelineAsync(string jobId, CancellationToken cancellationToken) => inner.TimelineAsync(jobId, cancellationToken);

        public Task<IReadOnlyList<string>> RemoveEndedBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
            => inner.RemoveEndedBeforeAsync(time, cancellationToken);
    }
}

internal sealed class ProcessKilledException(string at) : Exception($"killed {at}");
