using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Operations;
using Dashboard.Web.Tests.Storage;

namespace Dashboard.Web.Tests.Operations;

public sealed class MoveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeBroker _broker = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(51)]
    [InlineData(3000)]
    public async Task Move_All_DeliversEachOnceInOrder(int count)
    {
        var source = _broker.Declare("dead", count);
        var target = _broker.Declare("orders");
        var seeded = source.Ready.Select(message => message.Uid).ToList();
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        job.Accounting.Delivered.ShouldBe(count);
        target.Ready.Select(message => message.Uid).ShouldBe(seeded);
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded, source, target, 1000, faults: 0);
    }

    [Fact]
    public async Task Move_SomeAreRefused_HoldsThemWithTheirReason()
    {
        var source = _broker.Declare("dead", 200);
        var target = _broker.Declare("orders");
        var seeded = source.Ready.Select(message => message.Uid).ToList();
        _broker.FateOf = (_, message) => message.Uid.EndsWith('7') ? FakeFate.Nack : FakeFate.Confirm;
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        job.Accounting.ShouldBe(new JobAccounting(200, 180, 0, 0, 0, 20, 0));
        source.ReadyCount.ShouldBe(20);
        var held = await host.Board.OutcomesAsync(job.Id, new OutcomeSearch(MessageOutcomeKind.Held), CancellationToken.None);
        held.Total.ShouldBe(20);
        held.Outcomes.ShouldAllBe(outcome => outcome.Detail!.Contains("reject-publish"));
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded, source, target, 1000, faults: 0);
    }

    [Fact]
    public async Task Move_AllAreReturned_FailsAndCanBeResumed()
    {
        var source = _broker.Declare("dead", 300);
        var target = _broker.Declare("orders");
        var isOpen = false;
        _broker.FateOf = (_, _) => isOpen ? FakeFate.Confirm : FakeFate.Return;
        await using var host = new EngineHost(_folder.Path, _broker);

        var failed = await host.RunAsync(EngineHost.Move("dead", "orders"));
        failed.State.ShouldBe(JobState.Failed);
        failed.Accounting.Held.ShouldBe(300);
        source.ReadyCount.ShouldBe(300);

        isOpen = true;
        await host.Operations.ResumeAsync(EngineHost.Operator, failed.Id, CancellationToken.None);
        var job = await host.EndOfAsync(failed.Id);
        job.Accounting.ShouldBe(new JobAccounting(300, 300, 0, 0, 0, 0, 0));
        target.ReadyCount.ShouldBe(300);
    }

    [Fact]
    public async Task Move_OneMessageAfterTheOtherFails_Pauses()
    {
        _broker.Declare("dead", 5000);
        _broker.Declare("orders");
        _broker.FateOf = (_, _) => FakeFate.Nack;
        await using var host = new EngineHost(_folder.Path, _broker, options: chosen => chosen.MaxFailuresInARow = 300);

        var job = await host.SubmitAsync(EngineHost.Move("dead", "orders"));
        var paused = await host.WaitAsync(job.Id, shown => shown.State == JobState.Paused);

        paused.Reason!.ShouldContain("reject-publish");
        _broker["dead"].ReadyCount.ShouldBe(5000);
    }

    [Fact]
    public async Task Move_ToItself_LeavesWhatComesBack()
    {
        var source = _broker.Declare("dead", 120);
        _broker.Declare("orders").FeedsBack = source;
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        job.Accounting.Selected.ShouldBe(120);
        job.Accounting.Delivered.ShouldBe(120);
        source.ReadyCount.ShouldBe(120);
        source.Ready.ShouldAllBe(message => message.ReplayId!.StartsWith(job.Id));
    }

    [Fact]
    public async Task Move_CompetingConsumer_CountsWhatItTook()
    {
        var source = _broker.Declare("dead", 400);
        var target = _broker.Declare("orders");
        var seeded = source.Ready.Select(message => message.Uid).ToList();
        var sent = 0;
        _broker.FateOf = (_, _) =>
        {
            if (++sent == 20)
                source.StealFirst(100);
            return FakeFate.Confirm;
        };
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders"));

        job.Accounting.Remaining.ShouldBe(0);
        Oracle.Check(job, await host.OutcomesAsync(job.Id), seeded, source, target, 1000, stolen: 100, faults: 0);
    }

    [Fact]
    public async Task Move_ByFilter_TakesOnlyMatchesAndGivesTheRestBack()
    {
        var source = _broker.Declare("dead", 300, i => new FakeMessage($"u{i}", $"id-{i}", $$"""{"n":{{i}}}"""));
        var target = _broker.Declare("orders");
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders", new MatchingMessages("body.n < 40")));

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        job.Accounting.Delivered.ShouldBe(40);
        job.Accounting.Selected.ShouldBe(40);
        job.Accounting.PassedOver.ShouldBe(260);
        target.ReadyCount.ShouldBe(40);
        source.Ready.Select(message => message.Uid).ShouldBe(Enumerable.Range(40, 260).Select(i => $"u{i}"));
    }

    [Fact]
    public async Task Move_ChosenMessages_TakesEachAsOftenAsChosen()
    {
        var source = _broker.Declare("dead", 9, i => new FakeMessage($"u{i}", null, $"body {i % 3}"));
        var target = _broker.Declare("orders");
        var identity = source.Ready[0].ToEnvelope(source.Name, 0).Identity;
        var other = source.Ready[1].ToEnvelope(source.Name, 0).Identity;
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders", new ChosenMessages([identity, identity, other])));

        job.Accounting.Delivered.ShouldBe(3);
        target.Ready.Select(message => message.Body).Order().ShouldBe(["body 0", "body 0", "body 1"]);
        source.ReadyCount.ShouldBe(6);
    }

    [Fact]
    public async Task Copy_All_LeavesTheSourceAsItWas()
    {
        var source = _broker.Declare("dead", 150);
        var target = _broker.Declare("orders");
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("dead", "orders") with { Kind = OperationKind.Copy });

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        job.Accounting.ShouldBe(new JobAccounting(150, 150, 0, 0, 0, 0, 0));
        source.ReadyCount.ShouldBe(150);
        target.ReadyCount.ShouldBe(150);
    }

    [Fact]
    public async Task Copy_FromALogAfterAFault_GoesOnWhereItStopped()
    {
        var source = _broker.Declare("stream", 500);
        source.IsLog = true;
        var target = _broker.Declare("orders");
        var sent = 0;
        _broker.FateOf = (_, _) => ++sent == 200 ? FakeFate.CutAfterStoring : FakeFate.Confirm;
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await host.RunAsync(EngineHost.Move("stream", "orders") with { Kind = OperationKind.Copy });

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        (job.Accounting.Delivered + job.Accounting.Uncertain).ShouldBe(500);
        target.Ready.Select(message => message.Uid).Distinct().Count().ShouldBe(500);
        (target.ReadyCount - 500).ShouldBeLessThanOrEqualTo((int)job.Accounting.Uncertain);
    }
}
