using System.Text.Json;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Dashboard.Tests.Shared;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>axe-core on every kind of page, in light and dark: nothing serious, nothing critical.</summary>
[Collection(SharedCollection.Name)]
public sealed class AccessibilityTests(SharedStage stage) : Journey
{
    private const string Queue = "axe.orders";

    private static readonly string Axe = Path.Combine(Repository.Root, "eng", "client-libs", "node_modules", "axe-core", "axe.min.js");

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_InEachTheme_HaveNoSeriousFinding(ColorScheme scheme)
    {
        await stage.Broker.DeclareWithDeadLettersAsync(Queue);
        if (await stage.Broker.CountAsync($"{Queue}.dead") == 0)
        {
            await stage.Broker.PublishAsync(Queue, 3, i => System.Text.Encoding.UTF8.GetBytes($"{{\"order\": {i}}}"));
            await stage.Broker.RejectAsync(Queue, 3);
        }

        var tab = Watch(await stage.OpenAsync(options => options.ColorScheme = scheme, await File.ReadAllTextAsync(Axe)));
        var findings = new List<string>();
        foreach (var path in new[]
        {
            "", "attention", "c/rabbit", "c/rabbit/queues", "c/rabbit/exchanges", "c/rabbit/nodes", "operations", "audit", "accounts", "views",
            QueuePage.Address("rabbit", stage.Vhost.Name, $"{Queue}.dead"), QueuePage.Address("live", stage.Vhost.Name, "no such queue"),
        })
        {
            await tab.GoAsync(path);
            await tab.Page.WaitForTimeoutAsync(500);
            await CheckAsync(tab.Page, path, findings);
        }

        await tab.GoAsync($"c/rabbit/topology?scope={stage.Vhost.Escaped}&focus={Uri.EscapeDataString($"queues:{Dashboard.Core.Model.RowKey.Of(stage.Vhost.Name, Queue).Value}")}&to=&key={Queue}");
        await Expect(tab.Page.Locator("[data-layout=done]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(tab.Page.Locator(".route-summary")).ToBeVisibleAsync();
        await CheckAsync(tab.Page, "topology", findings);

        await tab.GoAsync(QueuePage.Address("live", stage.Vhost.Name, $"{Queue}.dead", "messages"));
        var messages = new MessagesPart(tab);
        await messages.LookAsync();
        await messages.OpenMessageAsync(0);
        await CheckAsync(tab.Page, "message", findings);
        await tab.GoAsync(QueuePage.Address("live", stage.Vhost.Name, $"{Queue}.dead"));
        foreach (var action in new[] { "Publish", "Purge", "Replay dead letters" })
        {
            var dialog = await new QueuePage(tab).OpenDialogAsync(action);
            await Expect(dialog.Locator(".plan, .banner, .plan-count").First).ToBeVisibleAsync();
            await CheckAsync(tab.Page, $"dialog {action}", findings);
            await tab.Page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToHaveCountAsync(0);
        }

        await tab.Page.Keyboard.PressAsync("Control+k");
        await CheckAsync(tab.Page, "jump", findings);
        await tab.GoAsync("c/rabbit/queues?f=ready%20%3E%3D%200");
        await tab.Page.Keyboard.PressAsync("v");
        await CheckAsync(tab.Page, "menu of views", findings);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Save as…" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Save view" })).ToBeVisibleAsync();
        await CheckAsync(tab.Page, "dialog Save view", findings);
        findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task SignInForm_ForAStranger_HasNoSeriousFinding()
    {
        var tab = Watch(await Tab.OpenAsync(stage.Browser, stage.Dashboard.BaseAddress, script: await File.ReadAllTextAsync(Axe)));
        var findings = new List<string>();
        await tab.Page.GotoAsync(new Uri(tab.BaseAddress, "operations").AbsoluteUri);

        await CheckAsync(tab.Page, "sign-in", findings);

        findings.ShouldBeEmpty();
    }

    private static async Task CheckAsync(IPage page, string where, List<string> findings)
    {
        var result = await page.EvaluateAsync<JsonElement>(
            """
            async () => {
              const result = await axe.run(document, { resultTypes: ['violations'] });
              return {
                rules: result.passes.length,
                found: result.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
                  .flatMap(v => v.nodes.slice(0, 4).map(n => `${v.id}: ${n.target.join(' ')} - ${n.failureSummary.replace(/\s+/g, ' ')}`)),
              };
            }
            """);
        result.GetProperty("rules").GetInt32().ShouldBeGreaterThan(5, $"axe looked at {where}");
        findings.AddRange(result.GetProperty("found").EnumerateArray().Select(found => $"{where}: {found}"));
    }
}
