using System.Net;
using System.Text.Json.Nodes;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Web.Auth;
using Dashboard.Web.Auth.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Api;

/// <summary>Who may call what.</summary>
[Collection(ApiCollection.Name)]
public sealed class ApiAccessTests(ApiStage stage)
{
    /// <summary>Every operation of the document that a viewer may not do, by its id; each call here is one that gets as far as the check.</summary>
    private static readonly string[] ForOperators =
    [
        "getBrowseEffect", "browseMessages", "planOperation", "publishMessage", "pauseOperation", "resumeOperation", "cancelOperation", "limitOperation",
        "downloadArchive", "searchAudit", "exportAudit", "importMessages", "forgetImport",
    ];

    /// <summary>Those that an operator may not do either.</summary>
    private static readonly string[] ForAdmins =
    [
        "listConnectionSettings", "getConnectionSettings", "addConnection", "testConnection", "changeConnection", "removeConnection", "listConnectionKinds",
        "listAccounts", "createAccount", "changeAccount", "endSessions", "listKeys", "revokeKey", "exportDefinitions", "compareDefinitions",
    ];

    [Fact]
    public async Task EveryOperation_ByEveryKindOfKey_AnswersAsTheMatrixSays()
    {
        await stage.FillAsync("matrix", 3);
        var plan = await stage.SendAsync(
            stage.Operator, HttpMethod.Post, "operations/plans",
            new { kind = "purge", connection = "rabbit", source = stage.Queue("matrix"), selection = new { by = "all" }, options = new { archiveFirst = true } });
        var job = await stage.SendAsync(stage.Operator, HttpMethod.Post, "operations", new { planId = plan["planId"]!.GetValue<string>() });
        var id = job["id"]!.GetValue<string>();
        (await stage.EndOfAsync(id))["hasArchive"]!.GetValue<bool>().ShouldBeTrue();
        var wrong = new List<string>();
        foreach (var call in await CallsAsync(id))
        {
            foreach (var (who, key) in new[] { ("nobody", null), ("expired", stage.Expired), ("revoked", stage.Revoked), ("viewer", stage.Viewer), ("operator", stage.Operator), ("admin", stage.Admin) })
            {
                using var response = await stage.TrySendAsync(key, call.Method, call.Path, call.Body, mediaType: call.MediaType);
                var status = (int)response.StatusCode;
                var isRight = who switch
                {
                    "nobody" or "expired" or "revoked" => status == 401,
                    "viewer" when ForOperators.Contains(call.Id) => status == 403,
                    "viewer" or "operator" when ForAdmins.Contains(call.Id) => status == 403,
                    _ => status is not (401 or 403 or >= 500),
                };
                if (!isRight)
                    wrong.Add($"{call.Id} by {who}: {status} {await response.Content.ReadAsStringAsync()}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Session_OnTheApi_IsNotLookedAt_ButReadsTheDocument()
    {
        using var browser = await stage.Dashboard.SignedInAsync(Role.Admin);
        using var call = await browser.GetAsync(new Uri("api/v1/connections", UriKind.Relative));
        using var act = await browser.PostAsync(new Uri("api/v1/connections/rabbit/refresh", UriKind.Relative), null);
        using var metrics = await browser.GetAsync(new Uri("openapi/v1.json", UriKind.Relative));

        await ApiStage.ProblemAsync(call, 401, "unauthenticated");
        await ApiStage.ProblemAsync(act, 401, "unauthenticated");
        call.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        metrics.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Document_WithoutKeyOrSession_IsRefused()
    {
        using var client = stage.Client(null);
        using var response = await client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Key_InItsOwnHeader_IsAsGood()
    {
        using var client = stage.Client(null);
        client.DefaultRequestHeaders.Add("X-Api-Key", stage.Viewer);
        using var response = await client.GetAsync(new Uri("connections", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Cors_FromAnotherOrigin_IsNotOpened()
    {
        using var client = stage.Client(stage.Viewer);
        client.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        using var get = await client.GetAsync(new Uri("connections", UriKind.Relative));
        using var preflight = new HttpRequestMessage(HttpMethod.Options, new Uri("connections", UriKind.Relative));
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        using var answer = await client.SendAsync(preflight);

        get.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task MakerDisabled_KeyStopsAtOnce_AndComesBackWithTheAccount()
    {
        await stage.Dashboard.AddAccountAsync("fred", Role.Admin);
        var key = await stage.KeyAsync(Role.Viewer, "of fred", "fred");
        var accounts = stage.Dashboard.Services.GetRequiredService<Accounts>();
        var mona = new Actor(ApiStage.Maker, Role.Admin);
        await stage.GetAsync(key, "connections");

        await accounts.SetDisabledAsync(mona, "fred", true, CancellationToken.None);
        using (var refused = await stage.TrySendAsync(key, HttpMethod.Get, "connections"))
            (await ApiStage.ProblemAsync(refused, 401, "unauthenticated"))["detail"]!.GetValue<string>().ShouldContain("disabled");
        await accounts.SetDisabledAsync(mona, "fred", false, CancellationToken.None);
        await stage.GetAsync(key, "connections");

        // And a key never does more than its maker may now.
        var strong = await stage.KeyAsync(Role.Operator, "strong", "fred");
        await accounts.SetRoleAsync(mona, "fred", Role.Viewer, CancellationToken.None);
        using var denied = await stage.TrySendAsync(strong, HttpMethod.Get, "audit");
        await ApiStage.ProblemAsync(denied, 403, "forbidden");
    }

    [Fact]
    public async Task Keys_MadeUsedAndRefused_StandInTheAuditByNameAndMaker_WithoutTheirText()
    {
        var key = await stage.KeyAsync(Role.Operator, "nightly job");
        var id = key.Split('_')[1];
        using (await stage.TrySendAsync(key, HttpMethod.Post, "connections/rabbit/browse", new { destination = stage.Queue("not there") }))
        {
            // Whatever came of it, it is audited.
        }

        var records = (await stage.GetAsync(stage.Operator, $"audit?search={id}"))["records"]!.AsArray();

        records.ShouldContain(record => record!["action"]!.GetValue<string>() == "api-key.create" && record["actor"]!.GetValue<string>() == ApiStage.Maker);
        records.ShouldContain(record => record!["action"]!.GetValue<string>() == "messages.read" && record["actor"]!.GetValue<string>() == $"mona via key nightly job ({id})");
        records.ToJsonString().ShouldNotContain(key.Split('_')[2]);
        var stored = await stage.Dashboard.Services.GetRequiredService<SqliteApiKeyStore>().ListAsync(CancellationToken.None);
        stored.Single(k => k.Id == id).Hash.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key))));
        stored.Single(k => k.Id == id).LastUsedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Keys_AreMadeByAdminsAndByPeopleOnly()
    {
        var keys = stage.Dashboard.Services.GetRequiredService<ApiKeys>();
        await stage.Dashboard.AddAccountAsync("otto", Role.Operator);

        await Should.ThrowAsync<AccessDeniedException>(() => keys.CreateAsync(new Actor("otto", Role.Operator), "mine", Role.Viewer, null, CancellationToken.None));
        var check = keys.Check(stage.Admin, null);
        await Should.ThrowAsync<ApiKeyRefusedException>(() => keys.CreateAsync(check.Actor!, "child", Role.Viewer, null, CancellationToken.None));
        await Should.ThrowAsync<ApiKeyRefusedException>(() => keys.CreateAsync(new Actor(ApiStage.Maker, Role.Admin), "x", Role.Viewer, null, CancellationToken.None));
        await Should.ThrowAsync<AccountRefusedException>(() => stage.Dashboard.Services.GetRequiredService<Accounts>()
            .CreateAsync(new Actor(ApiStage.Maker, Role.Admin), "mona via key x (12345678)", Role.Viewer, CancellationToken.None));
    }

    [Fact]
    public async Task WrongKeys_TooMany_AreLimited_AndGoodOnesPass()
    {
        await using var dashboard = new Hosting.TestDashboard().Started();
        await dashboard.AddAccountAsync("ada", Role.Admin);
        var good = (await dashboard.Services.GetRequiredService<ApiKeys>().CreateAsync(new Actor("ada", Role.Admin), "good", Role.Viewer, null, CancellationToken.None)).Text;
        using var client = new HttpClient { BaseAddress = dashboard.ClientOptions.BaseAddress };
        var statuses = new List<int>();
        for (var i = 0; i < FailedKeys.PerMinute + 5; i++)
            statuses.Add((await SendAsync($"bd_{i:D8}_{new string('x', 43)}")).Status);

        statuses.Count(status => status == 401).ShouldBe(FailedKeys.PerMinute);
        statuses.Count(status => status == 429).ShouldBe(5);
        (await SendAsync("nonsense")).Body.ShouldContain("urn:broker-dashboard:problem:too-many-failures");
        (await SendAsync(good)).Status.ShouldBe(200);
        var audited = await dashboard.Services.GetRequiredService<IAuditLog>().SearchAsync(new AuditSearch { Action = "api-key.use", Limit = 100 }, CancellationToken.None);
        audited.Total.ShouldBe(FailedKeys.PerMinute);

        async Task<(int Status, string Body)> SendAsync(string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("api/v1/connections", UriKind.Relative));
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
            using var response = await client.SendAsync(request);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    // One call for each operation of the document; a new operation without one fails here.
    private async Task<List<Call>> CallsAsync(string job)
    {
        var queues = "connections/rabbit/sections/queues";
        await ApiStage.WaitForAsync(async () => (await stage.GetAsync(stage.Viewer, $"{queues}/rows?filter=name=matrix"))["total"]!.GetValue<int>() == 1);
        var row = (await stage.GetAsync(stage.Viewer, $"{queues}/rows?filter=name=matrix"))["rows"]![0]!["id"]!.GetValue<string>();
        var publish = new { destination = stage.Queue("matrix") };
        var calls = new Dictionary<string, Call>
        {
            ["listConnections"] = Get("connections"),
            ["getConnection"] = Get("connections/rabbit"),
            ["getFigureHistory"] = Get("connections/rabbit/figures/messages_ready/history"),
            ["refreshConnection"] = Post("connections/rabbit/refresh"),
            ["listSections"] = Get("connections/rabbit/sections"),
            ["getSection"] = Get(queues),
            ["listRows"] = Get($"{queues}/rows"),
            ["getRow"] = Get($"{queues}/rows/{row}"),
            ["getRowHistory"] = Get($"{queues}/rows/{row}/history?column=ready"),
            ["listActions"] = Get($"{queues}/actions"),
            ["listFindings"] = Get("findings"),
            ["getBrowseEffect"] = Get($"connections/rabbit/browse-effect?kind=queue&scope={stage.Vhost.Name}&name=matrix"),
            ["browseMessages"] = Post("connections/rabbit/browse", new { destination = stage.Queue("matrix") }),
            ["planOperation"] = Post("operations/plans", new { kind = "publish", connection = "rabbit", message = publish }),
            ["dryRun"] = Post("operations/plans/000/dry-run"),
            ["submitOperation"] = Post("operations", new { planId = "000" }),
            ["publishMessage"] = Post("connections/rabbit/publish", new { message = publish }),
            ["listOperations"] = Get("operations"),
            ["getOperation"] = Get($"operations/{job}"),
            ["getTimeline"] = Get($"operations/{job}/timeline"),
            ["listOutcomes"] = Get($"operations/{job}/outcomes"),
            ["downloadReport"] = Get($"operations/{job}/report"),
            ["downloadArchive"] = Get($"operations/{job}/archive"),
            ["pauseOperation"] = Post($"operations/{job}/pause"),
            ["resumeOperation"] = Post($"operations/{job}/resume"),
            ["cancelOperation"] = Post($"operations/{job}/cancel"),
            ["limitOperation"] = new("", HttpMethod.Put, $"operations/{job}/rate-limit", new { perSecond = 5 }),
            ["listConnectionSettings"] = Get("connection-settings"),
            ["getConnectionSettings"] = Get("connection-settings/rabbit"),
            ["listConnectionKinds"] = Get("connection-kinds"),
            ["addConnection"] = Post("connection-settings", new { id = "rabbit", kind = "rabbitmq", settings = new { } }),
            ["testConnection"] = Post("connection-settings/test", new { id = "x", kind = "rabbitmq", settings = new { } }),
            ["changeConnection"] = new("", HttpMethod.Put, "connection-settings/rabbit", new { kind = "rabbitmq", settings = new { } }),
            ["removeConnection"] = new("", HttpMethod.Delete, "connection-settings/rabbit", null),
            ["listAccounts"] = Get("accounts"),
            ["createAccount"] = Post("accounts", new { name = "x", role = "viewer" }),
            ["changeAccount"] = new("", HttpMethod.Patch, "accounts/nobody", new { role = "viewer" }),
            ["endSessions"] = Post("accounts/nobody/end-sessions"),
            ["listKeys"] = Get("keys"),
            ["revokeKey"] = new("", HttpMethod.Delete, "keys/none", null),
            ["explainSettings"] = Get($"{queues}/rows/{row}/settings"),
            ["exportDefinitions"] = Get($"connections/rabbit/definitions?scope={stage.Vhost.Name}"),
            ["compareDefinitions"] = Post("connections/rabbit/definitions/compare", new { text = """{"queues": []}""", scope = stage.Vhost.Name }),
            ["listTopologyScopes"] = Get("connections/rabbit/topology/scopes"),
            ["getTopology"] = Get($"connections/rabbit/topology?scope={stage.Vhost.Name}"),
            ["traceRoute"] = Post("connections/rabbit/topology/trace", new { to = new { kind = "exchange", scope = stage.Vhost.Name, name = "" }, routingKey = "matrix" }),
            ["listViews"] = Get("views"),
            ["getView"] = Get("views/none"),
            ["saveView"] = Post("views", new { name = Guid.NewGuid().ToString("N"), connection = "rabbit", section = "queues", content = new { } }),
            ["changeView"] = new("", HttpMethod.Patch, "views/none", new { name = "x" }),
            ["deleteView"] = new("", HttpMethod.Delete, "views/none", null),
            ["importMessages"] = new("", HttpMethod.Post, "connections/rabbit/imports", "{}") { MediaType = "application/x-ndjson" },
            ["forgetImport"] = new("", HttpMethod.Delete, "connections/rabbit/imports/none", null),
            ["searchAudit"] = Get("audit"),
            ["exportAudit"] = Get("audit/export"),
        };
        using var client = stage.Client(stage.Viewer);
        var document = JsonNode.Parse(await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        var ids = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!["operationId"]?.GetValue<string>()).OfType<string>();
        ids.Order().ShouldBe(calls.Keys.Order());
        return [.. calls.Select(pair => pair.Value with { Id = pair.Key })];

        static Call Get(string path) => new("", HttpMethod.Get, path, null);
        static Call Post(string path, object? body = null) => new("", HttpMethod.Post, path, body);
    }

    private sealed record Call(string Id, HttpMethod Method, string Path, object? Body)
    {
        public string MediaType { get; init; } = "application/json";
    }
}
