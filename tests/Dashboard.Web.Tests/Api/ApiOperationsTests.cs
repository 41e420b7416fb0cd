using System.Net;
using System.Text.Json.Nodes;

namespace Dashboard.Web.Tests.Api;

/// <summary>Looking, publishing, planning, confirming, controlling: through the API, counted at the broker.</summary>
[Collection(ApiCollection.Name)]
public sealed class ApiOperationsTests(ApiStage stage)
{
    [Fact]
    public async Task Replay_OfDeadLetters_PutsEachOneBack_OnceAndCounted()
    {
        await stage.FillAsync("replay.dead", 0);
        await stage.FillAsync("replay", 12, new Dictionary<string, object?> { ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = "replay.dead" });
        await stage.RejectAsync("replay", 10);
        await ApiStage.WaitForAsync(async () => await stage.CountAsync("replay.dead") == 10);

        var plan = await PlanAsync("replay", "replay.dead", new { by = "filter", filter = "header.x-number < 8" }, new { to = "firstDeath" });
        var dryRun = await stage.SendAsync(stage.Operator, HttpMethod.Post, $"operations/plans/{plan["planId"]}/dry-run");
        dryRun["eligible"]!.GetValue<int>().ShouldBe(8);
        dryRun["notSelected"]!.GetValue<int>().ShouldBe(2);
        using var submitted = await SubmitAsync(plan, "replay-1");
        submitted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var id = JsonNode.Parse(await submitted.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
        submitted.Headers.Location!.ToString().ShouldBe($"/api/v1/operations/{id}");
        var job = await stage.EndOfAsync(id);

        job["state"]!.GetValue<string>().ShouldBe("succeeded");
        job["accounting"]!["delivered"]!.GetValue<int>().ShouldBe(8);
        job["actor"]!.GetValue<string>().ShouldStartWith("mona via key ");
        (await stage.CountAsync("replay.dead")).ShouldBe(2);
        (await stage.DrainAsync("replay")).Order().ShouldBe(Enumerable.Range(0, 12).Where(i => i is not (8 or 9)).Select(i => $"replay-{i}").Order());
        (await stage.GetAsync(stage.Viewer, $"operations/{id}/outcomes?outcome=delivered&limit=3"))["total"]!.GetValue<int>().ShouldBe(8);
        (await stage.GetAsync(stage.Viewer, $"operations/{id}/timeline")).AsArray().Count.ShouldBeGreaterThan(1);
        using var client = stage.Client(stage.Viewer);
        (await client.GetStringAsync(new Uri($"operations/{id}/report", UriKind.Relative))).TrimEnd().Split('\n').Length.ShouldBe(9);
        var lines = (await client.GetStringAsync(new Uri($"operations/{id}/report?format=jsonl", UriKind.Relative))).TrimEnd().Split('\n');
        lines.Length.ShouldBe(8);
        JsonNode.Parse(lines[0])!["outcome"]!.GetValue<string>().ShouldBe("delivered");
        (await stage.GetAsync(stage.Operator, $"audit?operation={id}"))["records"]!.AsArray().ShouldContain(r => r!["action"]!.GetValue<string>() == "messages.replay");
    }

    [Fact]
    public async Task Submit_TwentyAtOnceWithOneKey_StartsOneOperation()
    {
        await stage.FillAsync("once", 1);
        await stage.FillAsync("once.copy", 0);
        var plan = await PlanAsync("copy", "once", new { by = "all" }, new { to = "address", destination = stage.Queue("once.copy") });

        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var response = await SubmitAsync(plan, "once-key");
            var text = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted, text);
            return JsonNode.Parse(text)!["id"]!.GetValue<string>();
        }));

        ids.Distinct().ShouldHaveSingleItem();
        await stage.EndOfAsync(ids[0]);
        (await stage.CountAsync("once.copy")).ShouldBe(1);
        // Nor does the plan start a second one with another key, or with none.
        using var again = await SubmitAsync(plan, "another-key");
        JsonNode.Parse(await again.Content.ReadAsStringAsync())!["id"]!.GetValue<string>().ShouldBe(ids[0]);
        using var keyless = await SubmitAsync(plan, null);
        JsonNode.Parse(await keyless.Content.ReadAsStringAsync())!["id"]!.GetValue<string>().ShouldBe(ids[0]);
        (await stage.CountAsync("once.copy")).ShouldBe(1);
    }

    [Fact]
    public async Task Key_WithAnotherBody_IsRefusedAndNothingIsDone()
    {
        await stage.FillAsync("reused", 0);
        object Body(string text) => new { message = new { destination = stage.Queue("reused"), body = new { text } } };
        await stage.SendAsync(stage.Operator, HttpMethod.Post, "connections/rabbit/publish", Body("first"), "reused-key");

        using var other = await stage.TrySendAsync(stage.Operator, HttpMethod.Post, "connections/rabbit/publish", Body("second"), "reused-key");
        await ApiStage.ProblemAsync(other, 422, "idempotency-key-reused");
        using var elsewhere = await stage.TrySendAsync(stage.Operator, HttpMethod.Post, "connections/live/publish", Body("first"), "reused-key");
        await ApiStage.ProblemAsync(elsewhere, 422, "idempotency-key-reused");
        var same = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => stage.SendAsync(stage.Operator, HttpMethod.Post, "connections/rabbit/publish", Body("first"), "reused-key")));

        same.Select(answer => answer["operation"]!["id"]!.GetValue<string>()).Distinct().ShouldHaveSingleItem();
        (await stage.CountAsync("reused")).ShouldBe(1);
    }

    [Fact]
    public async Task Publish_TypedMessage_IsReadBackAsItWasSent()
    {
        await stage.FillAsync("typed", 0);
        var sent = JsonNode.Parse(
            $$$"""
            {"message": {"destination": {"kind": "queue", "scope": "{{{stage.Vhost.Name}}}", "name": "typed"}, "body": {"json": {"order": 7, "ü": ["<b>"]}},
             "properties": [{"name": "content_type", "value": "application/json"}, {"name": "priority", "value": 3}, {"name": "timestamp", "type": "time", "value": "2026-11-21T02:14:07Z"}],
             "headers": [{"name": "x-text", "value": "a"}, {"name": "x-int", "value": 5}, {"name": "x-flag", "value": true}, {"name": "x-decimal", "type": "decimal", "value": "1.25"},
              {"name": "x-bytes", "type": "bytes", "value": "/wA="}, {"name": "x-table", "value": {"inner": [1, "two"]}}, {"name": "x-none", "value": null}]}}
            """)!;
        var result = await stage.SendAsync(stage.Operator, HttpMethod.Post, "connections/rabbit/publish", sent.ToJsonString());
        result["operation"]!["state"]!.GetValue<string>().ShouldBe("succeeded");
        result["outcomes"]![0]!["outcome"]!.GetValue<string>().ShouldBe("delivered");

        var effect = await stage.GetAsync(stage.Operator, $"connections/rabbit/browse-effect?kind=queue&scope={stage.Vhost.Name}&name=typed");
        effect["isAllowed"]!.GetValue<bool>().ShouldBeTrue();
        effect["changesNothing"]!.GetValue<bool>().ShouldBeFalse();
        var look = await BrowseAsync(new { destination = stage.Queue("typed"), bodyAs = "json" });
        var message = look["messages"]![0]!;
        message["body"]!["json"]!["order"]!.GetValue<int>().ShouldBe(7);
        JsonNode Header(string name) => message["headers"]!.AsArray().Single(h => h!["name"]!.GetValue<string>() == name)!;
        Header("x-int")["value"]!.GetValue<int>().ShouldBe(5);
        Header("x-decimal")["type"]!.GetValue<string>().ShouldBe("decimal");
        Header("x-bytes")["value"]!.GetValue<string>().ShouldBe("/wA=");
        Header("x-table")["value"]![0]!["value"]![1]!["value"]!.GetValue<string>().ShouldBe("two");
        message["properties"]!.AsArray().Single(p => p!["name"]!.GetValue<string>() == "priority")!["value"]!.GetValue<int>().ShouldBe(3);

        // What was read can be sent as it stands.
        var again = new JsonObject { ["destination"] = sent["message"]!["destination"]!.DeepClone(), ["headers"] = message["headers"]!.DeepClone(), ["body"] = message["body"]!.DeepClone() };
        await stage.SendAsync(stage.Operator, HttpMethod.Post, "connections/rabbit/publish", new JsonObject { ["message"] = again }.ToJsonString());
        var both = await BrowseAsync(new { destination = stage.Queue("typed"), bodyAs = "base64", maxBodyBytes = 5 });
        JsonNode.DeepEquals(both["messages"]![1]!["headers"], message["headers"]).ShouldBeTrue();
        both["messages"]![1]!["isBodyTruncated"]!.GetValue<bool>().ShouldBeTrue();
        Convert.FromBase64String(both["messages"]![1]!["body"]!["base64"]!.GetValue<string>()).Length.ShouldBe(5);
        (await BrowseAsync(new { destination = stage.Queue("typed"), filter = "header.x-int = 6" }))["messages"]!.AsArray().ShouldBeEmpty();
        (await stage.GetAsync(stage.Operator, "audit?action=messages.read&limit=1"))["total"]!.GetValue<int>().ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task Publish_ManyToProduction_AsksForTheName()
    {
        await stage.FillAsync("guarded", 0);
        var message = new { destination = stage.Queue("guarded") };
        using var unconfirmed = await stage.TrySendAsync(stage.Operator, HttpMethod.Post, "connections/live/publish", new { message, repeat = 3 });
        (await ApiStage.ProblemAsync(unconfirmed, 422, "confirmation-needed"))["mustType"]!.GetValue<string>().ShouldBe("guarded");
        (await stage.CountAsync("guarded")).ShouldBe(0);

        await stage.SendAsync(stage.Operator, HttpMethod.Post, "connections/live/publish", new { message, repeat = 3, typed = "guarded" });
        (await stage.CountAsync("guarded")).ShouldBe(3);

        var plan = await stage.SendAsync(stage.Operator, HttpMethod.Post, "operations/plans", new { kind = "purge", connection = "live", source = stage.Queue("guarded"), selection = new { by = "all" } });
        plan["mustType"]!.GetValue<string>().ShouldBe("guarded");
        using var untyped = await SubmitAsync(plan, null);
        await ApiStage.ProblemAsync(untyped, 409, "refused");
        (await stage.CountAsync("guarded")).ShouldBe(3);
    }

    [Fact]
    public async Task Control_OfARunningOperation_PausesLimitsResumesAndCancels()
    {
        await stage.FillAsync("slow", 200);
        await stage.FillAsync("slow.target", 0);
        var plan = await PlanAsync("move", "slow", new { by = "all" }, new { to = "address", destination = stage.Queue("slow.target") }, new { ratePerSecond = 5 });
        using var submitted = await SubmitAsync(plan, null);
        var id = JsonNode.Parse(await submitted.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
        await ApiStage.WaitForAsync(async () => await StateAsync() == "running");

        await stage.SendAsync(stage.Operator, HttpMethod.Post, $"operations/{id}/pause");
        await ApiStage.WaitForAsync(async () => await StateAsync() == "paused");
        (await stage.SendAsync(stage.Operator, HttpMethod.Put, $"operations/{id}/rate-limit", new { perSecond = 7.5 }))["rateLimit"]!.GetValue<double>().ShouldBe(7.5);
        await stage.SendAsync(stage.Operator, HttpMethod.Post, $"operations/{id}/resume");
        await ApiStage.WaitForAsync(async () => await StateAsync() == "running");
        await stage.SendAsync(stage.Operator, HttpMethod.Post, $"operations/{id}/cancel");
        var job = await stage.EndOfAsync(id);

        job["state"]!.GetValue<string>().ShouldBe("cancelled");
        (await stage.CountAsync("slow") + await stage.CountAsync("slow.target")).ShouldBe(200);
        (await stage.CountAsync("slow.target")).ShouldBe(job["accounting"]!["delivered"]!.GetValue<int>());
        using var tooLate = await stage.TrySendAsync(stage.Operator, HttpMethod.Post, $"operations/{id}/pause");
        await ApiStage.ProblemAsync(tooLate, 409, "refused");
        (await stage.GetAsync(stage.Viewer, "operations?state=cancelled&connection=rabbit"))["operations"]!.AsArray().ShouldContain(o => o!["id"]!.GetValue<string>() == id);

        async Task<string> StateAsync() => (await stage.GetAsync(stage.Viewer, $"operations/{id}"))["state"]!.GetValue<string>();
    }

    [Fact]
    public async Task Purge_WithArchive_IsRestoredByTheApi_AndTheArchiveRead()
    {
        await stage.FillAsync("archived", 4);
        var plan = await PlanAsync("purge", "archived", new { by = "all" }, null, new { archiveFirst = true });
        using var submitted = await SubmitAsync(plan, null);
        var id = JsonNode.Parse(await submitted.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
        await stage.EndOfAsync(id);
        (await stage.CountAsync("archived")).ShouldBe(0);
        using var client = stage.Client(stage.Operator);
        var lines = (await client.GetStringAsync(new Uri($"operations/{id}/archive", UriKind.Relative))).TrimEnd().Split('\n');
        lines.Select(line => JsonNode.Parse(line)!["body"]!.GetValue<string>()).ShouldBe(Enumerable.Range(0, 4).Select(i => $"{{\"number\": {i}}}"));

        var back = await stage.SendAsync(stage.Operator, HttpMethod.Post, "operations/plans", new { kind = "restore", connection = "rabbit", archiveOf = id, target = new { to = "address", destination = stage.Queue("archived") } });
        using var restored = await SubmitAsync(back, null);
        await stage.EndOfAsync(JsonNode.Parse(await restored.Content.ReadAsStringAsync())!["id"]!.GetValue<string>());

        (await stage.DrainAsync("archived")).Order().ShouldBe(["archived-0", "archived-1", "archived-2", "archived-3"]);
        (await stage.GetAsync(stage.Operator, $"audit?operation={id}&action=archive.read"))["total"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Broker_GoneReadOnlyOrUnwilling_IsToldInWords()
    {
        await stage.FillAsync("unwilling", 1);
        using var gone = await stage.TrySendAsync(stage.Operator, HttpMethod.Post, "connections/gone/browse", new { destination = stage.Queue("x") });
        var problem = await ApiStage.ProblemAsync(gone, 502, "broker-failed");
        problem["nextStep"]!.GetValue<string>().ShouldNotBeEmpty();
        var plan = await stage.SendAsync(stage.Operator, HttpMethod.Post, "operations/plans", new { kind = "purge", connection = "watched", source = stage.Queue("unwilling"), selection = new { by = "all" } });
        plan["refusal"]!.GetValue<string>().ShouldContain("read-only");
        using var submitted = await SubmitAsync(plan, null);
        await ApiStage.ProblemAsync(submitted, 409, "refused");
        (await stage.CountAsync("unwilling")).ShouldBe(1);
        using var missing = await stage.TrySendAsync(stage.Operator, HttpMethod.Post, "connections/rabbit/browse", new { destination = stage.Queue("nowhere") });
        (await ApiStage.ProblemAsync(missing, 502, "broker-failed"))["detail"]!.GetValue<string>().ShouldContain("nowhere");
        // What nothing is bound for comes back, with the broker's word for it.
        var returned = await stage.SendAsync(
            stage.Operator, HttpMethod.Post, "connections/rabbit/publish", new { message = new { destination = new { kind = "exchange", scope = stage.Vhost.Name, name = "amq.direct" }, routingKey = "nobody" } });
        returned["outcomes"]![0]!["detail"]!.GetValue<string>().ShouldContain("NO_ROUTE");
    }

    [Fact]
    public async Task Plan_WithSomethingLeftOpen_SaysWhere()
    {
        foreach (var (body, pointer) in new (object, string)[]
        {
            (new { kind = "purge", connection = "rabbit", source = stage.Queue("x") }, "/selection"),
            (new { kind = "move", connection = "rabbit", source = stage.Queue("x"), selection = new { by = "all" } }, "/target"),
            (new { kind = "purge", connection = "rabbit", source = stage.Queue("x"), selection = new { by = "first" } }, "/selection/count"),
            (new { kind = "purge", connection = "rabbit", source = stage.Queue("x"), selection = new { by = "filter", filter = "body. >" } }, "/selection/filter"),
            (new { kind = "purge", connection = "rabbit", source = stage.Queue("x"), selection = new { by = "all", filter = "x" } }, "/selection"),
            (new { kind = "restore", connection = "rabbit" }, "/archiveOf"),
            (new { kind = "publish", connection = "rabbit" }, "/message"),
        })
        {
            using var response = await stage.TrySendAsync(stage.Operator, HttpMethod.Post, "operations/plans", body);
            (await ApiStage.ProblemAsync(response, 400, "invalid"))["errors"]![0]!["pointer"]!.GetValue<string>().ShouldBe(pointer);
        }
    }

    [Fact]
    public async Task Audit_Exported_IsWholeInBothForms()
    {
        using var client = stage.Client(stage.Operator);
        var csv = await client.GetStringAsync(new Uri("audit/export?action=api-key.create", UriKind.Relative));
        var lines = await client.GetStringAsync(new Uri("audit/export?action=api-key.create&format=jsonl", UriKind.Relative));

        csv.ShouldStartWith("sequence,at,actor");
        lines.TrimEnd().Split('\n').Length.ShouldBe(csv.TrimEnd().Split('\n').Length - 1);
        (await stage.GetAsync(stage.Operator, "audit?action=audit.export"))["total"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(2);
    }

    private Task<JsonNode> PlanAsync(string kind, string source, object selection, object? target, object? options = null) => stage.SendAsync(
        stage.Operator, HttpMethod.Post, "operations/plans", new { kind, connection = "rabbit", source = stage.Queue(source), selection, target, options });

    private Task<HttpResponseMessage> SubmitAsync(JsonNode plan, string? idempotencyKey) =>
        stage.TrySendAsync(stage.Operator, HttpMethod.Post, "operations", new { planId = plan["planId"]!.GetValue<string>() }, idempotencyKey);

    private Task<JsonNode> BrowseAsync(object request) => stage.SendAsync(stage.Operator, HttpMethod.Post, "connections/rabbit/browse", request);
}
