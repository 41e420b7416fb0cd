using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>The on-call path on a phone, 390 px wide.</summary>
[Collection(SharedCollection.Name)]
public sealed class PhoneTests(SharedStage stage) : Journey
{
    [Fact]
    public async Task OnCall_FromTheOverviewToAMessage_FitsTheScreen()
    {
        await stage.Broker.DeclareWithDeadLettersAsync("phone.orders");
        await stage.Broker.PublishAsync("phone.orders", 5, i => System.Text.Encoding.UTF8.GetBytes($"{{\"order\": {i}}}"));
        await stage.Broker.RejectAsync("phone.orders", 5);
        var tab = Watch(await stage.OpenAsync(options =>
        {
            options.ViewportSize = new ViewportSize { Width = 390, Height = 844 };
            options.HasTouch = true;
            options.IsMobile = true;
        }));
        var page = tab.Page;

        await tab.GoAsync("");
        await FitsAsync(page, "overview");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connections and pages" }).ClickAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Connections and pages" }).GetByRole(AriaRole.Link, new() { NameRegex = new("^rabbit") }).First.ClickAsync();
        await FitsAsync(page, "connection");
        var queues = new ListPage(tab);
        await queues.OpenAsync("rabbit", "queues", "q=phone.");
        await FitsAsync(page, "queues");
        await Expect(await queues.CellAsync("phone.orders.dead", "Ready")).ToBeInViewportAsync(new() { Ratio = 1 });
        await queues.Row("phone.orders.dead").GetByRole(AriaRole.Link, new() { Name = "phone.orders.dead", Exact = true }).ClickAsync();
        await Expect(new QueuePage(tab).Heading).ToContainTextAsync("phone.orders.dead");
        await FitsAsync(page, "queue");
        await tab.GoAsync(QueuePage.Address("rabbit", stage.Vhost.Name, "phone.orders.dead", "messages"));
        var messages = new MessagesPart(tab);
        await messages.LookAsync();
        await FitsAsync(page, "messages");
        await messages.OpenMessageAsync(0);
        await FitsAsync(page, "message");
        await Expect(messages.Summary).ToBeInViewportAsync();
        await tab.GoAsync(QueuePage.Address("rabbit", stage.Vhost.Name, "phone.orders.dead"));
        var dialog = await new QueuePage(tab).OpenDialogAsync("Replay dead letters");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { NameRegex = new("^Replay 5 messages") })).ToBeInViewportAsync();
        await FitsAsync(page, "dialog");
    }

    // Wide tables scroll inside of their frame; the page itself never does.
    private static async Task FitsAsync(IPage page, string where)
    {
        var width = await page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)");
        width.ShouldBeLessThanOrEqualTo(390, $"width of the {where} page");
    }
}
