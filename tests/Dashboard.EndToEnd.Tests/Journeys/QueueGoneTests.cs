using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>What is looked at goes away, or never was there.</summary>
[Collection(SharedCollection.Name)]
public sealed class QueueGoneTests(SharedStage stage) : Journey
{
    [Fact]
    public async Task Queue_DeletedWhileItsPageIsOpen_IsSaidToBeGone()
    {
        await stage.Broker.DeclareQueueAsync("gone.soon");
        await stage.Broker.PublishAsync("gone.soon", 7, _ => "{}"u8.ToArray());
        var tab = Watch(await stage.OpenAsync());
        await new QueuePage(tab).OpenAsync("rabbit", stage.Vhost.Name, "gone.soon");

        await stage.Broker.DeleteQueueAsync("gone.soon");

        var note = tab.Page.GetByText(new System.Text.RegularExpressions.Regex("gone\\.soon was deleted|was deleted"));
        await Expect(note.First).ToBeVisibleAsync(new() { Timeout = 25_000 });
        await Expect(tab.Page.Locator("main").GetByRole(AriaRole.Link, new() { NameRegex = new("queues", System.Text.RegularExpressions.RegexOptions.IgnoreCase) }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Queue_ThatNeverWas_IsSaidAndTheWayBackIsShown()
    {
        var tab = Watch(await stage.OpenAsync());

        await tab.GoAsync(QueuePage.Address("rabbit", stage.Vhost.Name, "never.was"));

        await Expect(tab.Page.Locator("main")).ToContainTextAsync("never.was");
        await Expect(tab.Page.Locator("main").GetByRole(AriaRole.Link, new() { NameRegex = new("queues", System.Text.RegularExpressions.RegexOptions.IgnoreCase) }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Page_ThatDoesNotExist_SaysSo()
    {
        var tab = Watch(await stage.OpenAsync());
        tab.Tolerate("404 (Not Found)");

        await tab.Page.GotoAsync(new Uri(tab.BaseAddress, "no/such/page").AbsoluteUri);

        await Expect(tab.Page.Locator("main")).ToContainTextAsync(new System.Text.RegularExpressions.Regex("not found|no such page|nothing", System.Text.RegularExpressions.RegexOptions.IgnoreCase));
    }
}
