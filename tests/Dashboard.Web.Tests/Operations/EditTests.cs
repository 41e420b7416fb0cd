using System.Text;
using Dashboard.Core.Audit;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Operations;
using Dashboard.Web.Tests.Storage;

namespace Dashboard.Web.Tests.Operations;

/// <summary>One message replaced by an edited copy, on the real storage.</summary>
public sealed class EditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>An intent that moves the message from <c>dead</c> to <c>orders</c> with another body.</summary>
    internal static OperationIntent Edit(MessageEnvelope message, string body) => EngineHost.Move("dead", "orders", new ChosenMessages([message.Identity])) with
    {
        Edit = new MessageEdit(MessageEdit.HashOf(message.Body.Span)) { Body = Encoding.UTF8.GetBytes(body) },
    };

    [Fact]
    public async Task Edit_Body_PublishesTheEditedCopyAndRemovesTheOriginal()
    {
        var broker = Seed();
        await using var host = new EngineHost(_folder.Path, broker);

        var job = await host.RunAsync(Edit(Message(broker, 1), "better"));

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        job.Accounting.ShouldBe(new JobAccounting(1, 1, 0, 0, 0, 0, job.Accounting.PassedOver));
        broker["dead"].All.Select(m => m.Body).ShouldBe(["hello 0", "hello 2"]);
        broker["orders"].All.Single().Body.ShouldBe("better");
    }

    [Fact]
    public async Task Edit_Headers_ReplaceTheOriginalOnes()
    {
        var broker = Seed();
        await using var host = new EngineHost(_folder.Path, broker);
        var message = Message(broker, 0);
        var intent = Edit(message, "x") with { Edit = new MessageEdit(MessageEdit.HashOf(message.Body.Span)) { Headers = [new("x-new", new TextValue("1"))] } };

        var job = await host.RunAsync(intent);

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        var copy = broker["orders"].All.Single();
        copy.Body.ShouldBe("hello 0");
        copy.Headers.Select(h => h.Name).ShouldBe(["x-new", "x-replay-id"]);
    }

    [Fact]
    public async Task Edit_MessageHasGone_FailsWithWordsAndPublishesNothing()
    {
        var broker = Seed();
        await using var host = new EngineHost(_folder.Path, broker);
        var gone = new FakeMessage("uid-9", null, "gone").ToEnvelope(FakeBroker.QueueRef("dead"), 9);

        var job = await host.RunAsync(Edit(gone, "better"));

        job.State.ShouldBe(JobState.Failed);
        job.Reason.ShouldNotBeNull().ShouldContain("no longer in");
        job.Reason.ShouldContain("Nothing was published");
        broker["orders"].All.ShouldBeEmpty();
        broker["dead"].ReadyCount.ShouldBe(3);
    }

    [Fact]
    public async Task Edit_OfAnotherBody_IsHeldAndStays()
    {
        var broker = Seed();
        await using var host = new EngineHost(_folder.Path, broker);
        var message = Message(broker, 1);
        var intent = Edit(message, "better") with { Edit = new MessageEdit(MessageEdit.HashOf("another"u8)) { Body = "better"u8.ToArray() } };

        var job = await host.RunAsync(intent);

        job.State.ShouldBe(JobState.Failed);
        (await host.OutcomesAsync(job.Id)).Single().Detail.ShouldNotBeNull().ShouldContain("not the one that was edited");
        broker["orders"].All.ShouldBeEmpty();
        broker["dead"].ReadyCount.ShouldBe(3);
    }

    [Fact]
    public async Task Edit_Audit_HasTheHashesAndNotTheBodies()
    {
        var broker = Seed();
        await using var host = new EngineHost(_folder.Path, broker);
        var message = Message(broker, 1);

        var job = await host.RunAsync(Edit(message, "a secret body"));

        var page = await host.Audit.SearchAsync(new AuditSearch(), CancellationToken.None);
        var entry = page.Records.Single(r => r.Entry.JobId == job.Id && r.Entry is { Action: "messages.move", Outcome: AuditOutcome.Allowed }).Entry;
        entry.Detail.ShouldNotBeNull().ShouldContain("edited: body");
        entry.Detail.ShouldContain(MessageEdit.HashOf(message.Body.Span));
        entry.Detail.ShouldContain(MessageEdit.HashOf("a secret body"u8));
        entry.Detail.ShouldNotContain("a secret body");
    }

    [Fact]
    public async Task Edit_OfMoreThanOneMessageOrOfACopy_IsRefused()
    {
        var broker = Seed();
        await using var host = new EngineHost(_folder.Path, broker);
        var edit = Edit(Message(broker, 1), "better");

        (await PlanAsync(host, edit with { Selection = new AllMessages() })).Refusal.ShouldNotBeNull().ShouldContain("Exactly one message");
        (await PlanAsync(host, edit with { Kind = OperationKind.Copy })).Refusal.ShouldNotBeNull().ShouldContain("moved or replayed");
        (await PlanAsync(host, edit with { Edit = new MessageEdit("nonsense") })).Refusal.ShouldNotBeNull().ShouldContain("SHA-256");
    }

    private static Task<OperationPlan> PlanAsync(EngineHost host, OperationIntent intent)
        => host.Operations.PlanAsync(EngineHost.Operator, intent, CancellationToken.None);

    private static MessageEnvelope Message(FakeBroker broker, int at) => broker["dead"].Ready[at].ToEnvelope(FakeBroker.QueueRef("dead"), at);

    private static FakeBroker Seed()
    {
        var broker = new FakeBroker();
        broker.Declare("dead", 3, i => new FakeMessage($"uid-{i}", null, $"hello {i}"));
        broker.Declare("orders");
        return broker;
    }
}
