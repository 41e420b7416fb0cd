using System.Text;
using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Masking;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Operations;
using Dashboard.Web.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Operations;

/// <summary>Who sees what of masked messages, by each way the services have to messages.</summary>
public sealed class MaskingTests : IAsyncLifetime, IDisposable
{
    private static readonly Actor Admin = new("ada", Role.Admin, "127.0.0.1");
    private readonly TemporaryFolder _folder = new();
    private readonly FakeBroker _broker = new();
    private EngineHost _host = null!;

    public Task InitializeAsync()
    {
        _broker.Declare("payments", 3, i => new FakeMessage($"uid-{i}", null, $$"""{"card":"secret-{{i}}","order":{{i}}}""")
        {
            Headers = [new MessageField("x-pin", new TextValue($"pin-{i}")), new MessageField("x-tenant", new TextValue("eu"))],
        });
        _broker.Declare("payments.retry");
        _broker.Declare("other", 1, _ => new FakeMessage("o", null, """{"card":"open"}"""));
        string[] fields = ["body.card", "header.x-pin"];
        var rules = new MaskingRules([new MaskingRule("fa*", "payments*", [.. fields.Select(field => MaskedField.Parse(field, out _)!)])]);
        _host = new EngineHost(_folder.Path, _broker, services => services.AddSingleton(rules));
        _host.Accounts.Standings["ada"] = new AccountStanding(Role.Admin, IsDisabled: false);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private static readonly string[] AllWays = ["browse", "search", "progress", "export"];

    public static TheoryData<string> Ways() => [.. AllWays];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Read_ByOperator_IsMasked(string way)
    {
        var text = await ReadAsync(way, EngineHost.Operator, "payments");

        text.ShouldContain("order");
        text.ShouldContain("(masked)");
        text.ShouldNotContain("secret-");
        text.ShouldNotContain("pin-");
        text.ShouldContain("eu");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Read_ByAdmin_IsInClear(string way)
    {
        var text = await ReadAsync(way, Admin, "payments");

        text.ShouldContain("secret-1");
        text.ShouldContain("pin-1");
        text.ShouldNotContain("(masked)");
        var audit = await _host.Audit.SearchAsync(new() { Actor = "ada" }, CancellationToken.None);
        audit.Records[0].Entry.Detail.ShouldNotBeNull().ShouldContain("masked fields in clear");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Read_WhereNoRuleIs_IsInClearForAll(string way)
        => (await ReadAsync(way, EngineHost.Operator, "other")).ShouldContain("open");

    [Theory]
    [InlineData("body.card = \"secret-1\"")]
    [InlineData("body.card ^= s")]
    [InlineData("exists body.card")]
    [InlineData("body.card in (a, b)")]
    [InlineData("not (size > 1 or body ~ secret)")]
    [InlineData("body.card.x = 1")]
    [InlineData("header.X-PIN = 1")]
    [InlineData("secret")]
    [InlineData("text ~ secret")]
    public async Task Filter_OverWhatIsHidden_IsRefusedToOperatorsWithTheReason(string filter)
    {
        foreach (var way in AllWays)
        {
            var refused = await Should.ThrowAsync<OperationRefusedException>(() => ReadAsync(way, EngineHost.Operator, "payments", filter));
            refused.Message.ShouldContain("hidden from you");
            refused.Message.ShouldContain("ReadMaskedFields");
            await ReadAsync(way, Admin, "payments", filter);
        }

        var intent = EngineHost.Move("payments", "payments.retry", new MatchingMessages(filter));
        (await PlanAsync(EngineHost.Operator, intent)).Refusal.ShouldNotBeNull().ShouldContain("hidden from you");
        (await PlanAsync(Admin, intent)).Refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData("body.order = 1")]
    [InlineData("header.x-tenant = eu")]
    [InlineData("size > 1")]
    public async Task Filter_OverWhatIsShown_IsAnswered(string filter)
        => (await ReadAsync("browse", EngineHost.Operator, "payments", filter)).ShouldContain("order");

    [Fact]
    public async Task Move_ByOperator_KeepsEveryByte()
    {
        var plan = await PlanAsync(EngineHost.Operator, EngineHost.Move("payments", "payments.retry"));
        plan.Refusal.ShouldBeNull();
        var job = await _host.Operations.SubmitAsync(EngineHost.Operator, plan.PlanId, null, null, CancellationToken.None);
        (await _host.EndOfAsync(job.Id)).State.ShouldBe(JobState.Succeeded);

        _broker["payments.retry"].All.Select(m => m.Body).ShouldContain("""{"card":"secret-1","order":1}""");
    }

    [Fact]
    public async Task Move_ByOperatorToWhereNothingIsHidden_IsRefused()
    {
        var intent = EngineHost.Move("payments", "other");

        (await PlanAsync(EngineHost.Operator, intent)).Refusal.ShouldNotBeNull().ShouldContain("would not be in queue other");
        (await PlanAsync(Admin, intent)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task Restore_ByOperatorToWhereNothingIsHidden_IsRefused()
    {
        var purge = new OperationIntent
        {
            Kind = OperationKind.Purge,
            Connection = FakeBroker.Id,
            Source = FakeBroker.QueueRef("payments"),
            Options = new OperationOptions { ArchiveFirst = true },
        };
        var plan = await PlanAsync(EngineHost.Operator, purge);
        var job = await _host.Operations.SubmitAsync(EngineHost.Operator, plan.PlanId, null, null, CancellationToken.None);
        await _host.EndOfAsync(job.Id);
        var restore = new OperationIntent { Kind = OperationKind.Restore, Connection = FakeBroker.Id, ArchiveJobId = job.Id };
        var elsewhere = restore with { Target = new FixedTarget(FakeBroker.AddressOf("other")) };

        (await PlanAsync(EngineHost.Operator, elsewhere)).Refusal.ShouldNotBeNull().ShouldContain("would not be in queue other");
        (await PlanAsync(EngineHost.Operator, restore)).Refusal.ShouldBeNull();
        (await PlanAsync(Admin, elsewhere)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task Edit_ByOperator_IsRefusedAndByAdminDone()
    {
        var message = _broker["payments"].Ready[1].ToEnvelope(FakeBroker.QueueRef("payments"), 1);
        var intent = EngineHost.Move("payments", "payments.retry", new ChosenMessages([message.Identity])) with
        {
            Edit = new MessageEdit(MessageEdit.HashOf(message.Body.Span)) { Headers = [] },
        };

        (await PlanAsync(EngineHost.Operator, intent)).Refusal.ShouldNotBeNull().ShouldContain("overwrite what you cannot see");
        (await PlanAsync(Admin, intent)).Refusal.ShouldBeNull();
    }

    private Task<OperationPlan> PlanAsync(Actor actor, OperationIntent intent) => _host.Operations.PlanAsync(actor, intent, CancellationToken.None);

    private async Task<string> ReadAsync(string way, Actor actor, string queue, string filter = "")
    {
        var request = new BrowseRequest { Destination = FakeBroker.QueueRef(queue), Count = 100 };
        switch (way)
        {
            case "browse":
                return Text((await _host.Reading.BrowseAsync(actor, request, filter, CancellationToken.None)).Messages);
            case "search":
                return Text((await _host.Reading.SearchAsync(actor, request, filter, null, CancellationToken.None)).Messages);
            case "progress":
                var reports = new Reports();
                await _host.Reading.SearchAsync(actor, request, filter, reports, CancellationToken.None);
                return Text(reports.Found);
            default:
                using (var file = new MemoryStream())
                {
                    await _host.Reading.ExportAsync(actor, request, filter, file, null, CancellationToken.None);
                    return System.Text.RegularExpressions.Regex.Unescape(Encoding.UTF8.GetString(file.ToArray()));
                }
        }
    }

    private static string Text(IEnumerable<MessageEnvelope> messages) => string.Join('\n', messages.Select(message =>
        $"{Encoding.UTF8.GetString(message.Body.Span)} {string.Join(' ', message.Headers.Select(header => (header.Value as TextValue)?.Value))}"));

    private sealed class Reports : IProgress<LookProgress>
    {
        public List<MessageEnvelope> Found { get; } = [];

        public void Report(LookProgress value) => Found.AddRange(value.New);
    }
}
