using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Operations;
using Dashboard.Web.Tests.Storage;

namespace Dashboard.Web.Tests.Operations;

/// <summary>Jobs on a log: frozen by places, kept in the ledger as runs, counted by an oracle that knows neither.</summary>
public sealed class LogTests : IDisposable
{
    private const int Count = 700;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int> Kills() => [.. Enumerable.Range(1, 60).Concat(Enumerable.Range(0, 25).Select(i => 61 + (i * 53)))];

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task Move_KilledAtAnyStep_AccountsForEveryMessage(int killAt)
    {
        var (broker, seeded) = Seed();
        var doomed = new DoomedProcess(broker, killAt);
        string jobId;
        await using (var host = new EngineHost(_folder.Path, broker, doomed.Decorate))
        {
            jobId = (await host.SubmitAsync(EngineHost.Move("dead", "orders"))).Id;
            await Task.WhenAny(doomed.Death.Task, host.EndOfAsync(jobId)).WaitAsync(TimeSpan.FromSeconds(30));
        }

        doomed.DiedAt.ShouldNotBeNull($"the job ended after {doomed.Steps} steps, before it could be killed");
        doomed.LetGo();
        await using var last = new EngineHost(_folder.Path, broker);
        await last.Recovery.StartAsync(CancellationToken.None);
        var job = await last.EndOfAsync(jobId);

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        CheckLog(job, await last.OutcomesAsync(jobId), seeded, broker["orders"], 10_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Move_KilledSeveralTimes_AccountsForEveryMessage(int seed)
    {
        var random = new Random(seed);
        var (broker, seeded) = Seed();
        string? jobId = null;
        for (var life = 0; life < 5; life++)
        {
            var doomed = new DoomedProcess(broker, random.Next(10, 700));
            await using (var host = new EngineHost(_folder.Path, broker, doomed.Decorate))
            {
                try
                {
                    jobId ??= (await host.SubmitAsync(EngineHost.Move("dead", "orders"))).Id;
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
        var job = await last.EndOfAsync(jobId!);
        CheckLog(job, await last.OutcomesAsync(jobId!), seeded, broker["orders"], 10_000 * 5);
    }

    [Fact]
    public async Task Move_MessagesArriveMeanwhileAndAfterwards_NoneOfThemIsTaken()
    {
        var (broker, seeded) = Seed();
        var sent = 0;
        broker.FateOf = (_, _) =>
        {
            if (sent++ % 7 == 0)
                broker["dead"].Add(new FakeMessage($"late-{sent}", null, "late"));
            return FakeFate.Confirm;
        };
        await using var host = new EngineHost(_folder.Path, broker);
        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));

        broker["orders"].All.ShouldNotContain(message => message.Body == "late");
        CheckLog(job, await host.OutcomesAsync(job.Id), seeded, broker["orders"], 0);
    }

    [Fact]
    public async Task Move_SomeAreRefused_ResumeTakesExactlyThose()
    {
        var (broker, seeded) = Seed();
        broker.FateOf = (_, message) => message.Uid.EndsWith('3') ? FakeFate.Nack : FakeFate.Confirm;
        await using var host = new EngineHost(_folder.Path, broker);
        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));
        var refused = seeded.Count(uid => uid.EndsWith('3'));
        job.Accounting.Held.ShouldBe(refused);
        job.Accounting.Delivered.ShouldBe(seeded.Count - refused);
        job.Accounting.Remaining.ShouldBe(refused);

        var page = await host.Board.OutcomesAsync(job.Id, new OutcomeSearch(MessageOutcomeKind.Held, Limit: 5, Offset: 3), CancellationToken.None);
        page.Total.ShouldBe(refused);
        page.Outcomes.Count.ShouldBe(5);
        page.Outcomes.ShouldAllBe(outcome => outcome.Kind == MessageOutcomeKind.Held && outcome.Detail!.Contains("reject-publish"));
        var text = await host.Board.OutcomesAsync(job.Id, new OutcomeSearch(Text: "reject"), CancellationToken.None);
        text.Total.ShouldBe(refused);
        var all = await host.OutcomesAsync(job.Id);
        all.Select(outcome => outcome.Sequence).ShouldBe(Enumerable.Range(1, seeded.Count).Select(i => (long)i));
        all.Sum(outcome => outcome.Size).ShouldBe(broker["dead"].All.Sum(message => message.Body.Length));
    }

    [Fact]
    public async Task First_OnALogWithHoles_TakesAsManyAsWereAsked()
    {
        var (broker, _) = Seed();
        await using var host = new EngineHost(_folder.Path, broker);
        var job = await host.RunAsync(EngineHost.Move("dead", "orders", new FirstMessages(100)));
        job.Accounting.Selected.ShouldBe(100);
        job.Accounting.Delivered.ShouldBe(100);
        broker["orders"].ReadyCount.ShouldBe(100);
    }

    [Fact]
    public async Task Move_ASecondTime_OffersOnlyTheRest()
    {
        var (broker, seeded) = Seed();
        broker.FateOf = (_, message) => message.Uid.EndsWith('3') ? FakeFate.Nack : FakeFate.Confirm;
        await using var host = new EngineHost(_folder.Path, broker);
        var first = await host.RunAsync(EngineHost.Move("dead", "orders"));
        var refused = seeded.Count(uid => uid.EndsWith('3'));
        broker.FateOf = (_, _) => FakeFate.Confirm;

        var plan = await host.Operations.PlanAsync(EngineHost.Operator, EngineHost.Move("dead", "orders"), CancellationToken.None);
        plan.DeliveredBefore.ShouldBe(seeded.Count - refused);
        plan.Consequences.ShouldContain(one => one.Text.Contains($"{seeded.Count - refused:N0} of {Count:N0} were sent to queue orders in / before (job {first.Id})"));
        var second = await host.RunAsync(EngineHost.Move("dead", "orders"));
        second.Accounting.Selected.ShouldBe(refused);
        second.Accounting.Delivered.ShouldBe(refused);
        broker["orders"].All.Select(message => message.Uid).Order().ShouldBe(seeded.Order());

        // Empty places are no messages, but nobody knows that beforehand: the plan still offers them, and the job finds none.
        var third = await host.RunAsync(EngineHost.Move("dead", "orders"));
        third.Accounting.Selected.ShouldBe(0);
        var again = await host.RunAsync(EngineHost.Move("dead", "orders", options: new OperationOptions { TakeDelivered = true }));
        again.Accounting.Delivered.ShouldBe(seeded.Count);

        // Another target has had none.
        broker.Declare("audit");
        (await host.RunAsync(EngineHost.Move("dead", "audit"))).Accounting.Delivered.ShouldBe(seeded.Count);
    }

    [Fact]
    public async Task Move_AfterAKilledJobThatWasCancelled_TakesWhatIsNotKnownToHaveArrived()
    {
        var (broker, seeded) = Seed();
        var doomed = new DoomedProcess(broker, 900);
        string jobId;
        await using (var host = new EngineHost(_folder.Path, broker, doomed.Decorate))
        {
            jobId = (await host.SubmitAsync(EngineHost.Move("dead", "orders"))).Id;
            await doomed.Death.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }

        doomed.LetGo();
        await using var last = new EngineHost(_folder.Path, broker, options: chosen => chosen.ResumeAfterRestart = false);
        await last.Recovery.StartAsync(CancellationToken.None);
        await last.Operations.CancelAsync(EngineHost.Operator, jobId, CancellationToken.None);
        var killed = (await last.OutcomesAsync(jobId)).Count(outcome => outcome.Kind == MessageOutcomeKind.Delivered);

        var job = await last.RunAsync(EngineHost.Move("dead", "orders"));
        job.Accounting.Selected.ShouldBe(seeded.Count - killed);
        seeded.Except(broker["orders"].All.Select(message => message.Uid)).ShouldBeEmpty();
    }

    /// <summary>Every fifth place is empty, as compaction leaves them.</summary>
    private static (FakeBroker Broker, List<string> Seeded) Seed()
    {
        var broker = new FakeBroker();
        var source = broker.Declare("dead", Count, i => new FakeMessage($"uid-{i}", null, $"hello {i}"));
        source.IsLog = true;
        source.IsMeasured = true;
        for (var place = 0; place < Count; place += 5)
            source.Empty(place);
        broker.Declare("orders");
        return (broker, [.. source.Ready.Select(message => message.Uid)]);
    }

    /// <summary>Counts at the target by uid, which no part of the engine sees.</summary>
    private static void CheckLog(Job job, IReadOnlyList<MessageOutcome> outcomes, List<string> seeded, FakeQueue target, int window)
    {
        var arrived = target.All.GroupBy(message => message.Uid).ToDictionary(group => group.Key, group => group.Count());
        var total = job.Accounting;
        var uncertain = outcomes.Where(outcome => outcome.Kind == MessageOutcomeKind.Uncertain).Select(outcome => outcome.Identity).ToHashSet();
        total.Selected.ShouldBe(seeded.Count);
        total.Remaining.ShouldBe(0);
        total.ExternallyRemoved.ShouldBe(0);
        total.Uncertain.ShouldBe(uncertain.Count);
        (total.Delivered + total.Uncertain).ShouldBe(seeded.Count);
        uncertain.Count.ShouldBeLessThanOrEqualTo(window);
        seeded.Where(uid => !arrived.ContainsKey(uid)).ShouldBeEmpty("lost");
        arrived.Keys.Except(seeded).ShouldBeEmpty("never selected");

        // On this log the place is the number in the uid.
        foreach (var (uid, copies) in arrived.Where(pair => pair.Value > 1))
            uncertain.ShouldContain(uid["uid-".Length..], $"{uid} is there {copies} times and not named");
    }
}
