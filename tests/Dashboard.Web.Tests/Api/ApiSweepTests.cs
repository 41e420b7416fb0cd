using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Dashboard.Web.Tests.Api;

/// <summary>
/// Calls everything in the OpenAPI document with good and bad values made from its schemas. Set API_SWEEP_SEED to run a sweep again, API_SWEEP_CALLS for more.
/// </summary>
[Collection(ApiCollection.Name)]
public sealed class ApiSweepTests(ApiStage stage, ITestOutputHelper output)
{
    private static readonly string[] Methods = ["get", "post", "put", "delete", "patch"];

    private static readonly string[] Lines = ["", "\n\n", "{", "[]", "{\"body\": 1}\nnull\n", "\u0000", "{\"destination\": {\"kind\": \"queue\"}}", new('x', 3000)];

    [Fact]
    public async Task Document_SweptWithGoodAndBadCalls_AnswersOnlyWhatItDocuments()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("API_SWEEP_SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var calls = int.Parse(Environment.GetEnvironmentVariable("API_SWEEP_CALLS") ?? "30", CultureInfo.InvariantCulture);
        output.WriteLine($"API_SWEEP_SEED={seed}");
        await stage.FillAsync("sweep", 20);
        var document = await DocumentAsync();
        var random = new Random(seed);
        var values = new SchemaValues(document, random, await KnownAsync());
        var faults = new List<string>();
        var statuses = new SortedDictionary<int, int>();
        using var client = stage.Client(stage.Admin);
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject().Where(pair => Methods.Contains(pair.Key)))
            {
                for (var i = 0; i < calls; i++)
                {
                    using var request = Request(path, method, operation!, values, random);
                    var described = $"{request.Method} {request.RequestUri} {(request.Content is null ? "" : await request.Content.ReadAsStringAsync())}";
                    using var response = await client.SendAsync(request);
                    var status = (int)response.StatusCode;
                    statuses[status] = statuses.GetValueOrDefault(status) + 1;
                    if (await FaultOfAsync(response, operation!) is { } fault)
                        faults.Add($"{fault}\n    {described[..Math.Min(described.Length, 600)]}");
                }
            }
        }

        output.WriteLine(string.Join(", ", statuses.Select(pair => $"{pair.Key}: {pair.Value}")));
        faults.ShouldBeEmpty($"API_SWEEP_SEED={seed}\n{string.Join("\n", faults.Take(20))}");
        statuses.Keys.ShouldContain(200, "the sweep must have good calls in it");
        statuses.Keys.ShouldContain(400, "the sweep must have bad calls in it");
        statuses.Keys.ShouldContain(202, "the sweep must have started something");
    }

    [Fact]
    public async Task Document_EveryOperation_IsDescribedWholly()
    {
        var document = await DocumentAsync();
        var lacking = new List<string>();
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject().Where(pair => Methods.Contains(pair.Key)))
            {
                var name = $"{method} {path}";
                if (operation!["operationId"] is null || operation["summary"] is null || operation["description"] is null)
                    lacking.Add($"{name}: id, summary, description");
                foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
                {
                    if (parameter!["description"] is null)
                        lacking.Add($"{name}: description of {parameter["name"]}");
                }

                foreach (var status in new[] { "400", "401", "403", "429", "500" })
                {
                    if (operation["responses"]![status]?["content"]?["application/problem+json"] is null)
                        lacking.Add($"{name}: problem {status}");
                }

                if (operation["requestBody"]?["content"]?["application/json"] is { } body && body["example"] is null)
                    lacking.Add($"{name}: example");
            }
        }

        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            foreach (var (property, value) in schema!["properties"]?.AsObject() ?? [])
            {
                if (value!["description"] is null && value["$ref"] is null && value["oneOf"] is null)
                    lacking.Add($"schema {name}: description of {property}");
            }
        }

        lacking.ShouldBeEmpty();
        document["components"]!["securitySchemes"]!.AsObject().Count.ShouldBe(2);
        document["info"]!["version"]!.GetValue<string>().ShouldBe("1");
        document["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
    }

    private async Task<JsonNode> DocumentAsync()
    {
        using var client = stage.Client(stage.Viewer);
        return JsonNode.Parse(await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
    }

    // What exists, so that calls get beyond the first check.
    private async Task<Dictionary<string, string[]>> KnownAsync()
    {
        var published = await stage.SendAsync(stage.Operator, HttpMethod.Post, "connections/rabbit/publish", new { message = new { destination = stage.Queue("sweep") } });
        var plan = await stage.SendAsync(
            stage.Admin, HttpMethod.Post, "operations/plans", new { kind = "copy", connection = "rabbit", source = stage.Queue("sweep"), selection = new { by = "first", count = 2 }, target = new { to = "address", destination = stage.Queue("sweep") } });
        await ApiStage.WaitForAsync(async () => (await stage.GetAsync(stage.Viewer, "connections/rabbit/sections/queues/rows?search=sweep"))["total"]!.GetValue<int>() == 1);
        var row = (await stage.GetAsync(stage.Viewer, "connections/rabbit/sections/queues/rows?search=sweep"))["rows"]![0]!["id"]!.GetValue<string>();
        return new Dictionary<string, string[]>
        {
            ["connection"] = ["rabbit", "rabbit", "rabbit", "live", "watched", "gone"],
            ["section"] = ["queues", "exchanges", "consumers"],
            ["row"] = [row],
            ["column"] = ["ready", "unacked", "name"],
            ["columns"] = ["name,ready", "name"],
            ["sort"] = ["-ready,name", "name"],
            ["filter"] = ["ready > 1", "name like \"s*\"", "number > 3"],
            ["figure"] = ["messages_ready"],
            ["id"] = [published["operation"]!["id"]!.GetValue<string>()],
            ["planId"] = [plan["planId"]!.GetValue<string>()],
            ["kind"] = ["queue", "publish", "copy", "move", "purge"],
            ["scope"] = [stage.Vhost.Name],
            ["name"] = ["sweep"],
            ["account"] = ["nobody here"],
            ["text"] = ["{\"queues\": []}", "{\"exchanges\": [{\"name\": \"x\", \"type\": 3}]}", "[]"],
            ["from"] = ["2026-01-01T00:00:00Z"],
            ["to"] = ["2030-01-01T00:00:00Z"],
        };
    }

    private static HttpRequestMessage Request(string path, string method, JsonNode operation, SchemaValues values, Random random)
    {
        var query = new List<string>();
        var headers = new List<(string Name, string Value)>();
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var name = parameter!["name"]!.GetValue<string>();
            var isRequired = parameter["required"]?.GetValue<bool>() == true;
            if (!isRequired && random.Next(2) == 0)
                continue;
            var text = values.MakeText(parameter["schema"], name);
            switch (parameter["in"]!.GetValue<string>())
            {
                case "path":
                    // An empty segment is another path, and a NUL in a path is refused by the server before anything of ours sees it.
                    path = path.Replace($"{{{name}}}", Uri.EscapeDataString(text is "" or "." or ".." ? "x" : text.Replace("\0", "", StringComparison.Ordinal)), StringComparison.Ordinal);
                    break;
                case "query" when !isRequired || random.Next(12) > 0:
                    query.Add($"{name}={Uri.EscapeDataString(text)}");
                    break;
                case "header":
                    headers.Add((name, text));
                    break;
            }
        }

        var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), new Uri(path + (query.Count == 0 ? "" : "?" + string.Join('&', query)), UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            if (value.All(c => c is >= ' ' and <= '~'))
                request.Headers.TryAddWithoutValidation(name, value);
        }

        if (operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema)
            request.Content = Content(schema, values, random);
        else if (operation["requestBody"] is not null)
            request.Content = new StringContent(Lines[random.Next(Lines.Length)], Encoding.UTF8, random.Next(20) == 0 ? "text/plain" : "application/x-ndjson");
        return request;
    }

    private static ByteArrayContent Content(JsonNode schema, SchemaValues values, Random random)
    {
        var body = values.Make(schema);
        if (random.Next(3) == 0)
            body = values.Mutate(body?.DeepClone());
        var text = random.Next(20) switch { 0 => "{", 1 => "", 2 => "\u0001", _ => body?.ToJsonString() ?? "null" };
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue(random.Next(20) == 0 ? "text/plain" : "application/json");
        return content;
    }

    private static async Task<string?> FaultOfAsync(HttpResponseMessage response, JsonNode operation)
    {
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == System.Net.HttpStatusCode.InternalServerError)
            return $"500: {text}";
        if (operation["responses"]![status] is not { } documented)
            return $"{status} is not documented: {text}";
        var type = response.Content.Headers.ContentType?.MediaType;
        var types = (documented["content"] as JsonObject)?.Select(pair => pair.Key).ToList() ?? [];
        if (types.Count == 0 ? text.Length > 0 : !types.Contains(type ?? "none"))
            return $"{status} came as {type}, documented are {string.Join(", ", types)}";
        if (type != "application/problem+json")
            return null;
        var problem = JsonNode.Parse(text)!;
        var isWhole = problem["type"]!.GetValue<string>().StartsWith("urn:broker-dashboard:problem:", StringComparison.Ordinal)
            && problem["status"]!.GetValue<int>() == (int)response.StatusCode
            && !string.IsNullOrEmpty(problem["title"]?.GetValue<string>())
            && !string.IsNullOrEmpty(problem["detail"]?.GetValue<string>())
            && !string.IsNullOrEmpty(problem["traceId"]?.GetValue<string>())
            && (status != "400" || problem["errors"] is JsonArray { Count: > 0 } || problem["detail"] is not null);
        return isWhole && !text.Contains("Dashboard.", StringComparison.Ordinal) ? null : $"{status} has a problem that is not whole, or tells of our insides: {text}";
    }
}
