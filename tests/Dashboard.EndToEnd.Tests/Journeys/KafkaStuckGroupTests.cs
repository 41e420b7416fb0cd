using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>
/// From the page that says which group is stuck, over the message that it cannot read, to the reset that takes it past that message; what the
/// reset has done is read by Kafka's own tool.
/// </summary>
[Collection(KafkaCollection.Name)]
public sealed class KafkaStuckGroupTests(KafkaStage stage) : Journey
{
    // Six looks, 15 seconds apart.
    private const int VerdictMs = 240_000;

    [KafkaFact]
    public async Task GroupThatCommitsTheSameOffset_IsFoundItsMessageSeenAndPassedOver()
    {
        var tab = Watch(await stage.OpenAsync());
        var page = tab.Page;

        await tab.GoAsync("attention?connection=kafka&q=" + stage.StuckGroup);
        var finding = page.GetByRole(AriaRole.Article).Filter(new() { HasText = $"{stage.StuckGroup}: commits the same offset of partition {KafkaStage.PoisonPartition} of {stage.StuckTopic}" });
        await Expect(finding).ToBeVisibleAsync(new() { Timeout = VerdictMs });
        await Expect(finding).ToContainTextAsync("with 13 messages unread; it keeps up with the other 1");
        await finding.GetByRole(AriaRole.Link, new() { Name = $"Message {KafkaStage.PoisonPartition}:{KafkaStage.PoisonOffset} of {stage.StuckTopic}" }).ClickAsync();
        var shown = new MessagesPart(tab);
        await Expect(shown.Drawer).ToContainTextAsync($"{KafkaStage.PoisonPartition}:{KafkaStage.PoisonOffset}");
        await Expect(shown.Body).ToContainTextAsync("twelve");
        await page.GoBackAsync();
        await finding.Locator(".finding-text").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(stage.StuckGroup);
        await Expect(page.Locator(".page-head .finding")).ToContainTextAsync($"Look at the message at offset {KafkaStage.PoisonOffset}");
        await tab.GoAsync(KafkaStage.GroupAddress("kafka", stage.StuckGroup, "offsets"));
        var stuck = page.Locator("table.grid tbody tr").Filter(new() { HasText = "stalled" });
        await Expect(stuck).ToHaveCountAsync(1);
        await Expect(stuck).ToContainTextAsync(stage.StuckTopic);
        await tab.GoAsync("c/kafka/groups?f=" + Uri.EscapeDataString($"verdict = stalled and group = \"{stage.StuckGroup}\""));
        await Expect(new ListPage(tab).Row(stage.StuckGroup)).ToContainTextAsync("stalled");

        await FindThePoisonAsync(tab);
        await TryToResetAsync(tab);
        await stage.StopConsumerAsync();
        await ResetAsync(tab);

        (await CommittedAsync(stage.StuckTopic, KafkaStage.PoisonPartition)).ShouldBe(KafkaStage.PoisonOffset + 1);
        stage.ConsumeStuck();
        long committed = 0;
        for (var i = 0; i < 20 && committed != KafkaStage.Messages; i++)
            committed = await CommittedAsync(stage.StuckTopic, KafkaStage.PoisonPartition);
        committed.ShouldBe(KafkaStage.Messages, "the consumer reads on behind the message");
    }

    /// <summary>By what is wrong with it, in all partitions.</summary>
    private async Task FindThePoisonAsync(Tab tab)
    {
        await tab.GoAsync(KafkaStage.TopicAddress("kafka", stage.StuckTopic, "messages"));
        var messages = new MessagesPart(tab);
        await messages.Panel.GetByLabel("Filter", new() { Exact = true }).FillAsync("exists body.total and not body.total >= 0");
        await messages.LookAsync();
        await Expect(messages.Result).ToContainTextAsync($"{2 * KafkaStage.Messages} messages read, 1 match");
        await messages.OpenMessageAsync(0);
        await Expect(messages.Body).ToContainTextAsync("twelve");
        await Expect(tab.Page.GetByRole(AriaRole.Link, new() { Name = $"Message {KafkaStage.PoisonPartition}:{KafkaStage.PoisonOffset}" })).ToBeVisibleAsync();
    }

    /// <summary>While the group has a member nothing can be reset, and the dialog says so.</summary>
    private async Task TryToResetAsync(Tab tab)
    {
        var dialog = await OpenResetAsync(tab);
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Stop");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Reset offsets" })).ToBeDisabledAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
    }

    private async Task ResetAsync(Tab tab)
    {
        var dialog = await OpenResetAsync(tab);
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        var preview = dialog.Locator("table tbody tr");
        await Expect(preview).ToHaveCountAsync(1);
        (await preview.Locator("td, th").AllInnerTextsAsync()).Select(cell => cell.Trim())
            .ShouldBe([stage.StuckTopic, $"{KafkaStage.PoisonPartition}", $"{KafkaStage.PoisonOffset}", $"{KafkaStage.PoisonOffset + 1}", "1 skipped"]);
        await Expect(dialog).ToContainTextAsync("1 message is skipped unread");
        await QueuePage.ConfirmAsync(dialog, "Reset offsets");
    }

    private async Task<ILocator> OpenResetAsync(Tab tab)
    {
        await tab.GoAsync(KafkaStage.GroupAddress("kafka", stage.StuckGroup));
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Reset offsets" }).ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Topic").FillAsync(stage.StuckTopic);
        await dialog.GetByLabel("Partitions").FillAsync($"{KafkaStage.PoisonPartition}");
        await dialog.GetByLabel("To", new() { Exact = true }).SelectOptionAsync("offset");
        await dialog.GetByLabel("Offset required").FillAsync($"{KafkaStage.PoisonOffset + 1}");
        await Expect(dialog.Locator(".plan[aria-busy=false]")).ToBeVisibleAsync();
        return dialog;
    }

    // GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG ...
    private async Task<long> CommittedAsync(string topic, int partition)
    {
        var told = await stage.Cluster.ToolAsync("consumer-groups", "--describe", "--group", stage.StuckGroup);
        var line = told.Split('\n').Select(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(words => words.Length > 3 && words[1] == topic && words[2] == $"{partition}");
        return long.Parse((line ?? throw new InvalidOperationException(told))[3], System.Globalization.CultureInfo.InvariantCulture);
    }
}
