using System.Text.Json.Nodes;

namespace Dashboard.Web.Tests.Api;

/// <summary>Objects of the broker made and deleted, and what is found wrong with them.</summary>
[Collection(ApiCollection.Name)]
public sealed class ApiObjectsTests(ApiStage stage)
{
    private const string Queues = "connections/rabbit/sections/queues";

    [Fact]
    public async Task Queue_MadeAndDeleted_IsThereAndGone()
    {
        var actions = (await stage.GetAsync(stage.Admin, $"{Queues}/actions")).AsArray();
        var create = actions.Single(action => action!["kind"]!.GetValue<string>() == "queue" && action["verb"]!.GetValue<string>() == "create")!;
        create["fields"]!.AsArray().Select(field => field!["id"]!.GetValue<string>()).ShouldContain("name");

        await RunAsync("create", new { verb = "create", kind = "queue", values = new { vhost = stage.Vhost.Name, name = "made by api", type = "classic" } });
        var row = "";
        await ApiStage.WaitForAsync(async () =>
        {
            var rows = (await stage.GetAsync(stage.Viewer, $"{Queues}/rows?filter=name=\"made by api\""))["rows"]!.AsArray();
            row = rows.Count == 1 ? rows[0]!["id"]!.GetValue<string>() : "";
            return row.Length > 0;
        });
        await RunAsync("delete", new { verb = "delete", kind = "queue", rowId = row });

        await ApiStage.WaitForAsync(async () => (await stage.GetAsync(stage.Viewer, $"{Queues}/rows?filter=name=\"made by api\""))["total"]!.GetValue<int>() == 0);
    }

    [Fact]
    public async Task Changes_MissingOrOfNoRow_AreRefusedWithAPointer()
    {
        using var none = await stage.TrySendAsync(stage.Admin, HttpMethod.Post, "operations/plans", new { kind = "delete", connection = "rabbit" });
        using var wrong = await stage.TrySendAsync(
            stage.Admin, HttpMethod.Post, "operations/plans", new { kind = "delete", connection = "rabbit", changes = new[] { new { verb = "delete", kind = "queue", rowId = "~zz" } } });

        (await none.Content.ReadAsStringAsync()).ShouldContain("/changes");
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("/changes/0/rowId");
        ((int)none.StatusCode).ShouldBe(400);
        ((int)wrong.StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task Findings_QueueThatNobodyConsumes_IsAmongThemAndInTheMetrics()
    {
        await stage.FillAsync("nobody reads this", 3);
        JsonNode? found = null;
        await ApiStage.WaitForAsync(async () =>
        {
            var findings = (await stage.GetAsync(stage.Viewer, "findings?connection=rabbit&signal=no-consumer"))["findings"]!.AsArray();
            found = findings.FirstOrDefault(finding => finding!["text"]!.GetValue<string>().Contains("nobody reads this", StringComparison.Ordinal));
            return found is not null;
        });

        found!["section"]!.GetValue<string>().ShouldBe("queues");
        found["nextStep"]!.GetValue<string>().ShouldNotBeEmpty();
        (await stage.GetAsync(stage.Viewer, $"{Queues}/rows/{found["rowId"]!.GetValue<string>()}"))["row"]!["cells"]!["name"]!.GetValue<string>().ShouldBe("nobody reads this");
        using var client = stage.Client(stage.Viewer);
        (await client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).ShouldContain("broker_findings{connection=\"rabbit\",signal=\"no-consumer\"");
    }

    private async Task RunAsync(string kind, object change)
    {
        var plan = await stage.SendAsync(stage.Admin, HttpMethod.Post, "operations/plans", new { kind, connection = "rabbit", changes = new[] { change } });
        var job = await stage.SendAsync(stage.Admin, HttpMethod.Post, "operations", new { planId = plan["planId"]!.GetValue<string>() });
        (await stage.EndOfAsync(job["id"]!.GetValue<string>()))["state"]!.GetValue<string>().ShouldBe("succeeded");
    }
}
