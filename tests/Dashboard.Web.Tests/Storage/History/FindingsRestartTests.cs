using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Dashboard.Core.Access;
using Dashboard.Tests.Shared.RabbitMq;
using Dashboard.Web.Auth.Keys;
using Dashboard.Web.Storage;
using Dashboard.Web.Storage.History;
using Dashboard.Web.Tests.Api;
using Dashboard.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;

namespace Dashboard.Web.Tests.Storage.History;

/// <summary>Findings of the real broker, with the real files, across a restart of the dashboard.</summary>
public sealed class FindingsRestartTests : IAsyncLifetime, IDisposable
{
    private readonly RabbitMqVhost _vhost = new();
    private readonly TemporaryFolder _folder = new();

    public Task InitializeAsync() => _vhost.InitializeAsync();

    public Task DisposeAsync() => _vhost.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Finding_StillThereAfterARestart_KeepsItsSince_AndOneThatIsOverIsGone()
    {
        await using var connection = await new ConnectionFactory
        {
            Uri = new Uri(_vhost.Broker.AmqpUrl),
            UserName = _vhost.Broker.AdminUser,
            Password = _vhost.Broker.AdminPassword,
            VirtualHost = _vhost.Name,
        }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        foreach (var queue in new[] { "stays", "over" })
        {
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
            await channel.BasicPublishAsync("", queue, mandatory: true, body: new byte[] { 1 });
        }

        var before = await FindingsAsync(async find =>
        {
            JsonNode[] found = [];
            await ApiStage.WaitForAsync(async () => (found = await find()).Length == 2);
            return found;
        });
        Kept().ShouldBe(["over", "stays"], "both are written down as the dashboard ends");
        await channel.QueuePurgeAsync("over");
        var restart = DateTimeOffset.UtcNow;
        var after = await FindingsAsync(async find =>
        {
            JsonNode[] found = [];
            await ApiStage.WaitForAsync(async () => (found = await find()).Length > 0);
            return found;
        });

        var stays = after.ShouldHaveSingleItem();
        stays["text"]!.GetValue<string>().ShouldStartWith("stays");
        var former = before.Single(finding => finding["text"]!.GetValue<string>().StartsWith("stays", StringComparison.Ordinal));
        stays["since"]!.GetValue<DateTimeOffset>().ShouldBe(former["since"]!.GetValue<DateTimeOffset>(), TimeSpan.FromMilliseconds(1));
        stays["since"]!.GetValue<DateTimeOffset>().ShouldBeLessThan(restart);
        stays["isOlderThanKnown"]!.GetValue<bool>().ShouldBe(former["isOlderThanKnown"]!.GetValue<bool>());
    }

    // The queues of the findings that the file has.
    private string[] Kept()
    {
        using var file = new HistoryFile(new DataFolder(_folder.Path), HistoryOptions.Default, TimeProvider.System);
        file.Open().ShouldBeNull();
        return [.. file.ReadFindings().Where(finding => finding.SignalId == "no-consumer").Select(finding => finding.Id[(finding.Id.LastIndexOf('/') + 1)..]).Order()];
    }

    // One life of the dashboard over the folder.
    private async Task<JsonNode[]> FindingsAsync(Func<Func<Task<JsonNode[]>>, Task<JsonNode[]>> look)
    {
        await using var dashboard = new TestDashboard(
            ("Dashboard:DataFolder", _folder.Path),
            ("Dashboard:Connections:0:Id", "rabbit"),
            ("Dashboard:Connections:0:Kind", "rabbitmq"),
            ("Dashboard:Connections:0:RabbitMq:ManagementUrls:0", _vhost.Broker.ManagementUrl),
            ("Dashboard:Connections:0:RabbitMq:AmqpEndpoints:0", _vhost.Broker.AmqpUrl),
            ("Dashboard:Connections:0:RabbitMq:VirtualHosts:0", _vhost.Name),
            ("Dashboard:Connections:0:RabbitMq:Username", _vhost.Broker.AdminUser),
            ("Dashboard:Connections:0:RabbitMq:Password", _vhost.Broker.AdminPassword)).Started();
        var maker = $"ada-{Guid.NewGuid():N}"[..12];
        await dashboard.AddAccountAsync(maker, Role.Admin);
        var key = (await dashboard.Services.GetRequiredService<ApiKeys>().CreateAsync(new Actor(maker, Role.Admin), "a test", Role.Viewer, null, CancellationToken.None)).Text;
        using var client = new HttpClient { BaseAddress = new Uri(dashboard.ClientOptions.BaseAddress, "api/v1/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var found = await look(async () =>
            [.. JsonNode.Parse(await client.GetStringAsync(new Uri("findings?signal=no-consumer", UriKind.Relative)))!["findings"]!.AsArray().Select(finding => finding!)]);
        // As at the end of the process: the factory alone would tear everything down without stopping it.
        await dashboard.Services.GetRequiredService<IHost>().StopAsync();
        return found;
    }
}
