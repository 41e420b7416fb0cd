using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>Publishing from the page of a queue.</summary>
[Collection(SharedCollection.Name)]
public sealed class PublishTests(SharedStage stage) : Journey
{
    [Fact]
    public async Task Publish_ThreeCopies_AreConfirmedAndTheCountRisesLive()
    {
        const string Queue = "publish.here";
        await stage.Broker.DeclareQueueAsync(Queue);
        var list = Watch(await stage.OpenAsync());
        var queues = new ListPage(list);
        await queues.OpenAsync("rabbit", "queues", "q=publish.here");
        await Expect(await queues.CellAsync(Queue, "Ready")).ToHaveTextAsync("0");

        var tab = Watch(await stage.OpenAsync());
        var page = new QueuePage(tab);
        await page.OpenAsync("rabbit", stage.Vhost.Name, Queue);
        var dialog = await page.OpenDialogAsync("Publish");
        await dialog.GetByLabel("How the body is typed").SelectOptionAsync("JSON");
        await dialog.GetByLabel("Body", new() { Exact = true }).FillAsync("""{"hello": "world"}""");
        await Expect(dialog).ToContainTextAsync("Valid JSON");
        await dialog.GetByLabel("How many copies").FillAsync("3");
        var publish = dialog.GetByRole(AriaRole.Button, new() { NameRegex = new("^Publish 3 messages") });
        await Expect(publish).ToBeEnabledAsync();
        await tab.Page.WaitForTimeoutAsync(800);
        await publish.ClickAsync();
        var result = dialog.GetByRole(AriaRole.Status, new() { Name = "Result" });
        await Expect(result).ToContainTextAsync("3 of 3 published");
        await Expect(result.GetByText("confirmed", new() { Exact = true })).ToHaveCountAsync(3);

        (await stage.Broker.CountAsync(Queue)).ShouldBe(3);
        await Expect(await queues.CellAsync(Queue, "Ready")).ToHaveTextAsync("3", new() { Timeout = 20_000 });
    }

    [Fact]
    public async Task Publish_TextThatIsNotJson_IsSaidWhileItIsTyped()
    {
        await stage.Broker.DeclareQueueAsync("publish.json");
        var tab = Watch(await stage.OpenAsync());
        var page = new QueuePage(tab);
        await page.OpenAsync("rabbit", stage.Vhost.Name, "publish.json");
        var dialog = await page.OpenDialogAsync("Publish");

        await dialog.GetByLabel("How the body is typed").SelectOptionAsync("JSON");
        await dialog.GetByLabel("Body", new() { Exact = true }).FillAsync("{ \"hello\": ");

        await Expect(dialog).ToContainTextAsync("Not JSON");
        await dialog.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        (await stage.Broker.CountAsync("publish.json")).ShouldBe(0);
    }
}
