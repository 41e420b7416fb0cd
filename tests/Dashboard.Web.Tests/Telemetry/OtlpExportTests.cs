using Dashboard.Core.Access;
using Dashboard.Tests.Shared.RabbitMq;
using Dashboard.Web.Auth.Keys;
using Dashboard.Web.Configuration;
using Dashboard.Web.Tests.Api;
using Dashboard.Web.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Telemetry;

/// <summary>Traces and metrics at a collector, and none where none is configured.</summary>
public sealed class OtlpExportTests(RabbitMqVhost vhost) : IClassFixture<RabbitMqVhost>
{
    [Fact]
    public async Task Configured_SendsRequestsPollsOperationsAndMetrics_AsProtobuf_WithoutSecrets()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await vhost.DeclareQueueAsync("traced");
        await using var dashboard = new TestDashboard(
            ("Dashboard:Telemetry:Otlp:Endpoint", collector.Address), ("Dashboard:Telemetry:Otlp:MetricsEvery", "00:00:00.500"),
            ("Dashboard:Connections:0:Id", "rabbit"), ("Dashboard:Connections:0:Kind", "rabbitmq"),
            ("Dashboard:Connections:0:RabbitMq:ManagementUrls:0", vhost.Broker.ManagementUrl), ("Dashboard:Connections:0:RabbitMq:AmqpEndpoints:0", vhost.Broker.AmqpUrl),
            ("Dashboard:Connections:0:RabbitMq:VirtualHosts:0", vhost.Name),
            ("Dashboard:Connections:0:RabbitMq:Username", vhost.Broker.AdminUser), ("Dashboard:Connections:0:RabbitMq:Password", vhost.Broker.AdminPassword)).Started();
        await dashboard.AddAccountAsync("ada", Role.Admin);
        var key = (await dashboard.Services.GetRequiredService<ApiKeys>().CreateAsync(new Actor("ada", Role.Admin), "traced", Role.Operator, null, CancellationToken.None)).Text;
        using var client = new HttpClient { BaseAddress = dashboard.ClientOptions.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        using var body = new StringContent(
            $$$"""{"message": {"destination": {"kind": "queue", "scope": "{{{vhost.Name}}}", "name": "traced"}, "body": {"text": "a secret body"}} }""", System.Text.Encoding.UTF8, "application/json");
        using (var published = await client.PostAsync(new Uri("api/v1/connections/rabbit/publish", UriKind.Relative), body))
            published.IsSuccessStatusCode.ShouldBeTrue(await published.Content.ReadAsStringAsync());
        using (var link = await client.GetAsync(new Uri("sign-in/link?token=a-secret-token", UriKind.Relative)))
        {
            // Its token must not travel on.
        }

        string[] wanted = ["traces: operation publish", "traces: poll ", "traces: POST ", "metrics: broker_up", "metrics: broker_queue_ready", "metrics: process_cpu_seconds_total"];
        string[] missing = [];
        await ApiStage.WaitForAsync(
            () =>
            {
                var told = collector.Texts("traces").Select(text => $"traces: {text}").Concat(collector.Texts("metrics").Select(text => $"metrics: {text}")).ToList();
                missing = [.. wanted.Where(one => !told.Exists(text => text.StartsWith(one, StringComparison.Ordinal)))];
                return Task.FromResult(missing.Length == 0);
            },
            () => string.Join(", ", missing));

        collector.IsAllProtobuf.ShouldBeTrue();
        collector.Texts("traces").ShouldContain("broker-dashboard");
        var everything = collector.Received.Select(r => System.Text.Encoding.UTF8.GetString(r.Body)).ToList();
        foreach (var secret in new[] { key, "a-secret-token", "a secret body", vhost.Broker.AdminPassword })
            everything.ShouldAllBe(text => !text.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task NotConfigured_SendsNothing()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var dashboard = new TestDashboard().Started();
        using var client = dashboard.Browser();
        await client.GetStringAsync(new Uri("healthz", UriKind.Relative));

        dashboard.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<Web.Telemetry.OtlpExport>().ShouldHaveSingleItem().IsOn.ShouldBeFalse();
        collector.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Dashboard:Telemetry:Otlp:Endpoint", "collector:4318")]
    [InlineData("Dashboard:Telemetry:Otlp:Protocol", "smoke signals")]
    [InlineData("Dashboard:Telemetry:Otlp:MetricsEvery", "soon")]
    [InlineData("Dashboard:Metrics:MaxRows", "-1")]
    [InlineData("Dashboard:Metrics:Filter", "ready >")]
    [InlineData("Dashboard:Metrics:AllowLoopback", "maybe")]
    public void BadSetting_StopsTheStart_NamingTheKey(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        Should.Throw<ConfigurationProblemsException>(() => new DashboardOptionsReader(configuration, []).Read()).Message.ShouldContain(key);
    }
}
