using System.Text;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Operations;
using Dashboard.Web.Tests.Storage;

namespace Dashboard.Web.Tests.Operations;

public sealed class ControlTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeBroker _broker = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pause_ThenResume_HoldsNothingMeanwhileAndFinishes()
    {
        var source = _broker.Declare("dead", 500);
        var target = _broker.Declare("orders");
        var seeded = source.Ready.Select(message => message.Uid).ToList();
        await using var host = new EngineHost(_folder.Path, _broker);
        var job = await host.SubmitAsync(EngineHost.Move("dead", "orders", options: new OperationOptions { RatePerSecond = 100 }));
        await host.WaitAsync(job.Id, shown => shown.Accounting.Delivered > 5);

        await host.Operations.PauseAsync(EngineHost.Operator, job.Id, CancellationToken.None);
        var paused = await host.WaitAsync(job.Id, shown => shown.State == JobState.Paused);
        source.UnackedCount.ShouldBe(0);
        paused.Accounting.Delivered.ShouldBe(target.ReadyCount);
        paused.Accounting.Delivered.ShouldBeLessThan(500);
        paused.Accounting.Uncertain.ShouldBe(0);

        await host.Operations.LimitRateAsync(EngineHost.Operator, job.Id, null, CancellationToken.None);
        await host.Operations.ResumeAsync(EngineHost.Operator, job.Id, CancellationToken.None);
        var ended = await host.EndOfAsync(job.Id);
        Oracle.Check(ended, await host.OutcomesAsync(job.Id), seeded, source, target, 1000, faults: 0);
        (await host.Board.TimelineAsync(job.Id, CancellationToken.None)).Select(happened => happened.State)
            .ShouldBe([JobState.Queued, JobState.Running, JobState.Pausing, JobState.Paused, JobState.Paused, JobState.Queued, JobState.Running, JobState.Succeeded]);
    }

    [Fact]
    public async Task Cancel_WhileRunning_LeavesTheRestInTheSource()
    {
        var source = _broker.Declare("dead", 500);
        var target = _broker.Declare("orders");
        await using var host = new EngineHost(_folder.Path, _broker);
        var job = await host.SubmitAsync(EngineHost.Move("dead", "orders", options: new OperationOptions { RatePerSecond = 100 }));
        await host.WaitAsync(job.Id, shown => shown.Accounting.Delivered > 5);

        await host.Operations.CancelAsync(EngineHost.Operator, job.Id, CancellationToken.None);
        var ended = await host.EndOfAsync(job.Id);

        ended.State.ShouldBe(JobState.Cancelled);
        ended.Accounting.Remaining.ShouldBe(source.ReadyCount);
        (source.ReadyCount + target.ReadyCount).ShouldBe(500);
        await Should.ThrowAsync<OperationRefusedException>(() => host.Operations.ResumeAsync(EngineHost.Operator, job.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Canary_IsDelivered_PausesUntilResumed()
    {
        var source = _broker.Declare("dead", 80);
        var target = _broker.Declare("orders");
        await using var host = new EngineHost(_folder.Path, _broker);
        var job = await host.SubmitAsync(EngineHost.Move("dead", "orders", options: new OperationOptions { CanaryFirst = true }));

        var paused = await host.WaitAsync(job.Id, shown => shown.State == JobState.Paused);
        paused.Reason!.ShouldContain("canary");
        target.ReadyCount.ShouldBe(1);
        source.ReadyCount.ShouldBe(79);
        source.Ready.Count(message => message.IsRedelivered).ShouldBeLessThanOrEqualTo(1);

        await host.Operations.ResumeAsync(EngineHost.Operator, job.Id, CancellationToken.None);
        (await host.EndOfAsync(job.Id)).Accounting.Delivered.ShouldBe(80);
    }

    [Fact]
    public async Task Submit_TwiceOnOneSource_TheSecondWaitsForTheFirst()
    {
        _broker.Declare("dead", 300);
        _broker.Declare("orders");
        await using var host = new EngineHost(_folder.Path, _broker);
        var first = await host.SubmitAsync(EngineHost.Move("dead", "orders", options: new OperationOptions { RatePerSecond = 300 }));
        await host.WaitAsync(first.Id, shown => shown.State == JobState.Running);
        var second = await host.SubmitAsync(EngineHost.Move("dead", "orders"));

        var waiting = await host.WaitAsync(second.Id, shown => shown.Reason is not null);
        waiting.State.ShouldBe(JobState.Queued);
        waiting.Reason!.ShouldContain(first.Id);
        (await host.EndOfAsync(first.Id)).Accounting.Delivered.ShouldBe(300);
        (await host.EndOfAsync(second.Id)).Accounting.Selected.ShouldBe(0);
    }

    [Fact]
    public async Task Pause_WhileInLine_GivesTheTurnAwayUntilResumed()
    {
        _broker.Declare("dead", 300);
        _broker.Declare("orders");
        await using var host = new EngineHost(_folder.Path, _broker);
        var first = await host.SubmitAsync(EngineHost.Move("dead", "orders", options: new OperationOptions { RatePerSecond = 300 }));
        await host.WaitAsync(first.Id, shown => shown.State == JobState.Running);
        var second = await host.SubmitAsync(EngineHost.Move("dead", "orders", options: new OperationOptions { CanaryFirst = true }));
        var third = await host.SubmitAsync(EngineHost.Move("dead", "orders"));
        await host.WaitAsync(third.Id, shown => shown.Reason is not null);

        await host.Operations.PauseAsync(EngineHost.Operator, second.Id, CancellationToken.None);
        await host.Operations.CancelAsync(EngineHost.Operator, third.Id, CancellationToken.None);

        (await host.EndOfAsync(third.Id)).State.ShouldBe(JobState.Cancelled);
        (await host.EndOfAsync(first.Id)).Accounting.Delivered.ShouldBe(300);
        var paused = (await host.Board.FindAsync(second.Id, CancellationToken.None))!;
        paused.State.ShouldBe(JobState.Paused, paused.Reason);
        for (var i = 0; i < 10; i++)
            _broker["dead"].Add(new FakeMessage($"later-{i}", null, $"later {i}"));
        await host.Operations.ResumeAsync(EngineHost.Operator, second.Id, CancellationToken.None);
        var canary = await host.WaitAsync(second.Id, shown => shown.State == JobState.Paused && shown.Accounting.Selected > 0);
        canary.Reason!.ShouldContain("canary", Case.Insensitive, "resuming what never began approves of no canary");
        await host.Operations.ResumeAsync(EngineHost.Operator, second.Id, CancellationToken.None);
        (await host.EndOfAsync(second.Id)).Accounting.Delivered.ShouldBe(10);
    }

    [Fact]
    public async Task Submit_SameKeyTwice_StartsOneJob()
    {
        _broker.Declare("dead", 3);
        _broker.Declare("orders");
        await using var host = new EngineHost(_folder.Path, _broker);

        var first = await host.SubmitAsync(EngineHost.Move("dead", "orders"), key: "k1");
        var second = await host.SubmitAsync(EngineHost.Move("dead", "orders"), key: "k1");

        second.Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task Purge_WithArchive_CanBeRestored()
    {
        var source = _broker.Declare("dead", 140, i => new FakeMessage($"u{i}", $"id-{i}", $"body <b>{i}</b>"));
        await using var host = new EngineHost(_folder.Path, _broker);
        var purged = await host.RunAsync(Purge(new OperationOptions { ArchiveFirst = true }));

        purged.State.ShouldBe(JobState.Succeeded, purged.Reason);
        purged.HasArchive.ShouldBeTrue();
        purged.Accounting.Delivered.ShouldBe(140);
        source.ReadyCount.ShouldBe(0);

        var restored = await host.RunAsync(new OperationIntent { Kind = OperationKind.Restore, Connection = FakeBroker.Id, ArchiveJobId = purged.Id });
        restored.State.ShouldBe(JobState.Succeeded, restored.Reason);
        restored.Accounting.Delivered.ShouldBe(140);
        source.Ready.Select(message => (message.Uid, message.Body)).ShouldBe(Enumerable.Range(0, 140).Select(i => ($"u{i}", $"body <b>{i}</b>")));
    }

    [Fact]
    public async Task Purge_OnProduction_NeedsTheNameToTheLetter()
    {
        _broker.Info = _broker.Info with { Environment = EnvironmentTag.Production };
        var source = _broker.Declare("dead", 7);
        source.Consumers = 2;
        await using var host = new EngineHost(_folder.Path, _broker);

        var plan = await host.Operations.PlanAsync(EngineHost.Operator, Purge(), CancellationToken.None);
        plan.MustType.ShouldBe("dead");
        plan.ConfirmLabel.ShouldBe("Purge 7 messages");
        plan.Consequences.ShouldContain(one => one.Text.Contains("2 consumers"));
        plan.Consequences[0].Text.ShouldContain("cannot be undone");
        await Should.ThrowAsync<OperationRefusedException>(() => host.Operations.SubmitAsync(EngineHost.Operator, plan.PlanId, "Dead", null, CancellationToken.None));
        source.ReadyCount.ShouldBe(7);

        var job = await host.Operations.SubmitAsync(EngineHost.Operator, plan.PlanId, "dead", null, CancellationToken.None);
        (await host.EndOfAsync(job.Id)).Accounting.Delivered.ShouldBe(7);
        source.ReadyCount.ShouldBe(0);
    }

    [Fact]
    public async Task Restore_OnProduction_NeedsTheConnectionsName()
    {
        _broker.Declare("dead", 7);
        await using var host = new EngineHost(_folder.Path, _broker);
        var purged = await host.RunAsync(Purge(new OperationOptions { ArchiveFirst = true }));
        _broker.Info = _broker.Info with { Environment = EnvironmentTag.Production };

        var back = new OperationIntent { Kind = OperationKind.Restore, Connection = FakeBroker.Id, ArchiveJobId = purged.Id };
        var plan = await host.Operations.PlanAsync(EngineHost.Operator, back, CancellationToken.None);

        plan.MustType.ShouldBe(_broker.Info.Name);
        await Should.ThrowAsync<OperationRefusedException>(() => host.Operations.SubmitAsync(EngineHost.Operator, plan.PlanId, null, null, CancellationToken.None));
        var job = await host.Operations.SubmitAsync(EngineHost.Operator, plan.PlanId, _broker.Info.Name, null, CancellationToken.None);
        (await host.EndOfAsync(job.Id)).Accounting.Delivered.ShouldBe(7);
    }

    [Fact]
    public async Task Purge_FirstThree_TakesThemFromTheHead()
    {
        var source = _broker.Declare("dead", 10);
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(Purge() with { Selection = new FirstMessages(3) });

        job.Accounting.ShouldBe(new JobAccounting(3, 3, 0, 0, 0, 0, 0));
        source.Ready.Select(message => message.Uid).First().ShouldBe("dead-3");
        source.ReadyCount.ShouldBe(7);
    }

    [Fact]
    public async Task Publish_SeveralTimes_TellsEachFate()
    {
        var target = _broker.Declare("orders");
        var sent = 0;
        _broker.FateOf = (_, _) => ++sent == 3 ? FakeFate.Nack : FakeFate.Confirm;
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(new OperationIntent
        {
            Kind = OperationKind.Publish,
            Connection = FakeBroker.Id,
            Message = new OutgoingMessage { Address = FakeBroker.AddressOf("orders"), Body = "hello"u8.ToArray() },
            Options = new OperationOptions { Repeat = 5 },
        });

        job.Accounting.ShouldBe(new JobAccounting(5, 4, 0, 0, 0, 1, 0));
        target.ReadyCount.ShouldBe(4);
        target.Ready.ShouldAllBe(message => message.ReplayId == null);
        (await host.OutcomesAsync(job.Id)).Select(outcome => outcome.Kind).Count(kind => kind == MessageOutcomeKind.Delivered).ShouldBe(4);
    }

    [Fact]
    public async Task Replay_ToOrigin_SendsEachWhereItDiedAndHoldsTheOthers()
    {
        var origin = _broker.Declare("orders");
        var source = _broker.Declare("dead", 20, i => new FakeMessage($"u{i}", null, $"b{i}")
        {
            Headers = i % 4 == 0 ? [] : [new MessageField("x-first-death-queue", new TextValue("orders"))],
        });
        await using var host = new EngineHost(_folder.Path, _broker);
        var intent = EngineHost.Move("dead", "orders") with { Kind = OperationKind.Replay, Target = new OriginTarget(ByOriginalRoute: false) };

        var plan = await host.Operations.PlanAsync(EngineHost.Operator, intent, CancellationToken.None);
        var look = await host.Operations.DryRunAsync(EngineHost.Operator, plan.PlanId, null, CancellationToken.None);
        look.Eligible.ShouldBe(15);
        look.NotEligible.ShouldHaveSingleItem().Value.ShouldBe(5);
        source.ReadyCount.ShouldBe(20);

        var job = await host.RunAsync(intent);
        job.Accounting.ShouldBe(new JobAccounting(20, 15, 0, 0, 0, 5, 0));
        origin.ReadyCount.ShouldBe(15);
    }

    [Fact]
    public async Task Plan_ByAViewer_IsDeniedAndAudited()
    {
        _broker.Declare("dead", 1);
        await using var host = new EngineHost(_folder.Path, _broker);

        await Should.ThrowAsync<AccessDeniedException>(
            () => host.Operations.PlanAsync(new Actor("victor", Role.Admin), Purge(), CancellationToken.None));

        var denied = await host.Audit.SearchAsync(new AuditSearch { Outcome = AuditOutcome.Denied }, CancellationToken.None);
        denied.Records.ShouldHaveSingleItem().Entry.Actor.ShouldBe("victor");
    }

    [Fact]
    public async Task Submit_Whatever_IsAuditedBeforeAndAfter()
    {
        _broker.Declare("dead", 5);
        _broker.Declare("orders");
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));

        await Task.Delay(200);
        var records = (await host.Audit.SearchAsync(new AuditSearch { JobId = job.Id }, CancellationToken.None)).Records;
        records.Select(record => record.Entry.Outcome).ShouldBe([AuditOutcome.Succeeded, AuditOutcome.Allowed]);
        records[0].Entry.Detail!.ShouldContain("5 delivered");
        (await host.Audit.FindBreakAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Report_HostileNames_IsSafeCsv()
    {
        _broker.Declare("dead", 2, i => new FakeMessage($"u{i}", "=cmd|' /C calc'!A0,\"x\"", $"b{i}"));
        _broker.Declare("orders");
        await using var host = new EngineHost(_folder.Path, _broker);
        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));

        using var stream = new MemoryStream();
        await host.Board.WriteReportAsync(job.Id, stream, CancellationToken.None);
        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Length.ShouldBe(3);
        lines[1].ShouldContain("\"'=cmd");
    }

    private static OperationIntent Purge(OperationOptions? options = null) => new()
    {
        Kind = OperationKind.Purge,
        Connection = FakeBroker.Id,
        Source = FakeBroker.QueueRef("dead"),
        Options = options ?? new OperationOptions(),
    };
}
