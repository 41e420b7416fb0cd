using Dashboard.Bench.Lab;
using Dashboard.Brokers;
using Dashboard.Core;
using Dashboard.Core.Access;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Web.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Bench.Replay;

/// <summary>The dashboard's engine with its real storage: intent, audit, plan, job, a full ledger on the disk.</summary>
internal sealed class EngineContender : IContender, IAccountDirectory
{
    private static readonly Actor Operator = new("bench", Role.Operator);

    private readonly DirectoryInfo _folder;
    private readonly ServiceProvider _services;
    private string _planId = "";
    private int _messages;

    public EngineContender(LabBroker broker)
    {
        // Beside the broker's own files: a ledger in memory would be no ledger.
        _folder = Directory.CreateDirectory(Path.Combine(Environment.GetEnvironmentVariable("LAB_DIR")!, "bench-data", Guid.NewGuid().ToString("N")));
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        services.AddBrokers();
        services.AddCore(_ => [broker.Settings()]);
        services.AddOperations();
        services.AddSqliteStorage(_folder.FullName);
        services.AddSingleton<IAccountDirectory>(this);
        _services = services.BuildServiceProvider();
    }

    public AccountStanding? Find(string name) => new AccountStanding(Role.Operator, IsDisabled: false);

    public async Task PrepareAsync(int messages)
    {
        _messages = messages;
        var plan = await _services.GetRequiredService<IOperations>().PlanAsync(
            Operator,
            new OperationIntent
            {
                Kind = OperationKind.Replay,
                Connection = new ConnectionId("lab"),
                Source = new DestinationRef(new ConnectionId("lab"), "queue", "/", ReplayQueues.DeadLetters),
                Target = new OriginTarget(ByOriginalRoute: false),
            },
            CancellationToken.None);
        _planId = plan.Refusal is null ? plan.PlanId : throw new BenchException($"The plan was refused: {plan.Refusal}");
    }

    public async Task RunAsync()
    {
        var job = await _services.GetRequiredService<IOperations>().SubmitAsync(Operator, _planId, ReplayQueues.DeadLetters, null, CancellationToken.None);
        var board = _services.GetRequiredService<IJobBoard>();
        long version = 0;
        while (true)
        {
            var now = await board.FindAsync(job.Id, CancellationToken.None);
            if (now is { IsEnded: true })
            {
                if (now.State != JobState.Succeeded || now.Accounting.Delivered != _messages)
                    throw new BenchException($"The job ended {now.State} with {now.Accounting}: {now.Reason}");
                return;
            }

            version = await board.WaitForChangeAsync(version, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<IJobRecovery>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
