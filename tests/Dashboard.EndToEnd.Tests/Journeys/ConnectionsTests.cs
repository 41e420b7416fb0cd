using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>A connection is added, tried out, changed and removed while the dashboard runs; its password is shown to nobody.</summary>
[Collection(SharedCollection.Name)]
public sealed class ConnectionsTests(SharedStage stage) : Journey
{
    private const string Wrong = "not-the-password-4711";

    [Fact]
    public async Task Connection_AddedTestedChangedRemoved_WithoutARestart()
    {
        await stage.Broker.DeclareQueueAsync("by.hand.queue");
        var password = stage.Vhost.Broker.AdminPassword;
        var tab = Watch(await stage.OpenAsync());
        var page = new ConnectionsPage(tab);

        await page.FillNewAsync("By hand", stage.Vhost, Wrong);
        await page.TestAsync();
        await Expect(page.Found).ToContainTextAsync("Management API at", new() { Timeout = 30_000 });
        await Expect(page.Found).ToContainTextAsync(new System.Text.RegularExpressions.Regex("user name|password|refused the login", System.Text.RegularExpressions.RegexOptions.IgnoreCase));
        (await tab.Page.Locator("main").InnerTextAsync()).ShouldNotContain(Wrong);
        await page.Password.FillAsync(password);
        await page.TestAsync();
        await Expect(page.Found).ToContainTextAsync("RabbitMQ 3.", new() { Timeout = 30_000 });
        await page.PressAsync("Add connection");
        await Expect(page.Row("By hand")).ToContainTextAsync("dashboard, by console", new() { Timeout = 30_000 });
        await new ListPage(tab).OpenAsync("by-hand", "queues", "q=by.hand.queue");

        await page.OpenAsync();
        await page.Row("By hand").GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        await Expect(page.Password).ToHaveValueAsync("");
        await Expect(page.Password).ToHaveAttributeAsync("placeholder", "stored; leave empty to keep it");
        (await tab.Page.ContentAsync()).ShouldNotContain(password);
        await tab.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("By two hands");
        await page.PressAsync("Save changes");
        await Expect(page.Row("By two hands")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await new ListPage(tab).OpenAsync("by-hand", "queues", "q=by.hand.queue");

        await page.OpenAsync();
        await page.Row("By two hands").GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        await page.ManagementAddresses.FillAsync("http://127.0.0.1:9");
        await page.PressAsync("Save changes");
        await Expect(page.Refusal).ToContainTextAsync("Enter the password anew: Management addresses changed");
        await tab.GoAsync("c/by-hand/queues?q=by.hand.queue");
        await Expect(new ListPage(tab).Row("by.hand.queue")).ToBeVisibleAsync();

        await page.OpenAsync();
        await page.Row("By two hands").GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Remove connection" }).ClickAsync();
        await Expect(page.Row("By two hands")).ToHaveCountAsync(0);
        await Expect(page.Row("configuration").First).ToBeVisibleAsync();
        await tab.GoAsync("audit?q=by-hand");
        foreach (var act in new[] { "connection.add", "connection.change", "connection.remove" })
            await Expect(tab.Page.GetByText(act).First).ToBeVisibleAsync();
        (await tab.Page.ContentAsync()).ShouldNotContain(password);
    }

    [Fact]
    public async Task ConnectionsOfTheConfiguration_AreMarkedAndCannotBeChangedHere()
    {
        var tab = Watch(await stage.OpenAsync());
        var page = new ConnectionsPage(tab);
        await page.OpenAsync();

        await Expect(page.Row("watched")).ToContainTextAsync("configuration");
        await Expect(page.Row("watched").GetByRole(AriaRole.Link, new() { Name = "Edit" })).ToHaveCountAsync(0);
        await tab.GoAsync("connections/edit?id=watched");
        await Expect(tab.Page.GetByText("Change it there and restart the dashboard")).ToBeVisibleAsync();
    }
}
