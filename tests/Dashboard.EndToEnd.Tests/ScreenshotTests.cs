using Dashboard.EndToEnd.Tests.Brokers;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Processes;
using Dashboard.EndToEnd.Tests.Stages;
using Dashboard.Tests.Shared;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests;

/// <summary>
/// The pictures of <c>docs/screenshots</c>, taken of the lab's scene after it has run for a while; and a long look at every page with real traffic,
/// without an error in the console. Runs with the soak tests only: it takes four minutes.
/// </summary>
[Trait("Category", "Soak")]
public sealed class ScreenshotTests(ChromiumFixture chromium) : Journey, IClassFixture<ChromiumFixture>
{
    private const string DeadLetters = "shop.dead-letters";
    private static readonly TimeSpan Warming = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Pages_WithTheLabsScene_AreTaken()
    {
        var own = Keep(await OwnBroker.StartAsync());
        await own.StartTrafficAsync();
        var kafka = Keep(await OwnKafka.StartAsync());
        await kafka.StartTrafficAsync();
        var dashboard = Keep(await DashboardProcess.StartAsync(
        [
            own.Connection("shop", "Shop", "production"),
            own.Connection("shop-eu", "Shop EU", "staging", isReadOnly: true, "shop/eu"),
            KafkaStage.Connection("events", kafka, "production"),
        ]));
        var light = Watch(await Tab.OpenAsync(chromium.Browser, dashboard.BaseAddress, change: options => options.ColorScheme = ColorScheme.Light));
        await light.Page.GotoAsync(await dashboard.SignInLinkAsync());
        await light.ReadyAsync();
        var session = await light.StorageStateAsync();
        var dark = Watch(await Tab.OpenAsync(chromium.Browser, dashboard.BaseAddress, session, options => options.ColorScheme = ColorScheme.Dark));
        var phone = Watch(await Tab.OpenAsync(chromium.Browser, dashboard.BaseAddress, session, options =>
        {
            (options.ColorScheme, options.IsMobile, options.HasTouch) = (ColorScheme.Light, true, true);
            options.ViewportSize = new ViewportSize { Width = 390, Height = 844 };
        }));
        await light.GoAsync("c/shop/queues");
        await Task.Delay(Warming);

        await light.GoAsync("");
        await TakeAsync(light, "overview-light");
        await dark.GoAsync("attention");
        await TakeAsync(dark, "attention-dark");
        await new ListPage(dark).OpenAsync("shop", "queues");
        await TakeAsync(dark, "queues-dark");
        await light.GoAsync("c/shop/topology?scope=/");
        await light.Page.WaitForTimeoutAsync(3000);
        await TakeAsync(light, "topology-light");

        await new ListPage(phone).OpenAsync("shop", "queues");
        await TakeAsync(phone, "queues-phone");
        await light.GoAsync(QueuePage.Address("shop", "/", "orders.payment"));
        await TakeAsync(light, "queue-detail-light");
        await dark.GoAsync(QueuePage.Address("shop", "/", DeadLetters, "messages"));
        var messages = new MessagesPart(dark);
        await messages.LookAsync();
        await messages.OpenMessageAsync(0);
        await TakeAsync(dark, "message-dark");
        await light.GoAsync(QueuePage.Address("shop", "/", "reports.nightly"));
        var queue = new QueuePage(light);
        var purge = await queue.OpenDialogAsync("Purge");
        await Expect(purge.Locator(".plan-count")).ToBeVisibleAsync();
        await TakeAsync(light, "purge-dialog-light");
        await light.Page.Keyboard.PressAsync("Escape");
        await light.GoAsync(QueuePage.Address("shop", "/", DeadLetters));
        var replay = await queue.OpenDialogAsync("Replay dead letters");
        await replay.GetByLabel("Messages per second at most").FillAsync("20");
        var typed = replay.GetByLabel($"Type {DeadLetters} to confirm");
        await light.Page.WaitForTimeoutAsync(1500);
        if (await typed.CountAsync() > 0)
            await typed.FillAsync(DeadLetters);
        await QueuePage.ConfirmAsync(replay, "Replay");
        await new JobPage(light).FollowNoteAsync();
        await light.Page.WaitForTimeoutAsync(6000);
        await TakeAsync(light, "job-light");
        await light.GoAsync("audit");
        await TakeAsync(light, "audit-light");
        await dark.GoAsync(KafkaStage.GroupAddress("events", "invoice-service"));
        await TakeAsync(dark, "group-dark");
        await light.GoAsync(KafkaStage.TopicAddress("events", "shop.orders"));
        await TakeAsync(light, "topic-light");
        await new ListPage(light).OpenAsync("shop", "queues");
        own.Kill();
        await Expect(light.Page.Locator(".banner", new() { HasText = "Last good data" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await TakeAsync(light, "stale-light");
    }

    private static async Task TakeAsync(Tab tab, string name)
    {
        await tab.Page.WaitForTimeoutAsync(2500);
        await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "docs", "screenshots", $"{name}.png") });
    }
}
