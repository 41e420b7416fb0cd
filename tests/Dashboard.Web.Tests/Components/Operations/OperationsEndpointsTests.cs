using System.Net;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Operations;

/// <summary>The downloads over HTTP, in the whole application.</summary>
public sealed class OperationsEndpointsTests
{
    [Fact]
    public async Task Downloads_ByRole_AreFilesOrDenied()
    {
        await using var dashboard = new TestDashboard().Started();
        var audit = dashboard.Services.GetRequiredService<IAuditLog>();
        await audit.AppendAsync(new AuditEntry("nadia", "queue.purge", AuditOutcome.Succeeded, "shop", "=HYPERLINK(1)"), CancellationToken.None);

        using var stranger = dashboard.Browser();
        (await StatusAsync(stranger, "audit/export.csv")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(stranger, "operations/none/report.csv")).ShouldBe(HttpStatusCode.Unauthorized);

        using var viewer = await dashboard.SignedInAsync(Role.Viewer, "victor");
        (await StatusAsync(viewer, "audit/export.csv")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(viewer, "operations/none/report.csv")).ShouldBe(HttpStatusCode.NotFound);
        (await audit.SearchAsync(new AuditSearch { Actor = "victor", Outcome = AuditOutcome.Denied }, CancellationToken.None)).Total.ShouldBe(1);

        using var operatorClient = await dashboard.SignedInAsync(Role.Operator, "nadia");
        using var answer = await operatorClient.GetAsync(new Uri("audit/export.csv?action=queue.purge", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain("\"'=HYPERLINK(1)\"");
        (await audit.SearchAsync(new AuditSearch { Action = "audit.export" }, CancellationToken.None)).Total.ShouldBe(1);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }
}
