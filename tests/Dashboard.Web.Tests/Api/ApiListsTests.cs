using System.Text.Json.Nodes;

namespace Dashboard.Web.Tests.Api;

/// <summary>Connections, lists, rows, and names that are hard on paths.</summary>
[Collection(ApiCollection.Name)]
public sealed class ApiListsTests(ApiStage stage)
{
    private const string Queues = "connections/rabbit/sections/queues";

    [Fact]
    public async Task Connections_UpAndGone_SayTheirHealthAndWhy()
    {
        await ApiStage.WaitForAsync(async () => (await HealthOfAsync("gone"))["health"]!.GetValue<string>() == "down");

        var up = await HealthOfAsync("rabbit");
        var gone = await HealthOfAsync("gone");

        up["product"]!.GetValue<string>().ShouldContain("RabbitMQ");
        up["ageSeconds"]!.GetValue<double>().ShouldBeInRange(0, 30);
        up["problems"]!.AsArray().ShouldBeEmpty();
        gone["lastGoodAt"].ShouldBeNull();
        gone["problems"]!.AsArray().Count.ShouldBeGreaterThan(0);
        gone["problems"]![0]!["kind"]!.GetValue<string>().ShouldBe("unreachable");
        (await HealthOfAsync("watched"))["isReadOnly"]!.GetValue<bool>().ShouldBeTrue();
        (await stage.GetAsync(stage.Viewer, "connections/rabbit"))["figures"]!.AsArray().ShouldContain(figure => figure!["value"]!["value"] != null);
    }

    [Fact]
    public async Task Rows_OfAListNeverRead_AreAProblemThatSaysWhy()
    {
        using var response = await stage.TrySendAsync(stage.Viewer, HttpMethod.Get, "connections/gone/sections/queues/rows");
        await ApiStage.ProblemAsync(response, 503, "not-read-yet");
    }

    [Fact]
    public async Task Rows_SearchedFilteredSortedPaged_AreThoseOfThePage()
    {
        for (var i = 1; i <= 5; i++)
            await stage.FillAsync($"rows.{i}", i);
        await WaitForRowsAsync("search=rows.&filter=ready>0", 5);

        var some = await stage.GetAsync(stage.Viewer, $"{Queues}/rows?search=rows.&filter=ready>1&sort=-ready,name&offset=1&limit=2&columns=name,ready,durable,policy,idle_since");

        some["total"]!.GetValue<int>().ShouldBe(4);
        some["rows"]!.AsArray().Select(row => row!["cells"]!["name"]!.GetValue<string>()).ShouldBe(["rows.4", "rows.3"]);
        some["rows"]![0]!["cells"]!["ready"]!.GetValue<int>().ShouldBe(4);
        some["rows"]![0]!["cells"]!["durable"]!.GetValue<bool>().ShouldBeTrue();
        some["rows"]![0]!["cells"]!.AsObject().ContainsKey("policy").ShouldBeTrue();
        some["rows"]![0]!["cells"]!["policy"].ShouldBeNull();
        some["rows"]![0]!["cells"]!.AsObject().Count.ShouldBe(5);
        some["totals"]!["ready"]!.GetValue<int>().ShouldBe(14);
        some["rows"]![0]!["destination"]!["kind"]!.GetValue<string>().ShouldBe("queue");
        some["freshness"]!["isStale"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory]
    [InlineData("filter=ready >", "filter")]
    [InlineData("filter=nosuch = 1", "filter")]
    [InlineData("sort=nosuch", "sort")]
    [InlineData("columns=name,nosuch", "columns")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=abc", "limit")]
    [InlineData("offset=-1", "offset")]
    public async Task Rows_BadParameter_IsNamed(string query, string parameter)
    {
        using var response = await stage.TrySendAsync(stage.Viewer, HttpMethod.Get, $"{Queues}/rows?{query}");
        var problem = await ApiStage.ProblemAsync(response, 400, "invalid");
        problem["errors"]![0]!["parameter"]!.GetValue<string>().ShouldBe(parameter);
    }

    [Fact]
    public async Task Section_Columns_SayTypeUnitAndMeaning()
    {
        var section = await stage.GetAsync(stage.Viewer, Queues);
        var columns = section["columns"]!.AsArray();

        section["destinationKind"]!.GetValue<string>().ShouldBe("queue");
        columns.Single(c => c!["id"]!.GetValue<string>() == "memory")!["unit"]!.GetValue<string>().ShouldBe("B");
        columns.ShouldAllBe(c => c!["description"]!.GetValue<string>().Length > 0);
        (await stage.GetAsync(stage.Viewer, "connections/rabbit/sections")).AsArray().Count.ShouldBeGreaterThan(5);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("~tilde~~")]
    [InlineData("<b>bold</b> & \"quotes\"")]
    [InlineData("ünïcödé 💥 \u202e")]
    [InlineData("a?b#c;d+e f\\g")]
    public async Task Row_HostileName_IsFoundByItsId(string name)
    {
        await stage.Vhost.DeclareQueueAsync(name);
        JsonNode? found = null;
        await ApiStage.WaitForAsync(async () =>
        {
            var rows = await stage.GetAsync(stage.Viewer, $"{Queues}/rows?limit=1000&columns=name");
            found = rows["rows"]!.AsArray().FirstOrDefault(row => row!["cells"]!["name"]!.GetValue<string>() == name);
            return found is not null;
        });
        var id = found!["id"]!.GetValue<string>();

        var row = await stage.GetAsync(stage.Viewer, $"{Queues}/rows/{id}");
        var history = await stage.GetAsync(stage.Viewer, $"{Queues}/rows/{id}/history?column=ready");

        // Nothing in it that a proxy decodes, encodes, merges or resolves.
        id.ShouldMatch("^[A-Za-z0-9._~-]+$");
        row["row"]!["cells"]!["name"]!.GetValue<string>().ShouldBe(name);
        row["row"]!["key"]!.AsArray().Select(part => part!.GetValue<string>()).ShouldBe([stage.Vhost.Name, name]);
        history["points"]!.AsArray().Count.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("connections/nosuch", "GET", 404, "not-found")]
    [InlineData("connections/rabbit/sections/nosuch", "GET", 404, "not-found")]
    [InlineData("connections/rabbit/sections/queues/rows/nosuch", "GET", 404, "not-found")]
    [InlineData("connections/rabbit/sections/queues/rows/~zz", "GET", 404, "not-found")]
    [InlineData("nosuch", "GET", 404, "not-found")]
    [InlineData("connections", "DELETE", 405, "method-not-allowed")]
    [InlineData("operations/nosuch", "GET", 404, "not-found")]
    public async Task Miss_IsAProblem(string path, string method, int status, string kind)
    {
        using var response = await stage.TrySendAsync(stage.Admin, new HttpMethod(method), path);
        await ApiStage.ProblemAsync(response, status, kind);
    }

    [Fact]
    public async Task Bodies_OfWrongTypeSizeOrForm_AreProblems()
    {
        using var client = stage.Client(stage.Operator);
        using var text = new StringContent("{}", System.Text.Encoding.UTF8, "text/plain");
        using var wrongType = await client.PostAsync(new Uri("operations", UriKind.Relative), text);
        await ApiStage.ProblemAsync(wrongType, 415, "unsupported-media-type");
        using var large = new StringContent("{\"planId\": \"" + new string('x', 17 * 1024 * 1024) + "\"}", System.Text.Encoding.UTF8, "application/json");
        // With "Expect: 100-continue" the server says no before the body is on its way.
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("operations", UriKind.Relative)) { Content = large };
        request.Headers.ExpectContinue = true;
        using var tooLarge = await client.SendAsync(request);
        await ApiStage.ProblemAsync(tooLarge, 413, "too-large");
        using var broken = await stage.TrySendAsync(stage.Operator, HttpMethod.Post, "operations", "{\"planId\": ");
        await ApiStage.ProblemAsync(broken, 400, "invalid");
        using var missing = await stage.TrySendAsync(stage.Operator, HttpMethod.Post, "operations", "{}");
        (await ApiStage.ProblemAsync(missing, 400, "invalid"))["errors"]![0]!["pointer"]!.GetValue<string>().ShouldBe("/planId");
        using var surplus = await stage.TrySendAsync(stage.Operator, HttpMethod.Post, "operations", "{\"planId\": \"x\", \"typo\": 1}");
        (await ApiStage.ProblemAsync(surplus, 400, "invalid"))["detail"]!.GetValue<string>().ShouldContain("typo");
        using var nested = await stage.TrySendAsync(
            stage.Operator, HttpMethod.Post, "operations/plans",
            "{\"kind\": \"purge\", \"connection\": \"rabbit\", \"source\": {\"kind\": 1, \"scope\": \"\", \"name\": \"\"}, \"selection\": {\"by\": \"all\"}}");
        (await ApiStage.ProblemAsync(nested, 400, "invalid"))["errors"]![0]!["pointer"]!.GetValue<string>().ShouldBe("/source/kind");
    }

    private async Task<JsonNode> HealthOfAsync(string id) =>
        (await stage.GetAsync(stage.Viewer, "connections")).AsArray().Single(c => c!["id"]!.GetValue<string>() == id)!;

    private Task WaitForRowsAsync(string query, int count) =>
        ApiStage.WaitForAsync(async () => (await stage.GetAsync(stage.Viewer, $"{Queues}/rows?{query}"))["total"]!.GetValue<int>() == count);
}
