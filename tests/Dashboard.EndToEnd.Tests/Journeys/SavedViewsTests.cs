using System.Text.RegularExpressions;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>A view is saved with the keyboard, survives a reload, is shared, and a second operator opens the same.</summary>
[Collection(SharedCollection.Name)]
public sealed class SavedViewsTests(SharedStage stage) : Journey
{
    [Fact]
    public async Task View_SavedReloadedAndShared_IsOpenedByASecondAccount()
    {
        await stage.Broker.DeclareQueueAsync("views.full");
        await stage.Broker.DeclareQueueAsync("views.empty");
        await stage.Broker.PublishAsync("views.full", "{}"u8.ToArray());
        var name = $"Full ones {Guid.NewGuid():N}"[..20];
        var tab = Watch(await stage.OpenAsync());
        var queues = new ListPage(tab);
        await queues.OpenAsync("rabbit", "queues", "q=views.&f=ready%20%3E%200");
        await Expect(queues.Rows).ToHaveCountAsync(1);

        await SaveByKeysAsync(tab.Page, name);

        await Expect(tab.Page).ToHaveURLAsync(new Regex(@"queues\?view=[0-9a-f]+$"));
        await tab.Page.ReloadAsync();
        await tab.ReadyAsync();
        await Expect(queues.Rows).ToHaveCountAsync(1);
        await Expect(Menu(tab.Page)).ToContainTextAsync(name);
        await Menu(tab.Page).ClickAsync();
        await tab.Page.GetByText("Share with everybody").ClickAsync();
        await Expect(tab.Page.GetByText("is shared with everybody")).ToBeVisibleAsync();

        var second = await SignInAsync("view-vera", "Viewer");
        await second.Page.GotoAsync(tab.Page.Url);
        await second.ReadyAsync();
        await Expect(new ListPage(second).Rows).ToHaveCountAsync(1);
        await Expect(Menu(second.Page)).ToContainTextAsync(name);
        await Menu(second.Page).ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Button, new() { Name = "Rename…" })).ToBeDisabledAsync();
        await second.Page.Keyboard.PressAsync("Control+k");
        await second.Page.Keyboard.TypeAsync(name);
        await Expect(second.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Link, new() { NameRegex = new(name) }).First).ToBeVisibleAsync();

        await tab.GoAsync("views");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = $"Delete {name}" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete view" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Rowheader).Filter(new() { HasText = name })).ToHaveCountAsync(0);
        await tab.GoAsync("audit?q=" + Uri.EscapeDataString(name));
        await Expect(tab.Page.GetByText("view.share").First).ToBeVisibleAsync();
        await Expect(tab.Page.GetByText("view.delete").First).ToBeVisibleAsync();
    }

    private static ILocator Menu(IPage page) => page.Locator("summary.views-button");

    // v opens the menu, the arrows go through it: "All queues", then "Save as…".
    private static async Task SaveByKeysAsync(IPage page, string name)
    {
        await page.Keyboard.PressAsync("v");
        await Expect(Menu(page)).ToBeFocusedAsync();
        var item = page.GetByRole(AriaRole.Button, new() { Name = "Save as…" });
        for (var i = 0; i < 10 && !await item.EvaluateAsync<bool>("e => e === document.activeElement"); i++)
            await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Save view" }).GetByRole(AriaRole.Textbox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(name);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    private async Task<Tab> SignInAsync(string name, string role)
    {
        var admin = Watch(await stage.OpenAsync());
        var accounts = new AccountsPage(admin);
        await accounts.OpenAsync();
        var password = await accounts.CreateAsync(name, role);
        var tab = Watch(await Tab.OpenAsync(stage.Browser, stage.Dashboard.BaseAddress));
        await AccountsPage.FirstSignInAsync(tab, stage.Dashboard, name, password);
        return tab;
    }
}
