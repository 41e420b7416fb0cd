using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>axe-core on every kind of page, in light and dark: nothing serious, nothing critical.</summary>
[Collection(SharedCollection.Name)]
public sealed class AccessibilityTests(SharedStage stage) : Journey
{
    private const string Queue = "axe.orders";

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

        var tab = Watch(await stage.OpenAsync(options => options.ColorScheme = scheme, await Axe.ScriptAsync()));
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

    /// <summary>Forms, dialogs and pages of administration, each with something in it.</summary>
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task FormsAndDialogs_InEachTheme_HaveNoSeriousFinding(ColorScheme scheme)
    {
        await stage.Broker.DeclareWithDeadLettersAsync(Queue);
        await stage.Vhost.DeclareExchangeAsync("axe.exchange", "topic");
        await stage.Vhost.BindAsync("axe.exchange", Queue, "axe.#");
        var tab = Watch(await stage.OpenAsync(options => options.ColorScheme = scheme, await Axe.ScriptAsync()));
        var page = tab.Page;
        var findings = new List<string>();
        foreach (var path in new[]
        {
            "connections", "connections/edit", "connections/edit?id=watched", "api-keys", "views", "c/rabbit/definitions", "message/compare",
        })
        {
            await tab.GoAsync(path);
            await page.WaitForTimeoutAsync(500);
            await CheckAsync(page, path, findings);
        }

        await new QueuePage(tab).OpenAsync("rabbit", stage.Vhost.Name, Queue, "settings");
        await Expect(page.Locator(".effective-table").First).ToBeVisibleAsync();
        await CheckAsync(page, "settings in force", findings);
        foreach (var (path, button) in new[]
        {
            ("c/rabbit/queues", "New queue"), ("c/rabbit/exchanges", "New exchange"), ("c/rabbit/bindings", "New binding"), ("c/rabbit/policies", "New policy"),
            (QueuePage.Address("live", stage.Vhost.Name, Queue), "Delete"),
        })
        {
            await tab.GoAsync(path);
            await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
            var dialog = page.GetByRole(AriaRole.Dialog);
            await Expect(dialog).ToBeVisibleAsync();
            foreach (var group in await dialog.Locator("details.object-group").AllAsync())
                await group.EvaluateAsync("group => { group.open = true; }");
            await CheckAsync(page, $"dialog {button}", findings);
        }

        var connections = new ConnectionsPage(tab);
        await connections.FillNewAsync("Axe", stage.Vhost, "not the password");
        await connections.ManagementAddresses.FillAsync("no address");
        await connections.TestAsync();
        await Expect(connections.Refusal).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await CheckAsync(page, "form of a connection with mistakes", findings);

        await tab.GoAsync("c/rabbit/definitions");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "What" }).SelectOptionAsync(stage.Vhost.Name);
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "axe.json", MimeType = "application/json", Buffer = """{"queues":[{"name":"axe.imported","durable":true,"auto_delete":false,"arguments":{}}]}"""u8.ToArray() });
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Comparison" })).ToBeVisibleAsync();
        await CheckAsync(page, "comparison of definitions", findings);
        await page.GetByLabel("Choose all that can be applied").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply 1 object" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).Locator(".plan").First).ToBeVisibleAsync();
        await CheckAsync(page, "dialog Apply", findings);
        findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task SignInForm_ForAStranger_HasNoSeriousFinding()
    {
        var tab = Watch(await Tab.OpenAsync(stage.Browser, stage.Dashboard.BaseAddress, script: await Axe.ScriptAsync()));
        var findings = new List<string>();
        await tab.Page.GotoAsync(new Uri(tab.BaseAddress, "operations").AbsoluteUri);

        await CheckAsync(tab.Page, "sign-in", findings);

        findings.ShouldBeEmpty();
    }

    private static async Task CheckAsync(IPage page, string where, List<string> findings) => findings.AddRange(await Axe.FindAsync(page, where));
}
