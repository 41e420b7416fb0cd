using System.Text;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Web.Components.Audit;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using AuditPage = Dashboard.Web.Components.Audit.AuditPage;

namespace Dashboard.Web.Tests.Components.Audit;

public sealed class AuditPageTests : PageContext
{
    public AuditPageTests()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/audit");
        Append("nadia", "messages.read", AuditOutcome.Allowed, "queue orders in /");
        Append("victor", "queue.purge", AuditOutcome.Denied, "queue <b>orders</b> in /");
    }

    [Fact]
    public void Render_Operator_SeesRecordsNewestFirstAsText()
    {
        var page = Render<AuditPage>();

        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBe(2));
        page.FindAll("td.actor").Select(c => c.TextContent).ShouldBe(["victor", "nadia"]);
        page.FindAll("td.target b").ShouldBeEmpty();
        Access.Demands.ShouldContain((Permission.ViewAudit, "the audit"));
    }

    [Fact]
    public void Search_Outcome_StandsInTheUrlAndTheExport()
    {
        var page = Render<AuditPage>();
        page.WaitForElement("[aria-label=Outcome]").Change("Denied");

        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBe(1));
        Services.GetRequiredService<NavigationManager>().Uri.ShouldContain("outcome=Denied");
        page.FindAll("a[download]").Select(a => a.GetAttribute("href")).ShouldBe(["audit/export.csv?outcome=Denied", "audit/export.jsonl?outcome=Denied"]);
    }

    [Fact]
    public void Chain_Broken_NamesTheRecord()
    {
        Audit.Break = 17;
        var page = Render<AuditPage>();
        Press(page, "Check the chain");

        page.WaitForAssertion(() => page.Find(".chain").TextContent.ShouldContain("broken at record 17"));
        Audit.Break = null;
        Press(page, "Check the chain");
        page.WaitForAssertion(() => page.Find(".chain").TextContent.ShouldContain("The chain is whole"));
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(1)", "\"'@SUM(1)\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("a,b\"c", "\"a,b\"\"c\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("plain", "plain")]
    [InlineData(null, "")]
    public void CsvCell_AnyText_IsNeverAFormula(string? text, string cell) => CsvCell.Of(text).ShouldBe(cell);

    [Fact]
    public async Task Export_ManyRecords_HasEachOnceAlsoWhileMoreAreWritten()
    {
        for (var i = 0; i < 2500; i++)
            Append("nadia", "job.pause", AuditOutcome.Succeeded, $"job {i}");
        using var stream = new MemoryStream();
        var growing = new GrowingAudit(Audit);

        await AuditExport.WriteAsync(growing, new AuditSearch(), isCsv: false, stream, CancellationToken.None);

        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var sequences = lines.Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("sequence").GetInt64()).ToList();
        sequences.ShouldBe(Enumerable.Range(1, 2502).Select(i => (long)i).Reverse());
    }

    private void Append(string actor, string action, AuditOutcome outcome, string target)
        => Audit.AppendAsync(new AuditEntry(actor, action, outcome, "shop", target), CancellationToken.None).GetAwaiter().GetResult();

    // Another record is written before each page is read.
    private sealed class GrowingAudit(FakeAudit inner) : IAuditLog
    {
        private int _reads;

        public Task<AuditRecord> AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => inner.AppendAsync(entry, cancellationToken);

        public async Task<Dashboard.Core.Audit.AuditPage> SearchAsync(AuditSearch search, CancellationToken cancellationToken)
        {
            if (_reads++ > 0)
                await inner.AppendAsync(new AuditEntry("nadia", "late", AuditOutcome.Succeeded, null, "late"), cancellationToken);
            return await inner.SearchAsync(search, cancellationToken);
        }

        public Task<long?> FindBreakAsync(CancellationToken cancellationToken) => inner.FindBreakAsync(cancellationToken);
    }

    public sealed class ForViewers() : PageContext(Role.Viewer)
    {
        [Fact]
        public void Render_Viewer_IsDeniedWithTheRightNamed()
        {
            var page = Render<AuditPage>();

            page.WaitForAssertion(() => page.Markup.ShouldContain("This needs the right ViewAudit."));
            page.FindAll("table, a[download]").ShouldBeEmpty();
            Audit.Searches.ShouldBeEmpty();
        }
    }
}
