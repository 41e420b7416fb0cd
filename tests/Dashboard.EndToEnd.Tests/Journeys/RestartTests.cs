using Dashboard.EndToEnd.Tests.Brokers;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Processes;
using Dashboard.Tests.Shared.RabbitMq;
using Microsoft.Playwright;

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
        var (dashboard, tab) = await SignedInAsync();
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

    // The framework tries the first connection of a page once: without help such a page would stand as it was delivered, for ever.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_BeforeThePageIsConnected_ReloadsItsAddress(bool isRestarted)
    {
        var (dashboard, tab) = await SignedInAsync();
        var refused = 0;
        await tab.Page.RouteAsync("**/_blazor/negotiate**", async route =>
        {
            if (Interlocked.Increment(ref refused) > 1)
            {
                await route.ContinueAsync();
                return;
            }

            if (isRestarted)
                dashboard.Kill();
            await route.AbortAsync();
        });

        await tab.Page.GotoAsync(new Uri(dashboard.BaseAddress, "operations").AbsoluteUri);
        if (isRestarted)
        {
            await Expect(tab.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync(new() { Timeout = 20_000 });
            await dashboard.StartAsync();
        }

        await tab.ReadyAsync();
        refused.ShouldBe(2);
        new Uri(tab.Page.Url).AbsolutePath.ShouldBe("/operations");
    }

    // A page begins its link with the handshake, a ping, the call that asks for a circuit, and the call that says what it is to draw. The framework
    // makes neither call again.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Restart_LinkLostAsItBegins_ReloadsItsAddress(int heard)
    {
        var (dashboard, tab) = await SignedInAsync();
        var links = 0;
        await tab.Page.RouteWebSocketAsync("**/_blazor**", link =>
        {
            var server = link.ConnectToServer();
            if (Interlocked.Increment(ref links) > 1)
                return;

            var sent = 0;
            link.OnMessage(frame =>
            {
                if (++sent > heard)
                    _ = link.CloseAsync();
                else if (frame.Binary is { } bytes)
                    server.Send(bytes);
                else
                    server.Send(frame.Text!);
            });
        });

        await tab.Page.GotoAsync(new Uri(dashboard.BaseAddress, "operations").AbsoluteUri);

        await tab.ReadyAsync();
        links.ShouldBeGreaterThan(1);
        new Uri(tab.Page.Url).AbsolutePath.ShouldBe("/operations");
    }

    // Nothing of the page's own scripts can help where they did not come.
    [Theory]
    [InlineData("**/_framework/blazor.web*.js")]
    [InlineData("**/js/start*.js")]
    [InlineData("**/css/shell*.css")]
    public async Task Restart_FileOfThePageIsLost_ReloadsItsAddress(string file)
    {
        var (dashboard, tab) = await SignedInAsync();
        var asked = new Asked(2);
        await tab.Page.RouteAsync(file, route => asked.Again() > 1 ? route.ContinueAsync() : route.AbortAsync());

        await tab.Page.GotoAsync(new Uri(dashboard.BaseAddress, "operations").AbsoluteUri, new() { WaitUntil = WaitUntilState.Commit });
        await asked.OftenEnough;

        await tab.ReadyAsync();
        new Uri(tab.Page.Url).AbsolutePath.ShouldBe("/operations");
    }

    [Fact]
    public async Task Restart_FileOfThePageNeverComes_StopsReloading()
    {
        var (dashboard, tab) = await SignedInAsync();
        var asked = new Asked(4);
        await tab.Page.RouteAsync("**/css/topology*.css", route =>
        {
            asked.Again();
            return route.AbortAsync();
        });

        await tab.Page.GotoAsync(new Uri(dashboard.BaseAddress, "operations").AbsoluteUri, new() { WaitUntil = WaitUntilState.Commit });

        // At once, after two seconds, after four; whoever would reload once more says so before the page is ready.
        await asked.OftenEnough;
        await tab.ReadyAsync();
        await Expect(tab.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Restart_PageEndsTooEarly_ReloadsItsAddress()
    {
        var (dashboard, tab) = await SignedInAsync();
        var address = new Uri(dashboard.BaseAddress, "operations").AbsoluteUri;
        var asked = 0;
        await tab.Page.RouteAsync(address, async route =>
        {
            if (Interlocked.Increment(ref asked) > 1)
            {
                await route.ContinueAsync();
                return;
            }

            var answer = await route.FetchAsync();
            var page = await answer.TextAsync();
            await route.FulfillAsync(new() { Response = answer, Body = page[..page.IndexOf("</main>", StringComparison.Ordinal)] });
        });

        await tab.Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.Commit });

        await tab.ReadyAsync();
        asked.ShouldBe(2);
    }

    // The framework tells of it by showing its note, which is done here in its place: no page of ours is known to bring a circuit to grief.
    [Fact]
    public async Task Circuit_ComesToGrief_ThePageSaysSoAndReloads()
    {
        var (_, tab) = await SignedInAsync();
        var grief = 0;
        await tab.Page.RouteAsync("**/healthz", async route =>
        {
            // The page is there to be read before it goes.
            await Expect(tab.Page.GetByText("This page came to grief.")).ToBeVisibleAsync();
            Interlocked.Increment(ref grief);
            await route.ContinueAsync();
        });

        await tab.Page.RunAndWaitForResponseAsync(
            () => tab.Page.EvaluateAsync("document.getElementById('blazor-error-ui').style.display = 'block'"),
            answer => answer.Request.IsNavigationRequest);

        await tab.ReadyAsync();
        grief.ShouldBe(1);
    }

    /// <summary>A dashboard with one connection, and a page of it with somebody signed in.</summary>
    private async Task<(DashboardProcess Dashboard, Tab Tab)> SignedInAsync()
    {
        var dashboard = Keep(await DashboardProcess.StartAsync([ConnectionJson.Of("rabbit", vhost)]));
        var tab = Watch(await Tab.OpenAsync(chromium.Browser, dashboard.BaseAddress));
        tab.TolerateRestarts();
        await tab.Page.GotoAsync(await dashboard.SignInLinkAsync());
        await tab.ReadyAsync();
        return (dashboard, tab);
    }

    /// <summary>How often the browser asked for something.</summary>
    private sealed class Asked(int enough)
    {
        private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _times;

        public Task OftenEnough => _enough.Task.WaitAsync(TimeSpan.FromSeconds(30));

        /// <returns>The count with this time.</returns>
        public int Again()
        {
            var times = Interlocked.Increment(ref _times);
            if (times == enough)
                _enough.SetResult();
            return times;
        }
    }
}
