using Dapper;
using Dashboard.Core.Audit;
using Dashboard.Web.Storage;
using Dashboard.Web.Storage.Audit;

namespace Dashboard.Web.Tests.Storage;

public sealed class SqliteAuditLogTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-audit-").FullName;
    private readonly SqliteDatabase _database;
    private readonly SqliteAuditLog _audit;

    public SqliteAuditLogTests()
    {
        _database = new SqliteDatabase(new DataFolder(_folder), [SqliteAuditLog.Schema], TimeProvider.System);
        _audit = new SqliteAuditLog(_database, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Append_ManyAtOnce_NumbersThemWithoutGapsAndKeepsTheChain()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _audit.AppendAsync(Entry($"queue q{i}"), CancellationToken.None)));

        var page = await _audit.SearchAsync(new AuditSearch { Limit = 1000 }, CancellationToken.None);

        page.Total.ShouldBe(50);
        page.Records.Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, 50).Select(i => (long)i).Reverse());
        (await _audit.FindBreakAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'nobody' WHERE sequence = 2", 2)]
    [InlineData("UPDATE audit SET at = at + 1 WHERE sequence = 1", 1)]
    [InlineData("DELETE FROM audit WHERE sequence = 2", 3)]
    public async Task FindBreak_AfterTampering_NamesTheFirstRecordThatDoesNotFit(string tampering, long expected)
    {
        for (var i = 0; i < 4; i++)
            await _audit.AppendAsync(Entry($"queue q{i}"), CancellationToken.None);

        await _database.WriteAsync(connection => connection.Execute(tampering), CancellationToken.None);

        (await _audit.FindBreakAsync(CancellationToken.None)).ShouldBe(expected);
    }

    [Fact]
    public async Task Search_ByEachCondition_FindsWhatMatches()
    {
        await _audit.AppendAsync(new("olga", "queue.purge", AuditOutcome.Allowed, "shop", "queue 100%_orders", "12 messages", "127.0.0.1", "job-1"), CancellationToken.None);
        await _audit.AppendAsync(new("vera", "messages.read", AuditOutcome.Denied, "stock", "queue <script>"), CancellationToken.None);

        (await TargetsAsync(new() { Text = "ORDERS 12" })).ShouldBe(["queue 100%_orders"]);
        (await TargetsAsync(new() { Text = "%" })).ShouldBe(["queue 100%_orders"]);
        (await TargetsAsync(new() { Actor = "VERA" })).ShouldBe(["queue <script>"]);
        (await TargetsAsync(new() { Action = "messages.read" })).ShouldBe(["queue <script>"]);
        (await TargetsAsync(new() { Connection = "shop" })).ShouldBe(["queue 100%_orders"]);
        (await TargetsAsync(new() { Outcome = AuditOutcome.Denied })).ShouldBe(["queue <script>"]);
        (await TargetsAsync(new() { JobId = "job-1" })).ShouldBe(["queue 100%_orders"]);
        (await TargetsAsync(new() { From = DateTimeOffset.UtcNow.AddMinutes(1) })).ShouldBeEmpty();
        (await TargetsAsync(new() { Offset = 1 })).ShouldBe(["queue 100%_orders"]);
    }

    [Fact]
    public async Task Append_WhenItCannotBeWritten_SaysThatNothingWasDone()
    {
        await _audit.AppendAsync(Entry("queue q"), CancellationToken.None);
        await _database.DisposeAsync();

        var refused = await Should.ThrowAsync<AuditUnavailableException>(() => _audit.AppendAsync(Entry("queue q"), CancellationToken.None));

        refused.Message.ShouldContain("nothing was done");
    }

    private static AuditEntry Entry(string target) => new("olga", "queue.purge", AuditOutcome.Allowed, "shop", target);

    private async Task<IEnumerable<string>> TargetsAsync(AuditSearch search) =>
        (await _audit.SearchAsync(search, CancellationToken.None)).Records.Select(r => r.Entry.Target);
}
