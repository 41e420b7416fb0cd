using System.Text;
using Dashboard.Core.Operations;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>Jobs that a test puts there; tells of changes like the real one.</summary>
public sealed class FakeJobBoard : IJobBoard
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Job> _jobs = [];
    private long _version = 1;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Dictionary<string, List<JobEvent>> Timelines { get; } = [];

    public List<MessageOutcome> Outcomes { get; } = [];

    public IReadOnlyList<Job> Recent
    {
        get
        {
            lock (_gate)
                return [.. _jobs.Values.OrderByDescending(job => job.CreatedAt)];
        }
    }

    public void Put(Job job)
    {
        lock (_gate)
        {
            _jobs[job.Id] = job;
            _version++;
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public Task<Job?> FindAsync(string jobId, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_jobs.GetValueOrDefault(jobId));
    }

    public Task<IReadOnlyList<JobEvent>> TimelineAsync(string jobId, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<JobEvent>>(Timelines.GetValueOrDefault(jobId) ?? []);

    public Task<OutcomePage> OutcomesAsync(string jobId, OutcomeSearch search, CancellationToken cancellationToken)
    {
        var found = Outcomes.Where(o => (search.Kind is null || o.Kind == search.Kind) && (o.Detail ?? "").Contains(search.Text, StringComparison.OrdinalIgnoreCase)).ToList();
        return Task.FromResult(new OutcomePage([.. found.Skip(search.Offset).Take(search.Limit)], found.Count));
    }

    public async Task WriteReportAsync(string jobId, Stream destination, CancellationToken cancellationToken)
        => await destination.WriteAsync(Encoding.UTF8.GetBytes($"sequence,outcome\r\n1,{jobId}\r\n"), cancellationToken);

    public async Task<long> WaitForChangeAsync(long version, CancellationToken cancellationToken)
    {
        Task changed;
        lock (_gate)
        {
            if (_version != version)
                return _version;
            changed = _changed.Task;
        }

        await changed.WaitAsync(cancellationToken);
        lock (_gate)
            return _version;
    }
}
