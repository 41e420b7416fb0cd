using Dashboard.Brokers;
using Dashboard.Core;
using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Web.Storage;
using Dashboard.Web.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>The engine with its real storage on real brokers.</summary>
internal sealed class RealEngine : IAsyncDisposable
{
    private static readonly Actor Operator = new("olga", Role.Operator, "127.0.0.1");

    private readonly TemporaryFolder? _folder;
    private readonly ServiceProvider _services;

    public RealEngine(IReadOnlyList<ConnectionSettings> connections, string? folder = null, Action<IServiceCollection>? change = null)
    {
        _folder = folder is null ? new TemporaryFolder() : null;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddBrokers();
        services.AddCore(_ => [.. connections]);
        services.AddOperations();
        services.AddSqliteStorage(folder ?? _folder!.Path);
        services.AddSingleton<IAccountDirectory>(new FakeAccounts());
        services.Configure<OperationsOptions>(options => options.MinFreeDiskBytes = 1);
        change?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public IOperations Operations => _services.GetRequiredService<IOperations>();

    public IJobBoard Board => _services.GetRequiredService<IJobBoard>();

    public IJobRecovery Recovery => _services.GetRequiredService<IJobRecovery>();

    public T Find<T>(ConnectionId connection)
        where T : class, ICapability
        => _services.GetRequiredService<IConnectionRegistry>().Find(connection)!.Find<T>().ShouldNotBeNull();

    public Task<OperationPlan> PlanAsync(OperationIntent intent) => Operations.PlanAsync(Operator, intent, CancellationToken.None);

    public async Task<DryRunReport> DryRunAsync(OperationIntent intent)
        => await Operations.DryRunAsync(Operator, (await PlanAsync(intent)).PlanId, null, CancellationToken.None);

    public async Task<Job> SubmitAsync(OperationIntent intent)
    {
        var plan = await PlanAsync(intent);
        plan.Refusal.ShouldBeNull();
        return await Operations.SubmitAsync(Operator, plan.PlanId, plan.MustType, null, CancellationToken.None);
    }

    public async Task<Job> RunAsync(OperationIntent intent) => await EndOfAsync((await SubmitAsync(intent)).Id);

    /// <summary>A search as a page begins it.</summary>
    public Task<MessageLook> SearchAsync(BrowseRequest request, string filter, IProgress<LookProgress> progress, CancellationToken cancellationToken)
        => _services.GetRequiredService<IMessageReading>().SearchAsync(Operator, request, filter, progress, cancellationToken);

    public Task PauseAsync(string jobId) => Operations.PauseAsync(Operator, jobId, CancellationToken.None);

    public Task<Job> EndOfAsync(string jobId) => WaitAsync(jobId, job => job.IsEnded);

    /// <summary>Waits until the job is as asked; fails after two minutes and says how it was.</summary>
    public async Task<Job> WaitAsync(string jobId, Func<Job, bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        long version = 0;
        while (true)
        {
            var job = await Board.FindAsync(jobId, CancellationToken.None);
            if (job is not null && condition(job))
                return job;
            try
            {
                version = await Board.WaitForChangeAsync(version, patience.Token);
            }
            catch (OperationCanceledException)
            {
                var timeline = await Board.TimelineAsync(jobId, CancellationToken.None);
                throw new TimeoutException($"Job stayed {job?.State}: {job?.Reason} {job?.Accounting}\n{string.Join('\n', timeline)}");
            }
        }
    }

    public async Task<IReadOnlyList<MessageOutcome>> OutcomesAsync(string jobId, MessageOutcomeKind? kind = null)
        => (await Board.OutcomesAsync(jobId, new OutcomeSearch(kind, Limit: 10_000), CancellationToken.None)).Outcomes;

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Recovery.StopAsync(patience.Token);
        await _services.DisposeAsync();
        _folder?.Dispose();
    }
}
