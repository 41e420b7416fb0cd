using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>An administrator makes a queue and a binding, sees them listed, and deletes the queue on a production connection; the audit tells it all.</summary>
[Collection(SharedCollection.Name)]
public sealed class EditingTests(SharedStage stage) : Journey
{
    private const string Queue = "edit/<b>me</b> ü";

    [Fact]
    public async Task QueueAndBinding_MadeAndDeleted_AreListedConfirmedAndAudited()
    {
        var tab = Watch(await stage.OpenAsync());
        var list = new ListPage(tab);
        await tab.GoAsync("c/rabbit/queues");
        var dialog = await OpenAsync(tab, "New queue");
        await dialog.GetByLabel("Virtual host").FillAsync(stage.Vhost.Name);
        await dialog.GetByLabel("Name required").FillAsync(Queue);
        await dialog.GetByText("Limits", new() { Exact = true }).ClickAsync();
        await dialog.GetByLabel("Max length", new() { Exact = true }).FillAsync("1k");
        await QueuePage.ConfirmAsync(dialog, "Create queue");
        await Expect(list.Row(Queue)).ToBeVisibleAsync(new() { Timeout = 20_000 });

        await tab.GoAsync("c/rabbit/bindings?q=edited");
        dialog = await OpenAsync(tab, "New binding");
        await dialog.GetByLabel("Virtual host").FillAsync(stage.Vhost.Name);
        await dialog.GetByLabel("From exchange").FillAsync("amq.topic");
        await dialog.GetByLabel("To queue").FillAsync(Queue);
        await dialog.GetByLabel("Routing key").FillAsync("edited.#");
        await QueuePage.ConfirmAsync(dialog, "Create binding");
        await Expect(tab.Page.Locator("table.grid tbody tr", new() { HasText = "edited.#" })).ToBeVisibleAsync(new() { Timeout = 20_000 });

        await new QueuePage(tab).OpenAsync("live", stage.Vhost.Name, Queue);
        dialog = await OpenAsync(tab, "Delete");
        await Expect(dialog).ToContainTextAsync("1 binding is lost");
        var confirm = dialog.GetByRole(AriaRole.Button, new() { Name = "Delete queue" });
        await Expect(confirm).ToBeDisabledAsync();
        await dialog.GetByLabel($"Type {Queue} to confirm").FillAsync(Queue);
        await Expect(confirm).ToBeEnabledAsync();
        await QueuePage.ConfirmAsync(dialog, "Delete queue");
        await Expect(tab.Page.GetByText("was deleted at")).ToBeVisibleAsync(new() { Timeout = 20_000 });

        await tab.GoAsync("audit");
        foreach (var title in new[] { $"Create queue {Queue} in {stage.Vhost.Name}", "Create binding amq.topic", $"Delete queue {Queue} in {stage.Vhost.Name}" })
            await Expect(tab.Page.GetByText(title).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ReadOnlyConnection_HasNoButtonThatEdits()
    {
        var tab = Watch(await stage.OpenAsync());
        await stage.Broker.DeclareQueueAsync("edit.watched");
        await new QueuePage(tab).OpenAsync("watched", stage.Vhost.Name, "edit.watched");

        await Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" })).ToHaveCountAsync(0);
        await tab.GoAsync("c/watched/queues");
        await Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "New queue" })).ToHaveCountAsync(0);
    }

    private static async Task<ILocator> OpenAsync(Tab tab, string button)
    {
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        return dialog;
    }
}
