using System.Text.Json.Nodes;
using Dashboard.Tests.Shared.RabbitMq;

namespace Dashboard.Web.Tests.Api;

/// <summary>Definitions of one vhost of the real broker taken to another, by the API alone.</summary>
[Collection(ApiCollection.Name)]
public sealed class ApiDefinitionsTests(ApiStage stage)
{
    [Fact]
    public async Task Definitions_ExportedComparedChosenImported_AreThere_AndARerunHasNothingToDo()
    {
        await using var from = new Vhost();
        await using var to = new Vhost();
        await from.InitializeAsync();
        await to.InitializeAsync();
        await from.DeclareExchangeAsync("shop", "topic");
        await from.DeclareQueueAsync("orders", new Dictionary<string, object> { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = 7 });
        await from.DeclareQueueAsync("left out");
        await from.BindAsync("shop", "orders", "order.#");
        await from.Broker.CallAsync(HttpMethod.Put, $"policies/{from.Escaped}/short", new Dictionary<string, object>
        {
            ["pattern"] = "^left",
            ["apply-to"] = "queues",
            ["definition"] = new Dictionary<string, object> { ["max-length"] = 10 },
        });
        foreach (var (id, vhost) in new[] { ("def-from", from), ("def-to", to) })
        {
            var settings = stage.Settings;
            settings["VirtualHosts:0"] = vhost.Name;
            await stage.SendAsync(stage.Admin, HttpMethod.Post, "connection-settings", new { id, kind = "rabbitmq", settings });
            await ApiStage.WaitForAsync(async () => (await stage.GetAsync(stage.Viewer, $"connections/{id}"))["connection"]!["health"]!.GetValue<string>() == "up");
        }

        var file = await stage.GetAsync(stage.Admin, $"connections/def-from/definitions?scope={from.Name}");
        // What a file of a whole broker has beside it.
        file["users"] = new JsonArray(new JsonObject { ["name"] = "eve", ["tags"] = new JsonArray() });
        file["permissions"] = new JsonArray(new JsonObject { ["user"] = "eve", ["configure"] = "", ["write"] = "", ["read"] = ".*" });
        var items = await CompareAsync(file, to.Name);
        items.Where(item => item["kind"]!.GetValue<string>() is "user" or "permission").Select(item => (Why(item), item["change"]))
            .ShouldAllBe(item => item.Item1.Contains("not applied", StringComparison.Ordinal) && item.Item2 == null);
        items.Count(item => item["kind"]!.GetValue<string>() is "user" or "permission").ShouldBeGreaterThanOrEqualTo(2);
        items.Where(item => item["change"] is not null).Select(Name).ShouldBe(["exchange shop", "queue left out", "queue orders", "binding", "policy short"], ignoreOrder: true);

        var chosen = items.Where(item => item["change"] is not null && Name(item) != "queue left out").ToList();
        var plan = await stage.SendAsync(
            stage.Admin, HttpMethod.Post, "operations/plans",
            new JsonObject { ["kind"] = "import", ["connection"] = "def-to", ["changes"] = new JsonArray([.. chosen.Select(item => item["change"]!.DeepClone())]) }.ToJsonString());
        plan["refusal"].ShouldBeNull();
        var job = (await stage.SendAsync(stage.Admin, HttpMethod.Post, "operations", new { planId = plan["planId"]!.GetValue<string>(), typed = plan["mustType"]?.GetValue<string>() }))["id"]!.GetValue<string>();
        (await stage.EndOfAsync(job))["state"]!.GetValue<string>().ShouldBe("succeeded");
        (await stage.GetAsync(stage.Viewer, $"operations/{job}/outcomes"))["total"]!.GetValue<int>().ShouldBe(4, "each object has its row");

        var orders = await to.Broker.CallAsync(HttpMethod.Get, $"queues/{to.Escaped}/orders");
        orders.GetProperty("arguments").GetProperty("x-delivery-limit").GetInt32().ShouldBe(7);
        (await to.Broker.CallAsync(HttpMethod.Get, $"bindings/{to.Escaped}/e/shop/q/orders"))[0].GetProperty("routing_key").GetString().ShouldBe("order.#");
        (await to.Broker.CallAsync(HttpMethod.Get, $"policies/{to.Escaped}/short")).GetProperty("definition").GetProperty("max-length").GetInt32().ShouldBe(10);

        var again = await CompareAsync(file, to.Name);
        again.Where(item => item["change"] is not null).Select(Name).ShouldBe(["queue left out"], "only what was not chosen is left to do");
        again.Count(item => item["state"]!.GetValue<string>() == "same").ShouldBeGreaterThanOrEqualTo(4);
        foreach (var connection in new[] { "def-from", "def-to" })
            await stage.SendAsync(stage.Admin, HttpMethod.Delete, $"connection-settings/{connection}");
    }

    [Fact]
    public async Task Compare_OfWhatIsNoFile_IsTheCallersMistake()
    {
        using var wrong = await stage.TrySendAsync(stage.Admin, HttpMethod.Post, "connections/rabbit/definitions/compare", new { text = "hello", scope = stage.Vhost.Name });
        await ApiStage.ProblemAsync(wrong, 400, "invalid");
    }

    private async Task<List<JsonNode>> CompareAsync(JsonNode file, string scope)
    {
        var items = await stage.SendAsync(stage.Admin, HttpMethod.Post, "connections/def-to/definitions/compare", new { text = file.ToJsonString(), scope });
        return [.. items.AsArray().Select(item => item!)];
    }

    private static string Why(JsonNode item) => item["reason"]?.GetValue<string>() ?? "not applied: only here";

    private static string Name(JsonNode item) => item["kind"]!.GetValue<string>() is "binding" ? "binding" : $"{item["kind"]!.GetValue<string>()} {item["name"]!.GetValue<string>()}";

    private sealed class Vhost : RabbitMqVhost, IAsyncDisposable
    {
        ValueTask IAsyncDisposable.DisposeAsync() => new(DisposeAsync());
    }
}
