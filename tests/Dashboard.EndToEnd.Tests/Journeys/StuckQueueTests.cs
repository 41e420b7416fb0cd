using System.Text;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>From the page that says what is stuck, over the graph that says where it comes from, to the one message that is mended.</summary>
[Collection(SharedCollection.Name)]
public sealed class StuckQueueTests(SharedStage stage) : Journey
{
    private const string Exchange = "hunt.orders";
    private const string Queue = "hunt.work";

    [Fact]
    public async Task QueueNobodyConsumes_IsFoundTracedAndOneOfItsMessagesMended()
    {
        await stage.Vhost.DeclareExchangeAsync(Exchange, "topic");
        await stage.Broker.DeclareQueueAsync(Queue);
        await stage.Vhost.BindAsync(Exchange, Queue, "order.*.eu");
        for (var i = 0; i < 9; i++)
            (await stage.Vhost.PublishAsync(Exchange, "order.new.eu", $$"""{"order": {{i}}, "total": -1}""")).ShouldBeTrue();
        var tab = Watch(await stage.OpenAsync());
        var page = tab.Page;

        await tab.GoAsync("attention?connection=rabbit&q=" + Queue);
        var finding = page.GetByRole(AriaRole.Article).Filter(new() { HasText = $"{Queue}: 9 messages wait and nobody consumes." });
        await Expect(finding).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await finding.Locator(".finding-text").ClickAsync();
        await Expect(new QueuePage(tab).Heading).ToContainTextAsync(Queue);

        await page.GetByRole(AriaRole.Link, new() { Name = "Show on the graph" }).ClickAsync();
        await Expect(page.Locator(".focus-bar")).ToContainTextAsync(Queue);
        await Expect(page.Locator("[data-layout=done]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Find in the graph" }).FillAsync(Queue);
        await page.GetByRole(AriaRole.Option, new() { NameRegex = new(Queue) }).First.ClickAsync();
        var card = page.GetByRole(AriaRole.Region, new() { Name = "Chosen" });
        await Expect(card.Locator(".edge-list").First).ToContainTextAsync("order.*.eu");
        await card.GetByRole(AriaRole.Button, new() { Name = Exchange, Exact = true }).ClickAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Trace from here" }).ClickAsync();
        await page.GetByLabel("Routing key").FillAsync("order.new.eu");
        var answer = page.Locator(".route-trace");
        await Expect(answer).ToContainTextAsync($"It reaches queue {Queue}", new() { Timeout = 20_000 });
        await answer.GetByRole(AriaRole.Link, new() { Name = Queue }).First.ClickAsync();

        await new QueuePage(tab).ShowPartAsync("Messages");
        var messages = new MessagesPart(tab);
        await messages.LookAsync();
        await messages.OpenMessageAsync(3);
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit and replay" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { NameRegex = new("^Edit and replay") });
        await dialog.GetByLabel("Body", new() { Exact = true }).FillAsync("""{"order": 3, "total": 100}""");
        await Expect(dialog.Locator(".diff .added")).ToContainTextAsync("100");
        await QueuePage.ConfirmAsync(dialog, "Replay the edited message");
        await new JobPage(tab).FollowNoteAsync();
        await new JobPage(tab).WaitForEndAsync("Succeeded");

        await stage.Broker.WaitForCountAsync(Queue, 9);
        var bodies = (await stage.Broker.DrainAsync(Queue)).Select(message => Encoding.UTF8.GetString(message.Body.Span)).ToList();
        bodies.Count(body => body.EndsWith("\"total\": -1}", StringComparison.Ordinal)).ShouldBe(8);
        bodies.ShouldContain("""{"order": 3, "total": 100}""");
        bodies.ShouldNotContain("""{"order": 3, "total": -1}""");
    }
}
