using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Snapshots.Querying;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Core.Tests.Diagnosis;

/// <summary>When a condition becomes a finding, how long it stays, and what is said of what is not known; by a clock the test turns.</summary>
public sealed class FindingsBoardTests
{
    private static readonly ConnectionInfo Shop = new(new ConnectionId("shop"), "Shop", new BrokerKind("fake"), new EnvironmentTag("test"), IsReadOnly: false);

    private static readonly SignalDefinition Deep = new("deep", "too deep", Tone.Bad, "More than 100 ready.")
    {
        HoldDown = TimeSpan.FromSeconds(10),
        Release = TimeSpan.FromSeconds(15),
        Needs = [new("queues", "ready")],
    };

    private static readonly SectionDefinition Queues = new(
        "queues", "Queues", "queue", [new("name", "Name", ColumnType.Text), VerdictColumn.For([Deep]), new("ready", "Ready", ColumnType.Integer) { KeepsHistory = true }])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
    };

    private readonly FindingsBoard _board;
    private readonly FakeDoctor _doctor = new();
    private DateTimeOffset _now = new(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);

    public FindingsBoardTests()
        => _board = new FindingsBoard(new Registry(_doctor), new MetricHistory(), TimeProvider.System, NullLogger<FindingsBoard>.Instance);

    [Fact]
    public void Judge_ConditionHeld_IsAFindingAfterItsHoldDownAndKeepsItsSince()
    {
        Calm(120);
        var began = After(1, ("a", 101));
        Found.ShouldBeEmpty();
        After(5, ("a", 102));
        Found.ShouldBeEmpty();

        After(5, ("a", 103));
        var finding = Found.ShouldHaveSingleItem();
        finding.Since.ShouldBe(began);
        finding.IsOlderThanKnown.ShouldBeFalse();
        finding.Text.ShouldBe("a: 103 wait.");
        finding.Id.ShouldBe("shop/deep/queues/a");

        After(600, ("a", 104));
        Found.Single().Since.ShouldBe(began);
        Found.Single().Text.ShouldBe("a: 104 wait.");
    }

    [Fact]
    public void Judge_ConditionWavers_NeitherComesNorGoes()
    {
        Calm(120);
        for (var i = 0; i < 10; i++)
        {
            After(8, ("a", 101));
            After(2, ("a", 5));
        }

        Found.ShouldBeEmpty("it never held for ten seconds");

        for (var i = 0; i < 4; i++)
            After(5, ("a", 101));
        var id = Found.ShouldHaveSingleItem().Id;
        for (var i = 0; i < 10; i++)
        {
            After(10, ("a", 5));
            Found.ShouldHaveSingleItem().Id.ShouldBe(id);
            After(2, ("a", 101));
        }
    }

    [Fact]
    public void Judge_ConditionOver_EndsAfterItsReleaseAndTheRowIsHealthySinceThen()
    {
        Calm(120);
        After(1, ("a", 101));
        After(10, ("a", 101));
        Found.Count.ShouldBe(1);

        After(14, ("a", 5));
        Found.Count.ShouldBe(1);
        var ended = After(2, ("a", 5));

        Found.ShouldBeEmpty();
        _board.Of(Shop.Id)!.NothingWrongSince("queues", RowKey.Of("a")).ShouldBe(ended);
        _board.Of(Shop.Id)!.NothingWrongSince("queues", RowKey.Of("other")).ShouldBe(new DateTimeOffset(2026, 11, 21, 2, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Judge_RowDeleted_EndsItsFindingAtOnce()
    {
        Calm(120);
        After(1, ("a", 101));
        After(10, ("a", 101));

        After(1, ("b", 1));

        Found.ShouldBeEmpty();
    }

    [Fact]
    public void Judge_WrongFromTheStart_IsOlderThanKnown()
    {
        After(0, ("a", 101));
        After(11, ("a", 101));

        Found.ShouldHaveSingleItem().IsOlderThanKnown.ShouldBeTrue();
    }

    [Fact]
    public void Restore_WhatIsStillThere_KeepsItsSince_AndWhatIsOverBeginsAnew()
    {
        var since = _now.AddHours(-3);
        KeptFinding Kept(string queue, bool isOlder) => new(Shop.Id, "deep", $"shop/deep/queues/{queue}", since, isOlder);
        _board.Restore([Kept("there", true), Kept("known", false), Kept("over", false), Kept("deleted", false)]);
        _board.Open().Count.ShouldBe(4, "nothing was judged yet: another restart must not lose them");
        Fail(1, "502 Bad Gateway");
        _board.Open().Count(f => f.SignalId == "deep").ShouldBe(4, "and a failing source says nothing of them");

        After(5, ("there", 101), ("known", 500), ("over", 5));
        Found.Where(f => f.Signal == Deep).Select(f => (f.Text[..5], f.Since, f.IsOlderThanKnown)).ShouldBe(
            [("there", since, true), ("known", since, false)], ignoreOrder: true, "it held for long enough before the restart, and is no news");
        After(60, ("there", 101), ("known", 500), ("over", 5));
        var began = After(5, ("there", 101), ("known", 500), ("over", 101));
        After(11, ("there", 101), ("known", 500), ("over", 101));

        var again = Found.Single(f => f.Id == "shop/deep/queues/over");
        again.Since.ShouldBe(began);
        again.IsOlderThanKnown.ShouldBeFalse();
        _board.Open().Select(f => (f.Id, f.Since)).ShouldBe(
            [("shop/deep/queues/there", since), ("shop/deep/queues/known", since), ("shop/deep/queues/over", began)], ignoreOrder: true);
    }

    [Fact]
    public void Judge_SourceFails_KeepsFindingsAsStaleAndSaysWhatIsNotJudged()
    {
        Calm(120);
        var began = After(1, ("a", 101));
        After(10, ("a", 101));

        Fail(300, "502 Bad Gateway");

        var kept = Found.Single(f => f.Signal == Deep);
        kept.IsStale.ShouldBeTrue();
        kept.Since.ShouldBe(began);
        var problem = Found.Single(f => f.Signal != Deep);
        problem.Tone.ShouldBe(Tone.Unknown);
        problem.Text.ShouldBe("queues: 502 Bad Gateway");
        problem.NextTryAt.ShouldNotBeNull();
        var missing = _board.Of(Shop.Id)!.Unjudged.ShouldHaveSingleItem();
        missing.Missing.ShouldBe("502 Bad Gateway");
        missing.Signals.ShouldBe([Deep]);
        _board.Of(Shop.Id)!.NothingWrongSince("queues", RowKey.Of("b")).ShouldBeNull();

        After(5, ("a", 101));
        Found.ShouldHaveSingleItem().IsStale.ShouldBeFalse();
        Found.Single().Since.ShouldBe(began);
    }

    [Fact]
    public void Judge_Verdicts_StandInTheColumnAndSortByHowBadTheyAre()
    {
        After(0, ("deep", 101), ("calm", 5), ("blank", null));
        var judged = _last;
        After(11, ("deep", 101), ("calm", 5), ("blank", null));
        judged = _last;

        var table = judged.Section("queues")!.Table!;
        Enumerable.Range(0, 3).Select(row => table["verdict"].TextAt(row)).ShouldBe(["too deep", "ok", "unknown"]);
        var view = new SectionQueries().Run(table, new GridQuery(Sorts: "-verdict"));
        view.Rows.Select(row => table["name"].TextAt(row)).ShouldBe(["deep", "blank", "calm"]);
        new SectionQueries().Run(table, new GridQuery(Filter: "verdict = \"too deep\"")).Rows.ShouldBe([0]);
    }

    [Fact]
    public void Judge_SameTableAndSameVerdicts_IsTheSameTable()
    {
        var table = TableOf(("a", 5));
        var first = Judge(5, table).Section("queues")!.Table;
        var second = Judge(5, table).Section("queues")!.Table;

        second.ShouldBeSameAs(first);
    }

    [Fact]
    public async Task Subscribe_ChangesOnly_WakesForNewsAndNotForEachSnapshot()
    {
        Calm(120);
        using var subscription = _board.Subscribe();
        (await subscription.WaitForChangeAsync(CancellationToken.None)).ShouldBeTrue();
        var next = subscription.WaitForChangeAsync(CancellationToken.None);

        Calm(20);
        next.IsCompleted.ShouldBeFalse("nothing came or went");

        After(1, ("a", 101));
        After(10, ("a", 101));
        (await next).ShouldBeTrue();
    }

    [Fact]
    public void Judge_DoctorThrows_GivesTheSnapshotAndSaysThatNothingIsJudged()
    {
        Calm(120);
        _doctor.IsBroken = true;

        Judge(5, TableOf(("a", 5))).Section("queues")!.Table.ShouldNotBeNull();

        _board.Of(Shop.Id)!.Unjudged.ShouldHaveSingleItem().Missing.ShouldContain("error of the dashboard");
    }

    [Fact]
    public void Judge_TenThousandStuckQueues_CostsLittleAndDescribesOnceOnly()
    {
        var rows = Enumerable.Range(0, 10_000).Select(i => ($"queue-{i}", (long?)500)).ToArray();
        After(0, rows);
        After(11, rows);
        Found.Count.ShouldBe(10_000);
        var described = _doctor.Described;
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10; i++)
            After(5, rows);

        _doctor.Described.ShouldBe(described, "figures that did not change are not written again");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10 * 12L * 1024 * 1024);
    }

    private ConnectionSnapshot _last = null!;

    private IReadOnlyList<Finding> Found => _board.Of(Shop.Id)!.Findings;

    private void Calm(int seconds)
    {
        for (var at = 0; at < seconds; at += 10)
            After(10, ("a", 5), ("b", 5));
    }

    private DateTimeOffset After(double seconds, params (string Name, long? Ready)[] rows)
    {
        Judge(seconds, TableOf(rows));
        return _now;
    }

    private ConnectionSnapshot Judge(double seconds, SectionTable table)
    {
        _now = _last is null ? _now : _now.AddSeconds(seconds);
        return _last = _board.Judge(Snapshot(new SectionSnapshot(Queues, table, null)));
    }

    private void Fail(double seconds, string message)
    {
        _now = _now.AddSeconds(seconds);
        var problem = new SourceProblem(SourceProblemKind.Unreachable, message, _now, _now, _now.AddSeconds(5));
        _board.Judge(Snapshot(new SectionSnapshot(Queues, TableOf(("a", 101)), problem)) with
        {
            Health = ConnectionHealth.Partial,
            Problems = new Dictionary<string, SourceProblem> { ["queues"] = problem },
        });
    }

    private ConnectionSnapshot Snapshot(SectionSnapshot section) => new()
    {
        Connection = Shop,
        Version = 1,
        TakenAt = _now,
        Health = ConnectionHealth.Up,
        Sections = [section],
    };

    private static SectionTable TableOf(params (string Name, long? Ready)[] rows)
    {
        var table = new SectionTableBuilder(Queues, rows.Length);
        foreach (var (name, ready) in rows)
            table.Row(RowKey.Of(name)).Set("name", name).Set("ready", ready);
        return table.Build(DateTimeOffset.UnixEpoch);
    }

    private sealed class FakeDoctor : IDiagnostics
    {
        public bool IsBroken { get; set; }

        public int Described { get; private set; }

        public IReadOnlyList<SignalDefinition> Signals => [Deep];

        public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

        public void Judge(DiagnosisInput input, SymptomSink symptoms)
        {
            if (IsBroken)
                throw new InvalidOperationException("broken");
            if (!symptoms.Begin(Deep))
                return;
            var table = input.Table("queues")!;
            for (var row = 0; row < table.RowCount; row++)
            {
                var (name, ready) = (table["name"].TextAt(row), table["ready"].NumberAt(row));
                if (double.IsNaN(ready))
                    symptoms.NotKnown(table, row, "Not read yet.");
                else if (ready > 100)
                {
                    symptoms.Report(Deep, table, row, (ready, 0, 0, 0), () =>
                    {
                        Described++;
                        return new SymptomText($"{name}: {ready} wait.", new NextStep("Look."), new Evidence("Ready", $"{ready}"));
                    });
                }
            }
        }
    }

    private sealed class Registry(FakeDoctor doctor) : IConnectionRegistry, IBrokerConnection
    {
        public IReadOnlyList<IBrokerConnection> All => [this];

        public ConnectionInfo Info => Shop;

        public IBrokerConnection? Find(ConnectionId id) => this;

        public T? Find<T>()
            where T : class, ICapability
            => doctor as T;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
