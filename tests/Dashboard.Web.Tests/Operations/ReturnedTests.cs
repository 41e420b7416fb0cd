using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Tests.Shared.Operations;
using Dashboard.Web.Tests.Storage;

namespace Dashboard.Web.Tests.Operations;

/// <summary>
/// The broker is killed and forgets removals: what was delivered stands in the source again, in front of the rest or where no further session would
/// come. Nothing is lost, and what is there twice is named.
/// </summary>
public sealed class ReturnedTests : IDisposable
{
    private const int Forgotten = 60;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeBroker _broker = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>What the messages of the source are like, and what a crash in the middle or at the end does to them.</summary>
    public static TheoryData<Likeness, int> Crashes()
    {
        var crashes = new TheoryData<Likeness, int>();
        foreach (var likeness in Enum.GetValues<Likeness>())
        {
            foreach (var at in new[] { 1, 100, 150, 299, 300 })
                crashes.Add(likeness, at);
        }

        return crashes;
    }

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task MoveAll_BrokerForgets_NothingIsLostAndTheSourceIsEmpty(Likeness likeness, int at)
    {
        var (source, target, seeded) = Declare(300, likeness);
        CrashAfterRemovals(source, at);
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        source.All.ShouldBeEmpty();
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded, source, target, 1000);
        if (likeness == Likeness.WithIds)
            target.Ready.Count.ShouldBeLessThanOrEqualTo(300 + (int)job.Accounting.Uncertain);
    }

    [Fact]
    public async Task MoveAll_BrokerForgetsTheLastRemovals_RemovesThemUnsentByTheirIds()
    {
        var (source, target, seeded) = Declare(300, Likeness.WithIds);
        CrashAfterRemovals(source, 300);
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));

        source.All.ShouldBeEmpty();
        target.ReadyCount.ShouldBe(300, "each was sent once");
        job.Accounting.Uncertain.ShouldBe(0);
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded, source, target, 1000);
        (await host.Board.TimelineAsync(job.Id, CancellationToken.None))
            .ShouldContain(line => line.Text.StartsWith($"{Forgotten} messages that had been delivered came back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MoveAll_BrokerForgetsTheLastRemovalsOfEqualMessages_SendsThemAgainAndNamesThem()
    {
        var (source, target, seeded) = Declare(300, Likeness.AllEqual);
        CrashAfterRemovals(source, 300);
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));

        source.All.ShouldBeEmpty();
        target.ReadyCount.ShouldBe(300 + Forgotten);
        job.Accounting.Uncertain.ShouldBe(Forgotten);
        job.Accounting.Delivered.ShouldBe(300 - Forgotten);
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded, source, target, 1000);
    }

    [Fact]
    public async Task MoveAll_NewMessagesArriveMeanwhile_TheSweepLeavesThem()
    {
        var (source, _, _) = Declare(300, Likeness.WithIds);
        CrashAfterRemovals(source, 300, () =>
        {
            for (var i = 0; i < 50; i++)
                source.Add(new FakeMessage($"later-{i}", $"later-{i}", "later"));
        });
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        source.Ready.Select(message => message.Uid).ShouldBe(Enumerable.Range(0, 50).Select(i => $"later-{i}"));
        source.UnackedCount.ShouldBe(0);
        job.Accounting.Delivered.ShouldBe(300);
    }

    [Fact]
    public async Task MoveFirst_BrokerForgetsTheLastRemovals_OnlyThoseAreRemovedAgain()
    {
        var (source, target, seeded) = Declare(300, Likeness.WithIds);
        CrashAfterRemovals(source, 100);
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders", new FirstMessages(100)));

        source.Ready.Select(message => message.Uid).ShouldBe(seeded.Skip(100));
        target.ReadyCount.ShouldBe(100);
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded[..100], source, target, 1000);
    }

    [Fact]
    public async Task MoveFirst_EqualMessagesComeBack_AreLeftAndTold()
    {
        var (source, target, seeded) = Declare(300, Likeness.AllEqual);
        CrashAfterRemovals(source, 100);
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders", new FirstMessages(100)));

        target.ReadyCount.ShouldBe(100, "no message beyond the selection is sent");
        source.ReadyCount.ShouldBe(200 + Forgotten);
        source.UnackedCount.ShouldBe(0);
        seeded.ShouldAllBe(uid => source.All.Concat(target.All).Any(message => message.Uid == uid));
        job.Accounting.Delivered.ShouldBe(100);
        (await host.Board.TimelineAsync(job.Id, CancellationToken.None)).ShouldContain(line => line.Text.Contains("in the source after a fault", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MoveMatching_BrokerForgetsTheLastRemovals_OnlyThoseAreRemovedAgain()
    {
        var (source, target, seeded) = Declare(300, Likeness.WithIds);
        CrashAfterRemovals(source, 30);
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders", new MatchingMessages("body ~ \"7\"")));

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        var matching = Enumerable.Range(0, 300).Where(i => $"{i}".Contains('7', StringComparison.Ordinal)).Select(i => $"uid-{i}").ToList();
        source.Ready.Select(message => message.Uid).ShouldBe(seeded.Except(matching));
        Oracle.Check(job, await host.OutcomesAsync(job.Id), matching, source, target, 1000);
    }

    [Fact]
    public async Task PurgeFirst_EqualMessagesComeBack_NothingBeyondTheSelectionIsRemoved()
    {
        var (source, _, _) = Declare(300, Likeness.AllEqual);
        CrashAfterRemovals(source, 100);
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(new OperationIntent
        {
            Kind = OperationKind.Purge,
            Connection = FakeBroker.Id,
            Source = FakeBroker.QueueRef("dead"),
            Selection = new FirstMessages(100),
        });

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        source.ReadyCount.ShouldBe(200 + Forgotten);
    }

    [Fact]
    public async Task MoveAll_PublisherSentEverythingTwiceWithoutIds_TheSecondOnesAreNotTakenForReturned()
    {
        // The second batch stands where, after the crash, the first one would come back.
        var source = _broker.Declare("dead", 600, i => new FakeMessage($"uid-{i}", null, $"hello {i % 300}"));
        var target = _broker.Declare("orders");
        var seeded = source.Ready.Select(message => message.Uid).ToList();
        CrashAfterRemovals(source, 300, forgotten: 0);
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders", options: new OperationOptions { RatePerSecond = 1000 }));

        source.All.ShouldBeEmpty();
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded, source, target, 1000);
    }

    /// <summary>
    /// The dashboard is killed at every step after the broker has forgotten removals: before it has noticed, while it searches, while it removes
    /// or sends again.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kills))]
    public async Task Sweep_KilledAtAnyStep_AccountsForEveryMessage(Likeness likeness, int killAt)
    {
        var (source, target, seeded) = Declare(130, likeness);
        var doomed = new DoomedProcess(_broker, killAt) { IsArmed = false };
        CrashAfterRemovals(source, 130, () => doomed.IsArmed = true);
        string jobId;
        await using (var host = new EngineHost(_folder.Path, _broker, doomed.Decorate))
        {
            jobId = (await host.SubmitAsync(EngineHost.Move("dead", "orders"))).Id;
            await Task.WhenAny(doomed.Death.Task, host.EndOfAsync(jobId)).WaitAsync(TimeSpan.FromSeconds(30));
        }

        doomed.DiedAt.ShouldNotBeNull($"the job ended after {doomed.Steps} steps, before it could be killed");
        doomed.LetGo();
        await using var next = new EngineHost(_folder.Path, _broker);
        await next.Recovery.StartAsync(CancellationToken.None);
        var job = await next.EndOfAsync(jobId);

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        source.All.ShouldBeEmpty(doomed.DiedAt);
        Oracle.Check(job, await next.OutcomesAsync(jobId), seeded, source, target, 1000, faults: 2);
        if (likeness == Likeness.WithIds)
            target.ReadyCount.ShouldBe(130, $"each was sent once; killed {doomed.DiedAt}");
    }

    public static TheoryData<Likeness, int> Kills()
    {
        var kills = new TheoryData<Likeness, int>();
        foreach (var step in Enumerable.Range(1, 24).Concat([28, 33, 40, 50, 60, 70]))
        {
            kills.Add(Likeness.WithIds, step);
            if (step % 2 == 0)
                kills.Add(Likeness.AllEqual, step);
        }

        return kills;
    }

    /// <summary>How the source's messages resemble each other.</summary>
    public enum Likeness
    {
        WithIds,
        DifferentWithoutIds,
        InPairs,
        AllEqual,
    }

    /// <summary>Once so many removals were heard, the broker dies, forgets the last ones, and is back.</summary>
    private void CrashAfterRemovals(FakeQueue source, int removals, Action? then = null, int forgotten = Forgotten)
    {
        var before = source.All.Count();
        var hasCrashed = false;
        var after = _broker.After;
        _broker.After = act =>
        {
            if (act == "remove" && !hasCrashed && before - source.All.Count() >= removals)
            {
                hasCrashed = true;
                _broker.Crash("dead", forgotten);
                then?.Invoke();
            }

            after(act);
        };
    }

    private (FakeQueue Source, FakeQueue Target, List<string> Seeded) Declare(int count, Likeness likeness)
    {
        var source = _broker.Declare("dead", count, i => new FakeMessage(
            $"uid-{i}",
            likeness == Likeness.WithIds ? $"id-{i}" : null,
            likeness switch
            {
                Likeness.AllEqual => "hello",
                Likeness.InPairs => $"hello {i / 2}",
                _ => $"hello {i}",
            }));
        return (source, _broker.Declare("orders"), source.Ready.Select(message => message.Uid).ToList());
    }
}
