using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Core.Operations.Ledger;
using Dashboard.Tests.Shared.Operations;
using Dashboard.Web.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Operations;

/// <summary>The engine with its real SQLite storage, as one process of the dashboard would hold it, on the fake broker.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    public static readonly Actor Operator = new("olga", Role.Operator, "127.0.0.1");

    private readonly ServiceProvider _services;

    public EngineHost(string folder, FakeBroker broker, Action<IServiceCollection>? change = null, Action<OperationsOptions>? options = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOperations();
        services.AddSqliteStorage(folder);
        services.AddSingleton<IConnectionRegistry>(broker);
        services.AddSingleton<IAccountDirectory>(Accounts);
        services.Configure<OperationsOptions>(chosen =>
        {
            chosen.MinBackOff = TimeSpan.FromMilliseconds(10);
            chosen.MaxBackOff = TimeSpan.FromMilliseconds(50);
            chosen.FaultPatience = TimeSpan.FromSeconds(20);
            chosen.ConfirmTimeout = TimeSpan.FromSeconds(2);
            chosen.MinFreeDiskBytes = 1;
            options?.Invoke(chosen);
        });
        change?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public FakeAccounts Accounts { get; } = new();

    public IOperations Operations => _services.GetRequiredService<IOperations>();

    public IJobBoard Board => _services.GetRequiredService<IJobBoard>();

    public IMessageReading Reading => _services.GetRequiredService<IMessageReading>();

    public Dashboard.Core.Operations.Importing.IMessageImports Imports => _services.GetRequiredService<Dashboard.Core.Operations.Importing.IMessageImports>();

    public IAuditLog Audit => _services.GetRequiredService<IAuditLog>();

    public IJobRecovery Recovery => _services.GetRequiredService<IJobRecovery>();

    public IArchiveStore Archives => _services.GetRequiredService<IArchiveStore>();

    public static OperationIntent Move(string from, string to, MessageSelection? selection = null, OperationOptions? options = null) => new()
    {
        Kind = OperationKind.Move,
        Connection = FakeBroker.Id,
        Source = FakeBroker.QueueRef(from),
        Target = new FixedTarget(FakeBroker.AddressOf(to)),
        Selection = selection ?? new AllMessages(),
        Options = options ?? new OperationOptions(),
    };

    public async Task<Job> SubmitAsync(OperationIntent intent, string? typed = null, string? key = null)
    {
        var plan = await Operations.PlanAsync(Operator, intent, CancellationToken.None);
        plan.Refusal.ShouldBeNull();
        return await Operations.SubmitAsync(Operator, plan.PlanId, typed, key, CancellationToken.None);
    }

    public async Task<Job> RunAsync(OperationIntent intent)
    {
        var job = await SubmitAsync(intent);
        return await EndOfAsync(job.Id);
    }

    public Task<Job> EndOfAsync(string jobId) => WaitAsync(jobId, job => job.IsEnded);

    /// <summary>Waits until the job is as asked; fails after 20 s and says how it was.</summary>
    public async Task<Job> WaitAsync(string jobId, Func<Job, bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
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

    public async Task<IReadOnlyList<MessageOutcome>> OutcomesAsync(string jobId)
        => (await Board.OutcomesAsync(jobId, new OutcomeSearch(Limit: 10_000), CancellationToken.None)).Outcomes;

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await Recovery.StopAsync(patience.Token);
        await _services.DisposeAsync();
    }
}

internal sealed class FakeAccounts : IAccountDirectory
{
    public Dictionary<string, AccountStanding> Standings { get; } = new()
    {
        ["olga"] = new AccountStanding(Role.Operator, IsDisabled: false),
        ["ada"] = new AccountStanding(Role.Admin, IsDisabled: false),
        ["victor"] = new AccountStanding(Role.Viewer, IsDisabled: false),
    };

    public AccountStanding? Find(string name) => Standings.TryGetValue(name, out var standing) ? standing : null;
}
