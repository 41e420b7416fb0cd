using Dashboard.Core.Operations;
using Dashboard.Core.Storage;
using Dashboard.Tests.Shared.Operations;
using Dashboard.Web.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Operations;

public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeBroker _broker = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(FakeFate.CutBeforeStoring)]
    [InlineData(FakeFate.CutAfterStoring)]
    [InlineData(FakeFate.StaySilent)]
    public async Task Move_FaultInTheMiddle_GoesOnByItself(FakeFate fault)
    {
        var (source, target, seeded) = Declare(600);
        var sent = 0;
        _broker.FateOf = (_, _) => ++sent is 30 or 333 ? fault : FakeFate.Confirm;
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        source.ReadyCount.ShouldBe(0);
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded, source, target, 1000, faults: 2);
        _broker.MostUnsettled.ShouldBeLessThanOrEqualTo(1000);
    }

    [Fact]
    public async Task Move_BrokerForgetsRemovalsInTheMiddle_SendsNothingTwice()
    {
        var (source, target, seeded) = Declare(600);
        var sent = 0;
        _broker.FateOf = (_, _) =>
        {
            if (++sent == 300)
                _ = Task.Run(() => _broker.Crash("dead", 200));
            return FakeFate.Confirm;
        };
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders", options: new OperationOptions { RatePerSecond = 500 }));

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        source.ReadyCount.ShouldBe(0);
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded, source, target, 1000);
        var timeline = await host.Board.TimelineAsync(job.Id, CancellationToken.None);
        timeline.ShouldContain(line => line.Text.Contains("came back after the fault", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Move_BrokerIsAwayForAWhile_SaysSoAndGoesOn()
    {
        var (source, target, seeded) = Declare(400);
        var sent = 0;
        _broker.FateOf = (_, _) =>
        {
            if (++sent != 100)
                return FakeFate.Confirm;
            _broker.IsDown = true;
            return FakeFate.CutAfterStoring;
        };
        await using var host = new EngineHost(_folder.Path, _broker);

        var submitted = await host.SubmitAsync(EngineHost.Move("dead", "orders"));
        var waiting = await host.WaitAsync(submitted.Id, shown => shown.Reason?.StartsWith("Waiting for the broker", StringComparison.Ordinal) == true);
        waiting.State.ShouldBe(JobState.Running);
        _broker.IsDown = false;
        var job = await host.EndOfAsync(submitted.Id);

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded, source, target, 1000);
    }

    [Fact]
    public async Task Move_BrokerStaysAway_FailsWithWordsAndCanBeResumed()
    {
        var (source, target, seeded) = Declare(100);
        var sent = 0;
        _broker.FateOf = (_, _) =>
        {
            if (++sent != 10)
                return FakeFate.Confirm;
            _broker.IsDown = true;
            return FakeFate.CutBeforeStoring;
        };
        await using var host = new EngineHost(_folder.Path, _broker, options: chosen => chosen.FaultPatience = TimeSpan.FromMilliseconds(200));

        var failed = await host.RunAsync(EngineHost.Move("dead", "orders"));
        failed.State.ShouldBe(JobState.Failed);
        failed.Reason!.ShouldContain("cannot be reached");
        failed.NextStep.ShouldNotBeNull();
        _broker.IsDown = false;
        await host.Operations.ResumeAsync(EngineHost.Operator, failed.Id, CancellationToken.None);
        var job = await host.EndOfAsync(failed.Id);

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded, source, target, 1000);
    }

    [Fact]
    public async Task Move_PoisonClosesTheChannelEachTime_DeliversTheRestAndNamesIt()
    {
        var (source, target, _) = Declare(200);
        _broker.FateOf = (_, message) => message.Uid == "dead-77" ? FakeFate.CutBeforeStoring : FakeFate.Confirm;
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        source.Ready.Select(message => message.Uid).ShouldBe(["dead-77"]);
        target.Ready.Select(message => message.Uid).Distinct().Count().ShouldBe(199);
        job.Accounting.Selected.ShouldBe(200);
        job.Accounting.Uncertain.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Move_SourceIsDeleted_FailsAndAccountsForTheRest()
    {
        var (_, target, _) = Declare(300);
        var sent = 0;
        _broker.FateOf = (_, _) =>
        {
            if (++sent == 60)
                _ = Task.Run(() => _broker.Delete("dead"));
            return FakeFate.Confirm;
        };
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.SubmitAsync(EngineHost.Move("dead", "orders", options: new OperationOptions { RatePerSecond = 200 }));
        var ended = await host.EndOfAsync(job.Id);

        ended.State.ShouldBe(JobState.Failed);
        ended.Reason!.ShouldContain("deleted");
        ended.Accounting.Remaining.ShouldBe(0);
        (ended.Accounting.Delivered + ended.Accounting.Uncertain).ShouldBeGreaterThanOrEqualTo(target.ReadyCount);
        ended.Accounting.ExternallyRemoved.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Move_BrokerBlocksPublishers_WaitsAndSaysSo()
    {
        var (source, target, seeded) = Declare(200);
        _broker.BlockedReason = "memory alarm";
        await using var host = new EngineHost(_folder.Path, _broker);

        var submitted = await host.SubmitAsync(EngineHost.Move("dead", "orders"));
        await host.WaitAsync(submitted.Id, shown => shown.Reason?.Contains("memory alarm", StringComparison.Ordinal) == true);
        target.ReadyCount.ShouldBe(0);
        _broker.BlockedReason = null;
        var job = await host.EndOfAsync(submitted.Id);

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded, source, target, 1000, faults: 0);
    }

    [Fact]
    public async Task Move_OwnDiskIsFull_StopsBeforePublishing()
    {
        var (source, target, seeded) = Declare(400);
        var disk = new Disk();
        var sent = 0;
        _broker.FateOf = (_, _) =>
        {
            if (++sent == 20)
                disk.Free = 0;
            return FakeFate.Confirm;
        };
        await using var host = new EngineHost(_folder.Path, _broker, services => services.AddSingleton<IDiskSpace>(disk));

        var submitted = await host.SubmitAsync(EngineHost.Move("dead", "orders", options: new OperationOptions { RatePerSecond = 100 }));
        var paused = await host.WaitAsync(submitted.Id, shown => shown.State == JobState.Paused);
        paused.Reason!.ShouldContain("disk");
        paused.Accounting.Uncertain.ShouldBe(0);
        source.UnackedCount.ShouldBe(0);
        disk.Free = long.MaxValue;
        await host.Operations.LimitRateAsync(EngineHost.Operator, submitted.Id, null, CancellationToken.None);
        await host.Operations.ResumeAsync(EngineHost.Operator, submitted.Id, CancellationToken.None);
        var job = await host.EndOfAsync(submitted.Id);
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded, source, target, 1000, faults: 0);

        disk.Free = 0;
        var plan = await host.Operations.PlanAsync(EngineHost.Operator, EngineHost.Move("orders", "dead"), CancellationToken.None);
        var refused = await Should.ThrowAsync<OperationRefusedException>(
            () => host.Operations.SubmitAsync(EngineHost.Operator, plan.PlanId, null, null, CancellationToken.None));
        refused.Message.ShouldContain("disk");
    }

    private (FakeQueue Source, FakeQueue Target, List<string> Seeded) Declare(int count)
    {
        var source = _broker.Declare("dead", count);
        return (source, _broker.Declare("orders"), source.Ready.Select(message => message.Uid).ToList());
    }

    private sealed class Disk : IDiskSpace
    {
        public long Free { get; set; } = long.MaxValue;

        public long FreeBytes() => Free;
    }
}
