using System.Text.Json.Nodes;

namespace Dashboard.Web.Tests.Api;

/// <summary>Topology, routes, settings in force, views, longer histories, hidden fields.</summary>
[Collection(ApiCollection.Name)]
public sealed class ApiReadingTests(ApiStage stage)
{
    [Fact]
    public async Task Browse_MaskedFields_AreNamedToThoseFromWhomTheyAreHidden()
    {
        await stage.FillAsync("masked", 1);
        await stage.FillAsync("unmasked", 1);

        var hidden = (await stage.SendAsync(stage.Operator, HttpMethod.Post, "connections/rabbit/browse", new { destination = stage.Queue("masked") }))["messages"]![0]!;
        var clear = (await stage.SendAsync(stage.Admin, HttpMethod.Post, "connections/rabbit/browse", new { destination = stage.Queue("masked") }))["messages"]![0]!;
        var other = (await stage.SendAsync(stage.Operator, HttpMethod.Post, "connections/rabbit/browse", new { destination = stage.Queue("unmasked") }))["messages"]![0]!;

        hidden["masked"]!.AsArray().Select(path => path!.GetValue<string>()).ShouldBe(["body.number", "header.x-number"]);
        hidden["body"]!["text"]!.GetValue<string>().ShouldContain("(masked)");
        clear["masked"]!.AsArray().ShouldBeEmpty();
        clear["body"]!["text"]!.GetValue<string>().ShouldBe("""{"number": 0}""");
        other["masked"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Trace_OfAMessage_SaysWhereItArrivesAndWhy_AndTheGraphHasTheWay()
    {
        await RunAsync("create", new { verb = "create", kind = "exchange", values = new { vhost = stage.Vhost.Name, name = "traced", type = "topic" } });
        await stage.FillAsync("traced.eu", 0);
        await RunAsync("create", new { verb = "create", kind = "binding", values = new { vhost = stage.Vhost.Name, source = "traced", destination_type = "queue", queue = "traced.eu", routing_key = "order.*.eu" } });
        var to = new { kind = "exchange", scope = stage.Vhost.Name, name = "traced" };
        JsonNode? trace = null;
        await ApiStage.WaitForAsync(async () =>
        {
            using var response = await stage.TrySendAsync(stage.Viewer, HttpMethod.Post, "connections/rabbit/topology/trace", new { to, routingKey = "order.new.eu" });
            trace = JsonNode.Parse(await response.Content.ReadAsStringAsync());
            return response.IsSuccessStatusCode && trace!["targets"]!.AsArray().Count == 1;
        });

        trace!["targets"]![0]!["destination"]!["name"]!.GetValue<string>().ShouldBe("traced.eu");
        trace["steps"]![0]!["branches"]![0]!["outcome"]!.GetValue<string>().ShouldBe("taken");
        var nowhere = await stage.SendAsync(stage.Viewer, HttpMethod.Post, "connections/rabbit/topology/trace", new { to, routingKey = "order.new.us" });
        nowhere["tone"]!.GetValue<string>().ShouldBe("bad");
        nowhere["targets"]!.AsArray().ShouldBeEmpty();
        using (var unknown = await stage.TrySendAsync(stage.Viewer, HttpMethod.Post, "connections/rabbit/topology/trace", new { to = new { kind = "exchange", scope = stage.Vhost.Name, name = "is not there" } }))
            await ApiStage.ProblemAsync(unknown, 400, "invalid");

        var scopes = await stage.GetAsync(stage.Viewer, "connections/rabbit/topology/scopes");
        scopes.AsArray().Select(scope => scope!["name"]!.GetValue<string>()).ShouldContain(stage.Vhost.Name);
        var graph = await stage.GetAsync(stage.Viewer, $"connections/rabbit/topology?scope={stage.Vhost.Name}");
        var edge = graph["edges"]!.AsArray().Single(one => one!["links"]!.AsArray().Any(link => link!.GetValue<string>() == "order.*.eu"))!;
        graph["nodes"]!.AsArray().Single(node => node!["id"]!.GetValue<string>() == edge["to"]!.GetValue<string>())!["name"]!.GetValue<string>().ShouldBe("traced.eu");
    }

    [Fact]
    public async Task Settings_OfAQueueWithAnArgument_SayWhereTheyComeFrom()
    {
        await stage.FillAsync("explained", 0, new Dictionary<string, object?> { ["x-max-length"] = 77 });
        await ApiStage.WaitForAsync(async () => (await stage.GetAsync(stage.Viewer, "connections/rabbit/sections/queues/rows?filter=name=explained"))["total"]!.GetValue<int>() == 1);
        var row = (await stage.GetAsync(stage.Viewer, "connections/rabbit/sections/queues/rows?filter=name=explained"))["rows"]![0]!["id"]!.GetValue<string>();

        var settings = await stage.GetAsync(stage.Viewer, $"connections/rabbit/sections/queues/rows/{row}/settings");

        var length = settings.AsArray().Single(one => one!["name"]!.GetValue<string>() == "max-length")!;
        length["value"]!.GetValue<string>().ShouldBe("77");
        length["source"]!["kind"]!.GetValue<string>().ShouldBe("argument");
        using var gone = await stage.TrySendAsync(stage.Viewer, HttpMethod.Get, "connections/rabbit/sections/queues/rows/x/settings");
        await ApiStage.ProblemAsync(gone, 404, "not-found");
        var history = await stage.GetAsync(stage.Viewer, $"connections/rabbit/sections/queues/rows/{row}/history?column=ready&hours=24");
        history["id"]!.GetValue<string>().ShouldBe("ready");
        using var tooLong = await stage.TrySendAsync(stage.Viewer, HttpMethod.Get, $"connections/rabbit/sections/queues/rows/{row}/history?column=ready&hours=25");
        await ApiStage.ProblemAsync(tooLong, 400, "invalid");
    }

    [Fact]
    public async Task View_SavedSharedAndDeleted_ByThoseWhoMay()
    {
        var mine = await stage.SendAsync(stage.Viewer, HttpMethod.Post, "views", new { name = "fullest", connection = "rabbit", section = "queues", content = new { filter = "ready > 1", sort = "-ready" } });
        var id = mine["id"]!.GetValue<string>();
        (await stage.GetAsync(stage.Operator, "views")).AsArray().ShouldNotContain(view => view!["id"]!.GetValue<string>() == id, "it is not shared");
        using (var denied = await stage.TrySendAsync(stage.Viewer, HttpMethod.Patch, $"views/{id}", new { isShared = true }))
            await ApiStage.ProblemAsync(denied, 403, "forbidden");

        var shared = await stage.SendAsync(stage.Operator, HttpMethod.Post, "views", new { name = "for all", isShared = true, connection = "rabbit", section = "queues", content = new { filter = "ready > 1" } });
        var sharedId = shared["id"]!.GetValue<string>();
        var seen = await stage.GetAsync(stage.Viewer, $"views/{sharedId}");
        seen["content"]!["filter"]!.GetValue<string>().ShouldBe("ready > 1");
        await stage.SendAsync(stage.Operator, HttpMethod.Patch, $"views/{sharedId}", new { name = "renamed", content = new { filter = "ready > 2" } });
        (await stage.GetAsync(stage.Viewer, "views?kind=rabbitmq&section=queues")).AsArray().Single(view => view!["id"]!.GetValue<string>() == sharedId)!["name"]!.GetValue<string>().ShouldBe("renamed");
        using (var denied = await stage.TrySendAsync(stage.Viewer, HttpMethod.Delete, $"views/{sharedId}"))
            await ApiStage.ProblemAsync(denied, 403, "forbidden");
        await stage.SendAsync(stage.Operator, HttpMethod.Delete, $"views/{sharedId}");
        using var gone = await stage.TrySendAsync(stage.Viewer, HttpMethod.Get, $"views/{sharedId}");
        await ApiStage.ProblemAsync(gone, 404, "not-found");
    }

    [Fact]
    public async Task Import_OfLines_IsRestored_AndAWrongLineIsNamed()
    {
        await stage.FillAsync("imported", 2);
        using (var wrong = await stage.TrySendAsync(stage.Operator, HttpMethod.Post, "connections/rabbit/imports", "{}\nnonsense", mediaType: "application/x-ndjson"))
            (await ApiStage.ProblemAsync(wrong, 400, "invalid"))["errors"]!.AsArray().Select(error => error!["pointer"]!.GetValue<string>()).ShouldContain("/1");
        var job = await StartAsync(new { kind = "purge", connection = "rabbit", source = stage.Queue("imported"), selection = new { by = "all" }, options = new { archiveFirst = true } });
        using var client = stage.Client(stage.Operator);
        var lines = await client.GetStringAsync(new Uri($"operations/{job}/archive", UriKind.Relative));
        (await stage.CountAsync("imported")).ShouldBe(0);

        using var response = await stage.TrySendAsync(stage.Operator, HttpMethod.Post, "connections/rabbit/imports?name=mine.jsonl", lines, mediaType: "application/x-ndjson");
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        var taken = JsonNode.Parse(text)!;
        taken["messages"]!.GetValue<long>().ShouldBe(2);
        await StartAsync(new { kind = "restore", connection = "rabbit", archiveOf = taken["archive"]!.GetValue<string>(), target = new { to = "address", destination = stage.Queue("imported") } });

        (await stage.DrainAsync("imported")).ShouldBe(["imported-0", "imported-1"]);
    }

    private Task RunAsync(string kind, object change) => StartAsync(new { kind, connection = "rabbit", changes = new[] { change } });

    private async Task<string> StartAsync(object request)
    {
        var plan = await stage.SendAsync(stage.Admin, HttpMethod.Post, "operations/plans", request);
        plan["refusal"].ShouldBeNull();
        var id = (await stage.SendAsync(stage.Admin, HttpMethod.Post, "operations", new { planId = plan["planId"]!.GetValue<string>(), typed = plan["mustType"]?.GetValue<string>() }))["id"]!.GetValue<string>();
        (await stage.EndOfAsync(id))["state"]!.GetValue<string>().ShouldBe("succeeded");
        return id;
    }
}
