using System.Text;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>A purge on a production connection, and its way back.</summary>
[Collection(SharedCollection.Name)]
public sealed class PurgeAndRestoreTests(SharedStage stage) : Journey
{
    [Fact]
    public async Task Purge_WithArchiveOnProduction_AsksForTheNameAndCanBeUndone()
    {
        const string Queue = "purge.me";
        await stage.Broker.DeclareQueueAsync(Queue);
        await stage.Broker.PublishAsync(Queue, 25, i => Encoding.UTF8.GetBytes($"body {i}"), (properties, i) => properties.Headers = new Dictionary<string, object?> { ["n"] = i });
        var tab = Watch(await stage.OpenAsync());
        var page = new QueuePage(tab);
        await page.OpenAsync("live", stage.Vhost.Name, Queue);

        var dialog = await page.OpenDialogAsync("Purge");
        await dialog.GetByLabel("Archive first").CheckAsync();
        var confirm = dialog.GetByRole(AriaRole.Button, new() { NameRegex = new("^Purge 25 messages") });
        await Expect(confirm).ToBeDisabledAsync();
        var typed = dialog.GetByLabel($"Type {Queue} to confirm");
        await typed.FillAsync("purge.m");
        await Expect(confirm).ToBeDisabledAsync();
        await typed.FillAsync(Queue);
        await Expect(confirm).ToBeEnabledAsync();
        await QueuePage.ConfirmAsync(dialog, "Purge 25 messages");

        var job = new JobPage(tab);
        await job.FollowNoteAsync();
        await job.WaitForEndAsync("succeeded");
        await Expect(job.Verdict).ToContainTextAsync("25 of 25 purged");
        await job.SetsShouldAddUpAsync();
        (await stage.Broker.CountAsync(Queue)).ShouldBe(0);

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();
        var restore = tab.Page.GetByRole(AriaRole.Dialog, new() { NameRegex = new("^Restore") });
        await Expect(restore.GetByRole(AriaRole.Button, new() { NameRegex = new("^Restore 25 messages") })).ToBeDisabledAsync();
        await restore.GetByLabel("Type live to confirm").FillAsync("live");
        await QueuePage.ConfirmAsync(restore, "Restore 25 messages");
        await stage.Broker.WaitForCountAsync(Queue, 25);

        // Byte for byte and header for header, in their order.
        var back = await stage.Broker.DrainAsync(Queue);
        back.Select(message => Encoding.UTF8.GetString(message.Body.Span)).ShouldBe(Enumerable.Range(0, 25).Select(i => $"body {i}"));
        back.Select(message => message.BasicProperties.MessageId).ShouldBe(Enumerable.Range(0, 25).Select(i => $"{Queue}-{i}"));
        back.Select(message => Convert.ToInt32(message.BasicProperties.Headers!["n"])).ShouldBe(Enumerable.Range(0, 25));
    }
}
