using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dashboard.Core.Access;
using Dashboard.Tests.Shared.Kafka;
using Dashboard.Web.Auth.Keys;
using Dashboard.Web.Tests.Hosting;
using Dashboard.Web.Tests.Operations.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Api;

/// <summary>What only logs and groups have, through the API on a real Kafka: parts of a log, what copies keep, how far a purge goes, tables of a plan.</summary>
public sealed class ApiKafkaTests : IAsyncLifetime, IDisposable
{
    private readonly string _source = KafkaCluster.TopicName("api-source");
    private readonly string _target = KafkaCluster.TopicName("api-target");
    private KafkaLab _kafka = null!;
    private TestDashboard _dashboard = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        if (KafkaLab.SkipReason is not null)
            return;
        _kafka = await KafkaLab.GetAsync();
        _dashboard = new TestDashboard(
        [
            ("Dashboard:Connections:0:Id", "kafka"), ("Dashboard:Connections:0:Kind", "kafka"), ("Dashboard:Connections:0:Environment", "test"),
            ("Dashboard:Connections:0:Kafka:BootstrapServers:0", _kafka.BootstrapServers[0]),
        ]).Started();
        await _dashboard.AddAccountAsync("mona", Role.Admin);
        var keys = _dashboard.Services.GetRequiredService<ApiKeys>();
        var key = await keys.CreateAsync(new Actor("mona", Role.Admin), "a test", Role.Admin, null, CancellationToken.None);
        _client = new HttpClient { BaseAddress = new Uri(_dashboard.ClientOptions.BaseAddress, "api/v1/") };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Text);
        await Task.WhenAll(_kafka.CreateTopicAsync(_source, 3), _kafka.CreateTopicAsync(_target, 3));
    }

    public void Dispose() => _client?.Dispose();

    public async Task DisposeAsync()
    {
        if (_dashboard is not null)
            await _dashboard.DisposeAsync();
    }

    [KafkaFact]
    public async Task Move_OfAPartOfALog_TakesThatPartAndKeepsWhatIsAsked()
    {
        for (var partition = 0; partition < 3; partition++)
            await TopicEye.SeedAsync(_kafka, _source, 20, $"p{partition}", "-p", partition.ToString(CultureInfo.InvariantCulture));
        object Move(object bounds, object? target = null, object? options = null) => new
        {
            kind = "move",
            connection = "kafka",
            source = Topic(_source),
            selection = new { by = "all" },
            bounds,
            target = target ?? new { to = "address", destination = Topic(_target) },
            options,
        };

        var plan = await PlanAsync(Move(new { partitions = new[] { 1 }, fromOffset = 5, toOffset = 14 }, options: new { keepTimestamp = true, keepPartition = true }));
        plan["messages"]!["value"]!.GetValue<double>().ShouldBe(10);
        (await RunAsync(plan))["accounting"]!["delivered"]!.GetValue<int>().ShouldBe(10);
        var before = (await TopicEye.ReadAsync(_kafka, _source)).Where(record => record is { Partition: 1, Offset: >= 5 and <= 14 }).ToList();
        var after = await TopicEye.ReadAsync(_kafka, _target);
        after.Select(record => (record.Partition, record.Timestamp, record.Value)).ShouldBe(before.Select(record => (record.Partition, record.Timestamp, record.Value)));

        // Of the rest of that partition a time names none; the others go where they are told to.
        var late = await PlanAsync(Move(new { partitions = new[] { 1 }, fromTime = DateTimeOffset.UtcNow.AddHours(1) }));
        late["refusal"]!.GetValue<string>().ShouldNotBeEmpty();
        var rest = await PlanAsync(Move(new { partitions = new[] { 0, 2 }, toTime = DateTimeOffset.UtcNow.AddHours(1) }, new { to = "address", destination = Topic(_target), partition = 2 }));
        (await RunAsync(rest))["accounting"]!["delivered"]!.GetValue<int>().ShouldBe(40);
        var moved = (await TopicEye.ReadAsync(_kafka, _target)).Where(record => record.Partition == 2).ToList();
        moved.Count.ShouldBe(40);
        moved.ShouldAllBe(record => record.Headers.Contains("x-original-timestamp=", StringComparison.Ordinal), "the time of sending is theirs, and their own is kept aside");

        var beyond = await PlanAsync(Move(new { }, new { to = "address", destination = Topic(_target), partition = 7 }));
        beyond["refusal"]!.GetValue<string>().ShouldContain("does not exist");
        beyond["consequences"]!.ToJsonString().ShouldContain("no partition 7");
        await RefusedAsync(Move(new { fromOffset = 9, toOffset = 5 }), "/bounds");
        await RefusedAsync(Move(new { fromOffset = 9, fromTime = DateTimeOffset.UtcNow }), "/bounds");
        await RefusedAsync(Move(new { partitions = new[] { -1 } }), "/bounds");
    }

    [KafkaFact]
    public async Task Purge_OfALog_GoesUpToItsBound()
    {
        await TopicEye.SeedAsync(_kafka, _source, 10, "zero", "-p", "0");
        await TopicEye.SeedAsync(_kafka, _source, 10, "one", "-p", "1");
        object Purge(object selection, bool archives = false) => new { kind = "purge", connection = "kafka", source = Topic(_source), selection, options = new { archiveFirst = archives } };

        var plan = await PlanAsync(Purge(new { by = "before", bound = new { partition = 1, offset = 4 } }));
        plan["messages"]!["value"]!.GetValue<double>().ShouldBe(4);
        (await RunAsync(plan))["state"]!.GetValue<string>().ShouldBe("succeeded");
        (await LeftAsync()).ShouldBe([(0, 0, 10), (1, 4, 6)]);

        var early = await PlanAsync(Purge(new { by = "before", bound = new { time = DateTimeOffset.UtcNow.AddDays(-1) } }));
        early["refusal"]!.GetValue<string>().ShouldContain("Nothing stands before this bound");
        (await PlanAsync(Purge(new { by = "all" })))["refusal"]!.GetValue<string>().ShouldContain("up to a bound");
        var all = await PlanAsync(Purge(new { by = "before", bound = new { } }, archives: true));
        all["messages"]!["value"]!.GetValue<double>().ShouldBe(16);
        var job = await RunAsync(all);
        job["hasArchive"]!.GetValue<bool>().ShouldBeTrue();
        (await LeftAsync()).ShouldBeEmpty();

        await RefusedAsync(Purge(new { by = "before" }), "/selection/bound");
        await RefusedAsync(Purge(new { by = "before", bound = new { offset = 3, time = DateTimeOffset.UtcNow } }), "/selection/bound");
        await RefusedAsync(Purge(new { by = "before", bound = new { offset = -3 } }), "/selection/bound/offset");
        await RefusedAsync(Purge(new { by = "before", bound = new { partition = -1 } }), "/selection/bound/partition");
        await RefusedAsync(Purge(new { by = "all", bound = new { offset = 3 } }), "/selection");
    }

    [KafkaFact]
    public async Task Plan_OfAReset_HasItsTableAndIsRefusedWhereNothingWouldChange()
    {
        var group = KafkaCluster.TopicName("api-group");
        await TopicEye.SeedAsync(_kafka, _source, 10, "m", "-p", "1");
        await _kafka.ToolAsync("consumer-groups", "--reset-offsets", "--group", group, "--topic", $"{_source}:1", "--to-offset", "7", "--execute");
        var reset = new { kind = "edit", connection = "kafka", changes = new[] { new { verb = "edit", kind = "group-offsets", rowId = group, values = new { to = "offset", offset = 3 } } } };

        var plan = await PlanAsync(reset);
        plan["changesNothing"]!.GetValue<bool>().ShouldBeFalse();
        var table = plan["tables"]!.AsArray().ShouldHaveSingleItem()!;
        table["object"]!.GetValue<string>().ShouldContain(group);
        table["columns"]!.AsArray().Select(column => column!.GetValue<string>()).ShouldBe(["Topic", "Partition", "Old", "New", "What comes of it"]);
        table["rows"]![0]!.AsArray().Select(cell => cell!.GetValue<string>()).ShouldBe([_source, "1", "7", "3", "4 read again"]);
        table["more"]!.GetValue<int>().ShouldBe(0);
        (await RunAsync(plan))["state"]!.GetValue<string>().ShouldBe("succeeded");

        var again = await PlanAsync(reset);
        again["changesNothing"]!.GetValue<bool>().ShouldBeTrue();
        again["refusal"]!.GetValue<string>().ShouldContain("Nothing to change");
        again["tables"]![0]!["rows"]![0]!.AsArray().Select(cell => cell!.GetValue<string>()).ShouldBe([_source, "1", "3", "3", "as it is"]);
        using var submitted = await _client.PostAsJsonAsync(new Uri("operations", UriKind.Relative), new { planId = again["planId"]!.GetValue<string>() });
        await ApiStage.ProblemAsync(submitted, 409, "refused");
    }

    /// <summary>Of each partition that holds something: its first offset, and how many.</summary>
    private async Task<IReadOnlyList<(int Partition, long First, int Count)>> LeftAsync()
        => [.. (await TopicEye.ReadAsync(_kafka, _source)).GroupBy(record => record.Partition).OrderBy(own => own.Key).Select(own => (own.Key, own.Min(record => record.Offset), own.Count()))];

    private static object Topic(string name) => new { kind = "topic", scope = "", name };

    private async Task<JsonNode> PlanAsync(object request)
    {
        using var response = await _client.PostAsJsonAsync(new Uri("operations/plans", UriKind.Relative), request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }

    private async Task RefusedAsync(object request, string pointer)
    {
        using var response = await _client.PostAsJsonAsync(new Uri("operations/plans", UriKind.Relative), request);
        (await ApiStage.ProblemAsync(response, 400, "invalid"))["errors"]![0]!["pointer"]!.GetValue<string>().ShouldBe(pointer);
    }

    private async Task<JsonNode> RunAsync(JsonNode plan)
    {
        plan["refusal"].ShouldBeNull(plan.ToJsonString());
        using var response = await _client.PostAsJsonAsync(new Uri("operations", UriKind.Relative), new { planId = plan["planId"]!.GetValue<string>() });
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        var id = JsonNode.Parse(text)!["id"]!.GetValue<string>();
        JsonNode? job = null;
        await ApiStage.WaitForAsync(async () => (job = JsonNode.Parse(await _client.GetStringAsync(new Uri($"operations/{id}", UriKind.Relative))))!["isEnded"]!.GetValue<bool>(), () => job?.ToJsonString() ?? "");
        return job!;
    }
}
