using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Tests.Snapshots;

public sealed class CollectorTests
{
    private static readonly ConnectionId Eu = new("eu");

    [Fact]
    public async Task Start_FirstReadAnswers_PublishesTablesFiguresAndHistory()
    {
        var source = new FakeSource { Script = (_, context, _) => Reading(context, 7) };
        await using var bench = new CollectorBench(source.Source());
        bench.Now.Health.ShouldBe(ConnectionHealth.Connecting);

        await bench.StartAsync();
        var snapshot = await bench.UntilAsync(s => s.Health == ConnectionHealth.Up);

        snapshot.Section("queues")!.Table!["ready"].NumberAt(0).ShouldBe(7);
        snapshot.Section("nodes")!.Table.ShouldBeNull();
        snapshot.Figure("messages")!.Value.ShouldBe(Metric.Exact(7));
        snapshot.Product.ShouldBe("Fake 1.0");
        snapshot.LastGoodAt.ShouldBe(bench.Time.GetUtcNow());
        snapshot.Version.ShouldBe(1);
        bench.History.OfCell(Eu, "queues", A.Key("orders"), "ready").Values.ShouldBe([7.0]);
        bench.History.OfFigure(Eu, "messages").Values.ShouldBe([7.0]);
    }

    [Fact]
    public async Task Poll_PeriodPasses_ReadsAgainAndNotBefore()
    {
        var source = new FakeSource { Script = (read, context, _) => Reading(context, read) };
        await using var bench = new CollectorBench(source.Source());
        await bench.StartAsync();
        await bench.UntilAsync(s => s.Version == 1);

        bench.Time.Advance(4.9);
        bench.Collector.RefreshNow(new ConnectionId("elsewhere"));
        source.Reads.ShouldBe(1);
        bench.Time.Advance(0.2);
        var snapshot = await bench.UntilAsync(s => s.Version == 2);

        snapshot.Section("queues")!.Table!["ready"].NumberAt(0).ShouldBe(2);
        source.Reads.ShouldBe(2);
    }

    [Fact]
    public async Task Failure_AfterSuccess_KeepsLastGoodDataMarkedStale()
    {
        var source = new FakeSource
        {
            Script = (read, context, _) => read == 1
                ? Reading(context, 7)
                : throw new SourceException(SourceProblemKind.BadCredentials, "access refused"),
        };
        await using var bench = new CollectorBench(source.Source());
        await bench.StartAsync();
        await bench.UntilAsync(s => s.Version == 1);
        var goodAt = bench.Time.GetUtcNow();

        bench.Time.Advance(5);
        var snapshot = await bench.UntilAsync(s => s.Health == ConnectionHealth.Down);

        var section = snapshot.Section("queues")!;
        section.IsStale.ShouldBeTrue();
        section.Table!.ReadAt.ShouldBe(goodAt);
        section.Problem!.Message.ShouldBe("access refused");
        section.Problem.Kind.ShouldBe(SourceProblemKind.BadCredentials);
        section.Problem.NextTryAt.ShouldBeGreaterThan(bench.Time.GetUtcNow() + TimeSpan.FromSeconds(20));
        snapshot.LastGoodAt.ShouldBe(goodAt);
        snapshot.Figure("messages")!.Value.Accuracy.ShouldBe(MetricAccuracy.Stale);
        snapshot.Figure("messages")!.Value.Value.ShouldBe(7);
        snapshot.Problems.Keys.ShouldBe(["queues"]);
    }

    [Fact]
    public async Task Failure_InARow_BacksOffKeepsSinceAndIsLoggedOnce()
    {
        var source = new FakeSource
        {
            Script = (read, context, _) => read <= 3 ? throw new InvalidOperationException($"broken {read}") : Reading(context, 1),
        };
        await using var bench = new CollectorBench(source.Source());
        await bench.StartAsync();
        var first = (await bench.UntilAsync(s => s.Version == 1)).Problems["queues"];

        bench.Time.Advance(first.NextTryAt - bench.Time.GetUtcNow());
        var second = (await bench.UntilAsync(s => s.Version == 2)).Problems["queues"];
        bench.Time.Advance(second.NextTryAt - bench.Time.GetUtcNow());
        var third = (await bench.UntilAsync(s => s.Version == 3)).Problems["queues"];
        bench.Time.Advance(third.NextTryAt - bench.Time.GetUtcNow());
        var recovered = await bench.UntilAsync(s => s.Health == ConnectionHealth.Up);

        first.Message.ShouldContain("broken 1");
        first.Kind.ShouldBe(SourceProblemKind.Unexpected);
        third.Since.ShouldBe(first.FailedAt);
        (third.NextTryAt - third.FailedAt).ShouldBeGreaterThan(second.NextTryAt - second.FailedAt);
        (second.NextTryAt - second.FailedAt).ShouldBeGreaterThan(first.NextTryAt - first.FailedAt);
        recovered.Problems.ShouldBeEmpty();
        bench.Log.Lines(1001).ShouldHaveSingleItem().ShouldContain("broken 1");
        bench.Log.Lines(1002).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Recovery_OfOneSource_EndsTheBackOffOfTheOthers()
    {
        var isAway = false;
        var queues = new FakeSource { Script = (_, context, _) => Volatile.Read(ref isAway) ? throw Away() : Reading(context, 1) };
        var nodes = new FakeSource("nodes") { Script = (read, _, _) => read <= 6 ? throw Away() : Task.FromResult(new SourceReading()) };
        await using var bench = new CollectorBench(queues.Source(), nodes.Source(isEssential: false));
        await bench.StartAsync();
        await bench.UntilAsync(s => s.Problems.Count == 1 && s.LastGoodAt is not null);
        for (var read = 2; read <= 6; read++)
        {
            bench.Time.Advance(bench.Now.Problems["nodes"].NextTryAt - bench.Time.GetUtcNow());
            var failedAt = bench.Time.GetUtcNow();
            await bench.UntilAsync(s => s.Problems["nodes"].FailedAt == failedAt);
        }

        var nextTry = bench.Now.Problems["nodes"].NextTryAt;
        Volatile.Write(ref isAway, true);
        bench.Time.Advance(5);
        await bench.UntilAsync(s => s.Health == ConnectionHealth.Down);
        Volatile.Write(ref isAway, false);
        bench.Time.Advance(1);
        var snapshot = await bench.UntilAsync(s => s.Health == ConnectionHealth.Up);

        snapshot.TakenAt.ShouldBeLessThan(nextTry);
        nodes.Reads.ShouldBe(7);

        static SourceException Away() => new(SourceProblemKind.Unreachable, "away");
    }

    [Fact]
    public async Task Failure_OfOneSource_LeavesTheOthersAlive()
    {
        var queues = new FakeSource { Script = (_, context, _) => Reading(context, 1) };
        var nodes = new FakeSource("nodes") { Script = (_, _, _) => throw new SourceException(SourceProblemKind.Denied, "no right") };
        await using var bench = new CollectorBench(queues.Source(), nodes.Source(isEssential: false));

        await bench.StartAsync();
        var snapshot = await bench.UntilAsync(s => s.Problems.Count == 1 && s.Section("queues")!.Table is not null);

        snapshot.Health.ShouldBe(ConnectionHealth.Partial);
        snapshot.Section("queues")!.Problem.ShouldBeNull();
        snapshot.Section("nodes")!.Problem!.Kind.ShouldBe(SourceProblemKind.Denied);
    }

    [Fact]
    public async Task TimeLimit_Passed_CountsAsTimedOutAndIsNeverReadTwiceAtOnce()
    {
        var release = new TaskCompletionSource<SourceReading>();
        // It does not listen to its token, as a careless client would.
        var source = new FakeSource { Script = (read, context, _) => read == 1 ? release.Task : Reading(context, read) };
        await using var bench = new CollectorBench(source.Source());
        await bench.StartAsync();
        await source.StartedAsync(1);

        bench.Time.Advance(3);
        var snapshot = await bench.UntilAsync(s => s.Health == ConnectionHealth.Down);
        bench.Collector.RefreshNow(Eu);
        bench.Time.Advance(2);
        source.Reads.ShouldBe(1);
        release.SetResult(new SourceReading());
        for (var tries = 0; tries < 10 && source.Reads < 2; tries++)
        {
            bench.Time.Advance(31);
            await Task.WhenAny(source.StartedAsync(2), Task.Delay(200));
        }

        snapshot.Problems["queues"].Kind.ShouldBe(SourceProblemKind.TimedOut);
        snapshot.Problems["queues"].Message.ShouldContain("3 s");
        await bench.UntilAsync(s => s.Health == ConnectionHealth.Up);
        source.MostAtOnce.ShouldBe(1);
    }

    [Fact]
    public async Task Cadence_ReadCostsMoreThanItsShare_SlowsDown()
    {
        var bench = default(CollectorBench)!;
        var source = new FakeSource(period: 5, limit: 60)
        {
            Script = (_, context, _) =>
            {
                bench.Time.Advance(8);
                return Reading(context, 1);
            },
        };
        bench = new CollectorBench(source.Source());
        await using var _ = bench;
        await bench.StartAsync();
        await bench.UntilAsync(s => s.Version == 1);

        // It began 8 s ago and cost 8 s: due 16 s after its beginning.
        bench.Time.Advance(7);
        source.Reads.ShouldBe(1);
        bench.Time.Advance(1);
        await source.StartedAsync(2);
        source.MostAtOnce.ShouldBe(1);
    }

    [Fact]
    public async Task Refresh_AskedOften_ReadsAtMostOnceASecond()
    {
        var source = new FakeSource(period: 300) { Script = (_, context, _) => Reading(context, 1) };
        await using var bench = new CollectorBench(source.Source());
        await bench.StartAsync();
        await bench.UntilAsync(s => s.Version == 1);

        bench.Collector.RefreshNow(Eu);
        await bench.UntilAsync(s => s.Version == 2);
        for (var i = 0; i < 100; i++)
            bench.Collector.RefreshNow(Eu);
        bench.Time.Advance(0.9);
        source.Reads.ShouldBe(2);
        bench.Time.Advance(0.2);
        await bench.UntilAsync(s => s.Version == 3);
        bench.Time.Advance(50);

        source.Reads.ShouldBe(3);
    }

    [Fact]
    public async Task Sources_ManyAreDue_AtMostThreeAreReadAtOnce()
    {
        var running = 0;
        var most = 0;
        var gate = new TaskCompletionSource();
        var sources = Enumerable.Range(0, 8).Select(i => new FakeSource($"s{i}")
        {
            Script = async (_, _, _) =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await gate.Task;
                Interlocked.Decrement(ref running);
                return new SourceReading { Figures = [A.Figure($"f{i}", i)] };
            },
        }).ToList();
        await using var bench = new CollectorBench([.. sources.Select(s => s.Source())]);

        await bench.StartAsync();
        await Task.WhenAll(sources.Take(3).Select(s => s.StartedAsync(1)));
        gate.SetResult();
        await bench.UntilAsync(s => s.Figures.Count == 8);

        most.ShouldBe(3);
    }

    [Fact]
    public async Task Look_Announced_IsToldToSources()
    {
        var source = new FakeSource { Script = (_, context, _) => Reading(context, 1) };
        await using var bench = new CollectorBench(source.Source());
        var look = bench.Looks.Announce(Eu, "queues", [A.Key("orders")]);
        using var other = bench.Looks.Announce(new ConnectionId("us"), "queues", [A.Key("else")]);

        await bench.StartAsync();
        await bench.UntilAsync(s => s.Version == 1);
        source.LastContext!.LookedAtIn("queues").ShouldBe([A.Key("orders")]);
        look.Dispose();
        bench.Time.Advance(5);
        await bench.UntilAsync(s => s.Version == 2);

        source.LastContext!.LookedAtIn("queues").ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_ReadUnderWay_IsCancelledAndIsNoProblem()
    {
        var source = new FakeSource
        {
            Script = async (_, _, token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return new SourceReading();
            },
        };
        await using var bench = new CollectorBench(source.Source());
        await bench.StartAsync();
        await source.StartedAsync(1);

        await bench.Collector.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));

        bench.Now.Problems.ShouldBeEmpty();
        bench.Log.Lines(1001).ShouldBeEmpty();
    }

    [Fact]
    public async Task Notices_OfASource_ReplaceItsEarlierOnesOnly()
    {
        var queues = new FakeSource
        {
            Script = (read, _, _) => Task.FromResult(new SourceReading { Notices = read == 1 ? [new Notice("a", Tone.Bad, "alarm")] : [] }),
        };
        var nodes = new FakeSource("nodes", period: 500)
        {
            Script = (_, _, _) => Task.FromResult(new SourceReading { Notices = [new Notice("b", Tone.Warning, "partition")] }),
        };
        await using var bench = new CollectorBench(queues.Source(), nodes.Source());
        await bench.StartAsync();
        await bench.UntilAsync(s => s.Notices.Count == 2);

        bench.Time.Advance(5);
        var snapshot = await bench.UntilAsync(s => s.Notices.Count == 1);

        snapshot.Notices[0].Id.ShouldBe("b");
    }

    [Fact]
    public async Task Source_GivesUndeclaredSection_IsAProblemAndNotACrash()
    {
        var stray = new SectionDefinition("stray", "Stray", "stray", []) { KeyColumns = [], NameColumn = "" };
        var source = new FakeSource
        {
            Script = (_, context, _) => Task.FromResult(new SourceReading { Tables = [new SectionTable(stray, [], [], context.Now)] }),
        };
        await using var bench = new CollectorBench(source.Source());

        await bench.StartAsync();
        var snapshot = await bench.UntilAsync(s => s.Problems.Count == 1);

        snapshot.Problems["queues"].Message.ShouldContain("stray");
    }

    private static Task<SourceReading> Reading(SourceContext context, long ready) => Task.FromResult(new SourceReading
    {
        Tables = [A.QueueTable(context.Now, ("orders", ready, 1.5))],
        Figures = [A.Figure("messages", ready)],
        Product = "Fake 1.0",
    });

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
            // Somebody else was quicker: look again.
        }
    }
}
