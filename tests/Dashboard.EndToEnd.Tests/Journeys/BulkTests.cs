using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>A list is filtered, all that match are chosen in words, and only those are purged and deleted.</summary>
[Collection(SharedCollection.Name)]
public sealed class BulkTests(SharedStage stage) : Journey
{
    [Fact]
    public async Task FilteredList_PurgedAndDeleted_LeavesWhatDoesNotMatch()
    {
        var old = Enumerable.Range(0, 4).Select(i => $"bulk.old.{i}").ToList();
        foreach (var queue in (string[])[.. old, "bulk.keep"])
        {
            await stage.Broker.DeclareQueueAsync(queue);
            await stage.Broker.PublishAsync(queue, 2, _ => "{}"u8.ToArray());
        }

        var tab = Watch(await stage.OpenAsync());
        var list = new ListPage(tab);
        await list.OpenAsync("rabbit", "queues", "f=" + Uri.EscapeDataString("name ^= bulk.old. and ready = 2"));
        await Expect(list.Rows).ToHaveCountAsync(4, new() { Timeout = 20_000 });
        await tab.Page.GetByLabel("Select all that match").ClickAsync();
        var bar = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Selection" });
        await Expect(bar).ToContainTextAsync("4 selected");

        await bar.GetByRole(AriaRole.Button, new() { NameRegex = new("^Purge 4") }).ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.Locator(".purge-part")).ToHaveCountAsync(4);
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new("^Purge 8 messages") }).ClickAsync();
        foreach (var queue in old)
            await stage.Broker.WaitForCountAsync(queue, 0);
        (await stage.Broker.CountAsync("bulk.keep")).ShouldBe(2);

        await list.OpenAsync("rabbit", "queues", "f=" + Uri.EscapeDataString("name ^= bulk.old. and ready = 0"));
        await Expect(list.Rows).ToHaveCountAsync(4, new() { Timeout = 20_000 });
        await tab.Page.GetByLabel("Select all that match").ClickAsync();
        await bar.GetByRole(AriaRole.Button, new() { Name = "Delete 4 queues" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("bulk.old.3");
        await QueuePage.ConfirmAsync(dialog, "Delete 4 queues");

        await tab.GoAsync("c/rabbit/queues?q=bulk.");
        await Expect(list.Rows).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        await Expect(list.Row("bulk.keep")).ToBeVisibleAsync();
        foreach (var queue in old)
            await Should.ThrowAsync<RabbitMQ.Client.Exceptions.OperationInterruptedException>(() => stage.Broker.CountAsync(queue));
        (await stage.Broker.CountAsync("bulk.keep")).ShouldBe(2);
    }
}
