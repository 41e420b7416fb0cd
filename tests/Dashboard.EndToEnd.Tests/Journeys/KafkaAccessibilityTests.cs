using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>axe-core on the pages and dialogs that only Kafka has something to show in, in light and dark: nothing serious, nothing critical.</summary>
[Collection(KafkaCollection.Name)]
public sealed class KafkaAccessibilityTests(KafkaStage stage) : Journey
{
    [KafkaTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task PagesAndDialogs_InEachTheme_HaveNoSeriousFinding(ColorScheme scheme)
    {
        var tab = Watch(await stage.OpenAsync(options => options.ColorScheme = scheme, await Axe.ScriptAsync()));
        var page = tab.Page;
        var topic = KafkaStage.TopicAddress("live", stage.StuckTopic);
        var group = KafkaStage.GroupAddress("live", stage.StuckGroup);
        var findings = new List<string>();
        foreach (var path in new[] { "c/live/topics", topic, "c/live/groups", group, group + "&tab=offsets", group + "&tab=members", topic + "&tab=configs", "c/live/partitions", "c/live/brokers" })
        {
            await tab.GoAsync(path);
            await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
            await CheckAsync(path);
        }

        await tab.GoAsync(topic + "&tab=messages");
        var messages = new MessagesPart(tab);
        await messages.LookAsync();
        await messages.OpenMessageAsync(0);
        await CheckAsync("messages with one open");

        await tab.GoAsync(topic);
        foreach (var action in new[] { "Publish", "Purge", "Move", "Copy", "Replay dead letters" })
            await CheckDialogAsync(await new QueuePage(tab).OpenDialogAsync(action), $"dialog {action}");

        foreach (var (path, button) in new[] { ("c/live/topics", "New topic"), (topic, "Settings"), (topic, "Add partitions"), (topic, "Delete"), (group, "Reset offsets"), (group, "Delete group") })
        {
            await tab.GoAsync(path);
            await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
            await CheckDialogAsync(page.GetByRole(AriaRole.Dialog), $"dialog {button}");
        }

        findings.ShouldBeEmpty();

        async Task CheckDialogAsync(ILocator dialog, string where)
        {
            await Expect(dialog).ToBeVisibleAsync();
            await Expect(dialog.Locator(".skeleton")).ToHaveCountAsync(0);
            await Expect(dialog.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
            await page.WaitForTimeoutAsync(500);
            foreach (var folded in await dialog.Locator("details").AllAsync())
                await folded.EvaluateAsync("folded => { folded.open = true; }");
            await CheckAsync(where);
            await page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToHaveCountAsync(0);
        }

        async Task CheckAsync(string where) => findings.AddRange(await Axe.FindAsync(page, where));
    }
}
