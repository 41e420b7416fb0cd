using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Core.Operations.Ledger;
using Dashboard.Tests.Shared.Operations;
using Dashboard.Web.Storage;
using Dashboard.Web.Storage.Ledgers;
using Dashboard.Web.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Operations;

/// <summary>
/// The dashboard is killed at every step of a move, started again on the same data folder, and the oracle counts. The last tests take one of the
/// engine's safeguards away and show that the oracle sees it.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Count = 130;
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int, bool> Kills()
    {
        var kills = new TheoryData<int, bool>();
        foreach (var step in Enumerable.Range(1, 60).Concat(Enumerable.Range(0, 25).Select(i => 61 + (i * 13))))
        {
            kills.Add(step, false);
            if (step % 2 == 0)
                kills.Add(step, true);
        }

        return kills;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task Move_KilledAtAnyStep_AccountsForEveryMessage(int killAt, bool areAllEqual)
    {
        var broker = Seed(areAllEqual, out var seeded);
        var jobId = await RunUntilKilledAsync(broker, killAt);

        await using var host = new EngineHost(_folder.Path, broker);
        await host.Recovery.StartAsync(CancellationToken.None);
        var job = await host.EndOfAsync(jobId);

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        Oracle.Check(job, await host.OutcomesAsync(jobId), seeded, broker["dead"], broker["orders"], 1000);
        broker["dead"].ReadyCount.ShouldBe(0);
        job.Accounting.Remaining.ShouldBe(0);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public async Task Move_KilledSeveralTimes_AccountsForEveryMessage(int seed, bool areAllEqual)
    {
        var random = new Random(seed);
        var broker = Seed(areAllEqual, out var seeded);
        var jobId = await RunUntilKilledAsync(broker, random.Next(20, 200));
        for (var life = 0; life < 4; life++)
        {
            var doomed = new DoomedProcess(broker, random.Next(1, 120));
            await using (var host = new EngineHost(_folder.Path, broker, doomed.Decorate))
            {
                try
                {
                    await host.Recovery.StartAsync(CancellationToken.None);
                    await Task.WhenAny(doomed.Death.Task, host.EndOfAsync(jobId));
                }
                catch (ProcessKilledException)
                {
                    // Killed while starting.
                }
            }

            doomed.LetGo();
        }

        await using var last = new EngineHost(_folder.Path, broker);
        await last.Recovery.StartAsync(CancellationToken.None);
        var job = await last.EndOfAsync(jobId);
        Oracle.Check(job, await last.OutcomesAsync(jobId), seeded, broker["dead"], broker["orders"], 1000, faults: 5);
        broker["dead"].ReadyCount.ShouldBe(0);
    }

    public static TheoryData<int> EditKills() => [.. Enumerable.Range(1, 22)];

    [Theory]
    [MemberData(nameof(EditKills))]
    public async Task EditedMove_KilledAtAnyStep_IsReplacedAndNothingElseIsTouched(int killAt)
    {
        var broker = Seed(areAllEqual: false, out _, count: 12);
        var chosen = broker["dead"].Ready[4].ToEnvelope(FakeBroker.QueueRef("dead"), 4);
        var intent = EditTests.Edit(chosen, "edited");
        var doomed = new DoomedProcess(broker, killAt);
        string jobId;
        await using (var host = new EngineHost(_folder.Path, broker, doomed.Decorate))
        {
            jobId = (await host.SubmitAsync(intent)).Id;
            await Task.WhenAny(doomed.Death.Task, host.EndOfAsync(jobId)).WaitAsync(TimeSpan.FromSeconds(30));
        }

        doomed.LetGo();
        await using var last = new EngineHost(_folder.Path, broker);
        await last.Recovery.StartAsync(CancellationToken.None);
        var job = await last.EndOfAsync(jobId);
        var outcomes = await last.OutcomesAsync(jobId);

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        broker["dead"].All.ShouldNotContain(message => message.Body == "hello 4");
        broker["dead"].ReadyCount.ShouldBe(11);
        var copies = broker["orders"].All.ToList();
        copies.ShouldAllBe(message => message.Body == "edited" && message.Uid == "uid-4");
        copies.Count.ShouldBeInRange(1, 2);
        if (copies.Count == 2)
            outcomes.Single().Kind.ShouldBe(MessageOutcomeKind.Uncertain);
        job.Accounting.Selected.ShouldBe(1);
        job.Accounting.Remaining.ShouldBe(0);
    }

    [Fact]
    public async Task Oracle_ConfirmationsAreNotAwaited_SeesTheLoss()
    {
        var broker = Seed(areAllEqual: false, out var seeded);
        broker.FateOf = (_, message) => message.Uid.EndsWith('3') ? FakeFate.Nack : FakeFate.Confirm;
        await using var host = new EngineHost(_folder.Path, broker, services => services.AddSingleton<Dashboard.Core.Capabilities.IConnectionRegistry>(new HastyBroker(broker)));

        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));
        var outcomes = await host.OutcomesAsync(job.Id);

        Should.Throw<OracleException>(() => Oracle.Check(job, outcomes, seeded, broker["dead"], broker["orders"], 1000))
            .Message.ShouldContain("lost");
    }

    [Fact]
    public async Task Oracle_IntentsAreNotDurable_SeesTheDuplicates()
    {
        var caught = 0;
        for (var killAt = 70; killAt < 200; killAt += 20)
        {
            using var folder = new TemporaryFolder();
            var broker = Seed(areAllEqual: false, out var seeded);
            var doomed = new DoomedProcess(broker, killAt);
            string jobId;
            await using (var host = new EngineHost(folder.Path, broker, services =>
            {
                doomed.Decorate(services);
                services.AddSingleton<IJobLedgerStore>(provider => new ForgetfulLedgerStore(
                    new SqliteLedgerStore(provider.GetRequiredService<DataFolder>(), TimeProvider.System), doomed));
            }))
            {
                jobId = (await host.SubmitAsync(EngineHost.Move("dead", "orders"))).Id;
                await doomed.Death.Task.WaitAsync(TimeSpan.FromSeconds(20));
            }

            doomed.LetGo();
            await using var next = new EngineHost(folder.Path, broker);
            await next.Recovery.StartAsync(CancellationToken.None);
            var job = await next.EndOfAsync(jobId);
            var outcomes = await next.OutcomesAsync(jobId);
            try
            {
                Oracle.Check(job, outcomes, seeded, broker["dead"], broker["orders"], 1000);
            }
            catch (OracleException)
            {
                caught++;
            }
        }

        caught.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Oracle_NoClaimOnTheSource_SeesTwoJobsOnIt()
    {
        var broker = Seed(areAllEqual: false, out var seeded, count: 3000);
        await using var host = new EngineHost(_folder.Path, broker, services => services.AddSingleton<ISourceClaims, NoClaims>());

        var first = await host.SubmitAsync(EngineHost.Move("dead", "orders"));
        var second = await host.SubmitAsync(EngineHost.Move("dead", "orders"));
        var ended = new[] { await host.EndOfAsync(first.Id), await host.EndOfAsync(second.Id) };

        var outcomes = await host.OutcomesAsync(first.Id);
        Should.Throw<OracleException>(() => Oracle.Check(ended[0], outcomes, seeded, broker["dead"], broker["orders"], 1000, faults: 0));
    }

    private static FakeBroker Seed(bool areAllEqual, out List<string> seeded, int count = Count)
    {
        var broker = new FakeBroker();
        broker.Declare("dead", count, i => new FakeMessage($"uid-{i}", null, areAllEqual ? "hello" : $"hello {i}"));
        broker.Declare("orders");
        seeded = broker["dead"].Ready.Select(message => message.Uid).ToList();
        return broker;
    }

    private async Task<string> RunUntilKilledAsync(FakeBroker broker, int killAt)
    {
        var doomed = new DoomedProcess(broker, killAt);
        string jobId;
        await using (var host = new EngineHost(_folder.Path, broker, doomed.Decorate))
        {
            jobId = (await host.SubmitAsync(EngineHost.Move("dead", "orders"))).Id;
            await Task.WhenAny(doomed.Death.Task, host.EndOfAsync(jobId)).WaitAsync(TimeSpan.FromSeconds(30));
        }

        doomed.DiedAt.ShouldNotBeNull($"the job ended after {doomed.Steps} steps, before it could be killed");
        doomed.LetGo();
        return jobId;
    }
}
