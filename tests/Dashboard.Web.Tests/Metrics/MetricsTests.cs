using System.Net;
using System.Net.Http.Headers;
using Dashboard.Web.Metrics;
using Dashboard.Web.Tests.Api;
using Dashboard.Web.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Web.Tests.Metrics;

/// <summary><c>/metrics</c>: its grammar, its figures against the broker, and who may have it.</summary>
[Collection(ApiCollection.Name)]
public sealed class MetricsTests(ApiStage stage)
{
    private const string Hostile = "metric \"quoted\" \\back <b> ünï 💥";

    [Fact]
    public async Task Metrics_OfTheRealBroker_AreGrammaticalAndTrue()
    {
        await stage.FillAsync("metered", 7);
        await stage.FillAsync(Hostile, 2);
        IReadOnlyList<PrometheusGrammar.Series> all = [];
        await ApiStage.WaitForAsync(async () =>
        {
            all = PrometheusGrammar.Read(await TextAsync());
            return Find("broker_queue_ready", ("connection", "rabbit"), ("name", "metered")) is { Value: 7 } && Find("broker_queue_ready", ("connection", "rabbit"), ("name", Hostile)) is { Value: 2 };
        });

        Find("broker_queue_ready", ("connection", "rabbit"), ("name", "metered"))!.Labels["scope"].ShouldBe(stage.Vhost.Name);
        Find("broker_up", ("connection", "rabbit"))!.Value.ShouldBe(1);
        Find("broker_up", ("connection", "gone"))!.Value.ShouldBe(0);
        Find("broker_health", ("connection", "gone"), ("health", "down"))!.Value.ShouldBe(1);
        Find("broker_snapshot_age_seconds", ("connection", "rabbit"))!.Value.ShouldBeInRange(0, 60);
        Find("broker_snapshot_age_seconds", ("connection", "gone")).ShouldBeNull("never read is not known, and not 0");
        all.ShouldContain(s => s.Name == "broker_poll_seconds" && s.Labels["connection"] == "rabbit" && s.Value > 0);
        all.ShouldContain(s => s.Name == "broker_queue_unacked");
        all.ShouldContain(s => s.Name == "broker_messages_ready" && s.Labels["connection"] == "rabbit");
        all.Count(s => s.Name == "dashboard_operations").ShouldBe(10);
        Find("process_resident_memory_bytes")!.Value.ShouldBeGreaterThan(10_000_000);

        PrometheusGrammar.Series? Find(string name, params (string Name, string Value)[] labels) =>
            all.FirstOrDefault(s => s.Name == name && labels.All(label => s.Labels.GetValueOrDefault(label.Name) == label.Value));
    }

    [Fact]
    public async Task Metrics_WithBounds_ExportOnlyTheLargestThatMatch()
    {
        var vhost = stage.Vhost;
        for (var i = 1; i <= 4; i++)
            await stage.FillAsync($"bound.{i}", i);
        await using var dashboard = new TestDashboard(
            ("Dashboard:Metrics:MaxRows", "2"), ("Dashboard:Metrics:Filter", "name ^= bound."),
            ("Dashboard:Connections:0:Id", "rabbit"), ("Dashboard:Connections:0:Kind", "rabbitmq"),
            ("Dashboard:Connections:0:RabbitMq:ManagementUrls:0", vhost.Broker.ManagementUrl), ("Dashboard:Connections:0:RabbitMq:AmqpEndpoints:0", vhost.Broker.AmqpUrl),
            ("Dashboard:Connections:0:RabbitMq:VirtualHosts:0", vhost.Name),
            ("Dashboard:Connections:0:RabbitMq:Username", vhost.Broker.AdminUser), ("Dashboard:Connections:0:RabbitMq:Password", vhost.Broker.AdminPassword)).Started();
        using var client = dashboard.Browser();
        IReadOnlyList<PrometheusGrammar.Series> all = [];
        await ApiStage.WaitForAsync(async () => (all = PrometheusGrammar.Read(await client.GetStringAsync(new Uri("metrics", UriKind.Relative)))).Any(s => s.Name == "broker_queue_ready" && s.Labels["name"] == "bound.4"));

        all.Where(s => s.Name == "broker_queue_ready").Select(s => s.Labels["name"]).ShouldBe(["bound.4", "bound.3"]);
        all.Single(s => s.Name == "broker_list_rows_exported" && s.Labels["list"] == "queues").Value.ShouldBe(2);
        all.Single(s => s.Name == "broker_list_rows" && s.Labels["list"] == "queues").Value.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Loopback_WithoutKey_IsAnswered_UnlessSwitchedOff()
    {
        await using var open = new TestDashboard().Started();
        await using var closed = new TestDashboard(("Dashboard:Metrics:AllowLoopback", "false")).Started();

        (await StatusAsync(open)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(closed)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(stage.Dashboard, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", stage.Revoked))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(stage.Dashboard, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", stage.Viewer))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task BehindAProxy_TheForwardedAddressCounts()
    {
        await using var known = new TestDashboard(("Dashboard:Proxy:KnownProxies:0", "127.0.0.1")).Started();
        await using var unknown = new TestDashboard().Started();

        // Through the known proxy: a stranger, a stranger who claims to be local, and somebody local.
        (await StatusAsync(known, r => r.Headers.Add("X-Forwarded-For", "203.0.113.7"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(known, r => r.Headers.Add("X-Forwarded-For", "127.0.0.1, 203.0.113.7"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(known, r => r.Headers.Add("X-Forwarded-For", "127.0.0.1"))).ShouldBe(HttpStatusCode.OK);
        // Through a proxy on this machine that nobody has named.
        foreach (var header in new[] { "X-Forwarded-For", "X-Real-IP", "Forwarded", "Via", "X-Forwarded-Host", "X-Forwarded-Proto" })
            (await StatusAsync(unknown, r => r.Headers.TryAddWithoutValidation(header, "127.0.0.1"))).ShouldBe(HttpStatusCode.Unauthorized, header);
        // A page whose own name was made to lead here.
        (await StatusAsync(unknown, r => r.Headers.Host = "rebound.example:5080")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.9.10", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData(null, false)]
    public void LocalRequest_ByAddress(string? address, bool isLocal)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString("localhost", 5080);
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        LocalRequest.IsLocal(context).ShouldBe(isLocal);
    }

    private static async Task<HttpStatusCode> StatusAsync(TestDashboard dashboard, Action<HttpRequestMessage>? change = null)
    {
        using var client = dashboard.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("metrics", UriKind.Relative));
        change?.Invoke(request);
        using var response = await client.SendAsync(request);
        if (response.StatusCode == HttpStatusCode.OK)
            response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        else
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return response.StatusCode;
    }

    private async Task<string> TextAsync()
    {
        using var client = stage.Dashboard.Browser();
        return await client.GetStringAsync(new Uri("metrics", UriKind.Relative));
    }
}
