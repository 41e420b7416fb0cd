using Dashboard.EndToEnd.Tests.Brokers;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Processes;
using Dashboard.Tests.Shared.RabbitMq;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>The dashboard is restarted under an open page.</summary>
public sealed class RestartTests(ChromiumFixture chromium, RabbitMqVhost vhost) : Journey, IClassFixture<ChromiumFixture>, IClassFixture<RabbitMqVhost>
{
    [Fact]
    public async Task Restart_WithAnOpenPage_ReloadsItsAddressStillSignedIn()
    {
        await using var broker = await BrokerEye.OpenAsync(vhost);
        await broker.DeclareQueueAsync("restart.one");
        await broker.DeclareQueueAsync("other");
        var dashboard = Keep(await DashboardProcess.StartAsync([ConnectionJson.Of("rabbit", vhost)]));
        var tab = Watch(await Tab.OpenAsync(chromium.Browser, dashboard.BaseAddress));
        tab.Tolerate("ERR_CONNECTION_REFUSED");
        tab.Tolerate("WebSocket");
        tab.Tolerate("Failed to");
        await tab.Page.GotoAsync(await dashboard.SignInLinkAsync());
        await tab.ReadyAsync();
        var queues = new ListPage(tab);
        await queues.OpenAsync("rabbit", "queues");
        await queues.Search.FillAsync("restart");
        await Expect(queues.Rows).ToHaveCountAsync(1);
        await tab.Page.WaitForURLAsync(url => url.Contains("restart", StringComparison.Ordinal));
        var address = tab.Page.Url;

        await dashboard.StopAsync();
        await Expect(tab.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await dashboard.StartAsync();

        await Expect(tab.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync(new() { Timeout = 30_000 });
        await tab.ReadyAsync();
        await Expect(queues.Rows).ToHaveCountAsync(1, new() { Timeout = 15_000 });
        await Expect(queues.Row("restart.one")).ToBeVisibleAsync();
        tab.Page.Url.ShouldBe(address);
    }
}
