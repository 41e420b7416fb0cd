using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Operations;
using Dashboard.Web.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Operations;

/// <summary>Operations on objects: plan, confirmation, run, outcomes, audit, restart.</summary>
public sealed class ChangeTests : IDisposable
{
    private static readonly Actor Admin = new("ada", Role.Admin, "127.0.0.1");
    private readonly TemporaryFolder _folder = new();
    private readonly FakeBroker _broker = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<OperationKind, ChangeVerb, Role> Rights() => new()
    {
        { OperationKind.Create, ChangeVerb.Create, Role.Admin },
        { OperationKind.Edit, ChangeVerb.Edit, Role.Admin },
        { OperationKind.Delete, ChangeVerb.Delete, Role.Admin },
        { OperationKind.Import, ChangeVerb.Create, Role.Admin },
        { OperationKind.Close, ChangeVerb.Close, Role.Operator },
        { OperationKind.Purge, ChangeVerb.Purge, Role.Operator },
    };

    [Theory]
    [MemberData(nameof(Rights))]
    public async Task Plan_ByEachRole_IsAllowedFromItsLeastRoleOnAndDenialsAreAudited(OperationKind kind, ChangeVerb verb, Role least)
    {
        await using var host = new EngineHost(_folder.Path, _broker);
        var intent = Intent(kind, new ObjectChange { Verb = verb, Kind = "queue", Key = RowKey.Of("orders") });
        foreach (var (name, role) in new[] { ("victor", Role.Viewer), ("olga", Role.Operator), ("ada", Role.Admin) })
        {
            // The actor claims to be an administrator; what counts is the account.
            var plan = () => host.Operations.PlanAsync(new Actor(name, Role.Admin), intent, CancellationToken.None);
            if (role >= least)
                await plan();
            else
                (await plan.ShouldThrowAsync<AccessDeniedException>()).Permission.ShouldBe(OperationWords.PermissionFor(kind));
        }

        var denials = await host.Audit.SearchAsync(new AuditSearch { Outcome = AuditOutcome.Denied }, CancellationToken.None);
        denials.Total.ShouldBe(least == Role.Admin ? 2 : 1);
    }

    [Theory]
    [InlineData(OperationKind.Purge, ChangeVerb.Delete)]
    [InlineData(OperationKind.Close, ChangeVerb.Delete)]
    [InlineData(OperationKind.Move, ChangeVerb.Delete)]
    [InlineData(OperationKind.Import, ChangeVerb.Delete)]
    [InlineData(OperationKind.Create, ChangeVerb.Edit)]
    public async Task Plan_OfAKindThatHidesAnotherVerb_IsRefused(OperationKind kind, ChangeVerb verb)
    {
        _broker.Editor.Names.Add("orders");
        await using var host = new EngineHost(_folder.Path, _broker);

        var plan = await host.Operations.PlanAsync(Admin, Intent(kind, FakeEditor.On(verb, "orders")), CancellationToken.None);

        plan.Refusal.ShouldNotBeNull();
        await Should.ThrowAsync<OperationRefusedException>(() => host.Operations.SubmitAsync(Admin, plan.PlanId, null, null, CancellationToken.None));
        _broker.Editor.Applied.ShouldBeEmpty();
    }

    [Fact]
    public async Task Plan_ThatWouldChangeNothing_IsRefusedUnlessAnotherObjectWouldChange()
    {
        _broker.Editor.Names.UnionWith(["same", "other", "alike"]);
        _broker.Editor.AsWanted.UnionWith(["same", "alike"]);
        await using var host = new EngineHost(_folder.Path, _broker);
        Task<OperationPlan> PlanAsync(params string[] names)
            => host.Operations.PlanAsync(Admin, Intent(OperationKind.Purge, [.. names.Select(name => FakeEditor.On(ChangeVerb.Purge, name))]), CancellationToken.None);

        var one = await PlanAsync("same");
        one.ChangesNothing.ShouldBeTrue();
        one.Refusal.ShouldNotBeNull().ShouldStartWith("Nothing to change");
        await Should.ThrowAsync<OperationRefusedException>(() => host.Operations.SubmitAsync(Admin, one.PlanId, null, null, CancellationToken.None));
        (await PlanAsync("same", "alike", "gone")).ChangesNothing.ShouldBeTrue();

        var gone = await PlanAsync("gone", "gone too");
        (gone.ChangesNothing, gone.Refusal is null).ShouldBe((false, false));
        var mixed = await PlanAsync("same", "other");
        (mixed.ChangesNothing, mixed.Refusal).ShouldBe((false, null));
        mixed.Objects.Select(o => o.Text).ShouldBe(["as it is wanted already: nothing to do", "3 messages are lost"]);
        _broker.Editor.Applied.ShouldBeEmpty();
    }

    [Fact]
    public async Task Create_Confirmed_IsDoneOnceAndAuditedBeforeAndAfter()
    {
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await RunAsync(host, Intent(OperationKind.Create, FakeEditor.Create("orders")));

        job.State.ShouldBe(JobState.Succeeded);
        job.Title.ShouldBe("Create queue orders");
        _broker.Editor.Applied.ShouldBe(["orders"]);
        (await host.OutcomesAsync(job.Id)).ShouldHaveSingleItem().Kind.ShouldBe(MessageOutcomeKind.Delivered);
        // The end is audited just after it is seen.
        IReadOnlyList<AuditRecord> audited = [];
        for (var i = 0; i < 100 && audited.Count < 2; i++)
        {
            audited = (await host.Audit.SearchAsync(new AuditSearch { JobId = job.Id }, CancellationToken.None)).Records;
            await Task.Delay(50);
        }

        audited.Select(record => (record.Entry.Action, record.Entry.Outcome)).ShouldBe([("object.create", AuditOutcome.Succeeded), ("object.create", AuditOutcome.Allowed)]);
    }

    [Fact]
    public async Task Delete_OnProduction_WantsTheNameTyped()
    {
        _broker.Info = _broker.Info with { Environment = new EnvironmentTag("production") };
        _broker.Editor.Names.Add("orders");
        await using var host = new EngineHost(_folder.Path, _broker);
        var plan = await host.Operations.PlanAsync(Admin, Intent(OperationKind.Delete, FakeEditor.On(ChangeVerb.Delete, "orders")), CancellationToken.None);

        plan.MustType.ShouldBe("orders");
        await Should.ThrowAsync<OperationRefusedException>(() => host.Operations.SubmitAsync(Admin, plan.PlanId, "order", null, CancellationToken.None));
        _broker.Editor.Names.ShouldContain("orders");
    }

    [Fact]
    public async Task DeleteMany_OnProduction_WantsTheCountTypedAndSumsUpWhatIsLost()
    {
        _broker.Info = _broker.Info with { Environment = new EnvironmentTag("production") };
        _broker.Editor.Names.UnionWith(["a", "b", "c"]);
        await using var host = new EngineHost(_folder.Path, _broker);

        var plan = await host.Operations.PlanAsync(Admin, Intent(OperationKind.Delete, [.. new[] { "a", "b", "c" }.Select(name => FakeEditor.On(ChangeVerb.Delete, name))]), CancellationToken.None);

        plan.MustType.ShouldBe("delete 3 queues");
        plan.Consequences.ShouldContain(one => one.Text == "9 messages are lost.");
        plan.Objects.Select(one => one.Name).ShouldBe(["queue a", "queue b", "queue c"]);
    }

    [Fact]
    public async Task DeleteMany_WithARefusedOneInTheMiddle_LeavesTheRestUntouchedUntilItIsResumed()
    {
        string[] names = ["a", "b", "c", "d", "e"];
        _broker.Editor.Names.UnionWith(names);
        _broker.Editor.Answer = change => change.Key!.Value.Parts[0] == "c" ? new(ChangeEnd.Refused, "The broker refused (400): in use") : null;
        await using var host = new EngineHost(_folder.Path, _broker);
        var intent = Intent(OperationKind.Delete, [.. names.Select(name => FakeEditor.On(ChangeVerb.Delete, name))]);
        _broker.Editor.Before = change => Task.FromResult(change.Key!.Value.Parts[0] == "b" && _broker.Editor.Names.Remove("b"));

        var job = await RunAsync(host, intent);

        job.State.ShouldBe(JobState.Failed);
        job.Reason!.ShouldContain("queue c: The broker refused (400): in use");
        job.NextStep!.ShouldContain("2 objects are untouched");
        _broker.Editor.Names.ShouldBe(["c", "d", "e"], ignoreOrder: true);
        (job.Accounting.Delivered, job.Accounting.ExternallyRemoved, job.Accounting.Held, job.Accounting.Remaining).ShouldBe((1, 1, 1, 3));

        await host.Operations.ResumeAsync(Admin, job.Id, CancellationToken.None);
        job = await host.EndOfAsync(job.Id);
        _broker.Editor.Names.ShouldBe(["c"]);
        (await host.OutcomesAsync(job.Id)).Select(one => one.Kind).ShouldBe(
        [
            MessageOutcomeKind.Delivered, MessageOutcomeKind.ExternallyRemoved, MessageOutcomeKind.Held, MessageOutcomeKind.Delivered, MessageOutcomeKind.Delivered,
        ]);
        var audited = await host.Audit.SearchAsync(new AuditSearch { JobId = job.Id, Action = "object.delete" }, CancellationToken.None);
        audited.Records.Count(record => record.Entry.Target == "queue c" && record.Entry.Outcome == AuditOutcome.Failed).ShouldBe(1);
        audited.Records.Count(record => record.Entry.Target == "queue d" && record.Entry.Outcome == AuditOutcome.Succeeded).ShouldBe(1);
    }

    [Fact]
    public async Task DeleteMany_Cancelled_StopsBetweenTwoAndLeavesTheRest()
    {
        var names = Enumerable.Range(0, 50).Select(i => $"q{i:00}").ToList();
        _broker.Editor.Names.UnionWith(names);
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        _broker.Editor.Before = async change =>
        {
            if (change.Key!.Value.Parts[0] != "q10")
                return;
            reached.SetResult();
            await goOn.Task;
        };
        await using var host = new EngineHost(_folder.Path, _broker);
        var job = await SubmitAsync(host, Intent(OperationKind.Delete, [.. names.Select(name => FakeEditor.On(ChangeVerb.Delete, name))]));
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await host.Operations.CancelAsync(Admin, job.Id, CancellationToken.None);
        goOn.SetResult();
        job = await host.EndOfAsync(job.Id);

        job.State.ShouldBe(JobState.Cancelled);
        job.Accounting.Delivered.ShouldBe(11);
        _broker.Editor.Names.Count.ShouldBe(39);
    }

    [Theory]
    [InlineData(true, JobState.Succeeded)]
    [InlineData(false, JobState.Failed)]
    public async Task Create_WhoseAnswerIsLost_IsReadBack(bool wasDone, JobState expected)
    {
        _broker.Editor.Answer = change =>
        {
            if (wasDone)
                _broker.Editor.Names.Add("orders");
            return new(ChangeEnd.Unknown, "no answer in time");
        };
        await using var host = new EngineHost(_folder.Path, _broker);

        var job = await RunAsync(host, Intent(OperationKind.Create, FakeEditor.Create("orders")));

        job.State.ShouldBe(expected);
        (await host.OutcomesAsync(job.Id)).ShouldHaveSingleItem().Detail!.ShouldContain("uncertain");
    }

    [Theory]
    [InlineData(true, MessageOutcomeKind.Delivered)]
    [InlineData(false, MessageOutcomeKind.Held)]
    public async Task Restart_InTheMiddleOfAChange_ReadsItBackAndBeginsNoOther(bool wasDone, MessageOutcomeKind expected)
    {
        _broker.Editor.Names.UnionWith(["a", "b", "c"]);
        var reached = new TaskCompletionSource();
        _broker.Editor.Before = change =>
        {
            if (change.Key!.Value.Parts[0] != "b")
                return Task.CompletedTask;
            if (wasDone)
                _broker.Editor.Names.Remove("b");
            reached.SetResult();
            return Task.Delay(Timeout.Infinite);
        };

        // The process that dies: it never comes back from its request.
        var dying = new EngineHost(_folder.Path, _broker);
        var job = await SubmitAsync(dying, Intent(OperationKind.Delete, [.. new[] { "a", "b", "c" }.Select(name => FakeEditor.On(ChangeVerb.Delete, name))]));
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(20));
        using var copy = new TemporaryFolder();
        CopyAll(_folder.Path, copy.Path);
        _broker.Editor.Before = _ => Task.CompletedTask;

        await using var host = new EngineHost(copy.Path, _broker);
        await host.Recovery.StartAsync(CancellationToken.None);
        job = await host.EndOfAsync(job.Id);

        job.State.ShouldBe(JobState.Failed);
        (await host.OutcomesAsync(job.Id)).Select(one => one.Kind).ShouldBe([MessageOutcomeKind.Delivered, expected]);
        _broker.Editor.Names.ShouldContain("c");
        job.NextStep!.ShouldContain("untouched");
    }

    [Fact]
    public async Task Submit_OnAReadOnlyConnection_IsRefused()
    {
        _broker.Info = _broker.Info with { IsReadOnly = true };
        await using var host = new EngineHost(_folder.Path, _broker, services => services.AddSingleton<IConnectionRegistry>(new ReadOnlyRegistry(_broker)));

        var plan = await host.Operations.PlanAsync(Admin, Intent(OperationKind.Create, FakeEditor.Create("orders")), CancellationToken.None);

        plan.Refusal!.ShouldContain("read-only");
    }

    private static OperationIntent Intent(OperationKind kind, params IReadOnlyList<ObjectChange> changes) => new() { Kind = kind, Connection = FakeBroker.Id, Changes = changes };

    private static async Task<Job> SubmitAsync(EngineHost host, OperationIntent intent)
    {
        var plan = await host.Operations.PlanAsync(Admin, intent, CancellationToken.None);
        plan.Refusal.ShouldBeNull();
        return await host.Operations.SubmitAsync(Admin, plan.PlanId, plan.MustType, null, CancellationToken.None);
    }

    private static async Task<Job> RunAsync(EngineHost host, OperationIntent intent) => await host.EndOfAsync((await SubmitAsync(host, intent)).Id);

    private static void CopyAll(string from, string to)
    {
        // The lock is held by the process that "dies".
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copied = File.Create(target);
            source.CopyTo(copied);
        }
    }

    private sealed class ReadOnlyRegistry(FakeBroker broker) : IConnectionRegistry
    {
        public IReadOnlyList<IBrokerConnection> All => [new ReadOnlyConnection(broker)];

        public IBrokerConnection? Find(ConnectionId id) => id == FakeBroker.Id ? All[0] : null;
    }
}
