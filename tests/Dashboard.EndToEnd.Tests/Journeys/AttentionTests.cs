using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>From anywhere to what is stuck: the Attention page names the queue that nobody consumes and leads there.</summary>
[Collection(SharedCollection.Name)]
public sealed class AttentionTests(SharedStage stage) : Journey
{
    [Fact]
    public async Task Attention_QueueThatNobodyConsumes_IsFoundAndLeadsToItsConsumers()
    {
        await stage.Broker.DeclareQueueAsync("attention.retry");
        await stage.Broker.PublishAsync("attention.retry", 12, _ => "{}"u8.ToArray());
        var tab = Watch(await stage.OpenAsync());

        await tab.GoAsync("attention?connection=rabbit&signal=no-consumer&q=attention.retry");
        var finding = tab.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = "attention.retry: 12 messages wait and nobody consumes." });
        await Expect(finding).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await Expect(finding).ToContainTextAsync("since");
        await Expect(finding.Locator(".finding-evidence")).ToContainTextAsync("Consumers");

        await finding.Locator(".finding-text").ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("attention.retry");
        await Expect(tab.Page.Locator(".page-head .finding")).ToContainTextAsync("12 messages wait and nobody consumes.");
        await tab.Page.Locator(".page-head .finding-next a").ClickAsync();
        await Expect(tab.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("tab=consumers"));

        // The list says it in a word, and can be filtered by it.
        await tab.GoAsync("c/rabbit/queues?f=" + Uri.EscapeDataString("verdict = \"no consumer\" and name ^= attention."));
        await Expect(tab.Page.Locator("tbody tr").Filter(new() { HasText = "attention.retry" })).ToContainTextAsync("no consumer");

        await tab.Page.Keyboard.PressAsync("Control+k");
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Combobox).Or(tab.Page.GetByRole(AriaRole.Dialog).Locator("input")).First.FillAsync("attention");
        await Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Attention");
    }
}
