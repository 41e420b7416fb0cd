using System.Text.RegularExpressions;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>What each role sees and may press.</summary>
[Collection(SharedCollection.Name)]
public sealed class RolesTests(SharedStage stage) : Journey
{
    private static readonly string[] Actions = ["Publish", "Purge", "Move", "Copy", "Replay dead letters"];

    [Fact]
    public async Task Viewer_OnAQueue_SeesFiguresButNoBodiesAndButtonsWithTheirReason()
    {
        await stage.Broker.DeclareQueueAsync("roles.viewer");
        await stage.Broker.PublishAsync("roles.viewer", "a secret body"u8.ToArray());
        var tab = await SignInAsync("vera", "Viewer");
        var page = new QueuePage(tab);

        await page.OpenAsync("rabbit", stage.Vhost.Name, "roles.viewer");
        await EveryActionIsRefusedAsync(page, "role of Operator");
        await tab.GoAsync(QueuePage.Address("rabbit", stage.Vhost.Name, "roles.viewer", "messages"));
        await Expect(tab.Page.GetByText(new Regex("ReadMessages|read messages|Operator")).First).ToBeVisibleAsync();
        await Expect(new MessagesPart(tab).LookButton).ToHaveCountAsync(0);
        (await tab.Page.ContentAsync()).ShouldNotContain("a secret body");

        await tab.GoAsync("");
        await Expect(tab.Page.GetByRole(AriaRole.Link, new() { Name = "Accounts" })).ToHaveCountAsync(0);
        await tab.GoAsync("accounts");
        await Expect(tab.Page.GetByText("Accounts are for admins")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ReadOnlyConnection_OnAQueue_HasNoButtonThatChangesAnything()
    {
        await stage.Broker.DeclareQueueAsync("roles.watched");
        await stage.Broker.PublishAsync("roles.watched", "{}"u8.ToArray());
        var tab = Watch(await stage.OpenAsync());
        var page = new QueuePage(tab);

        await page.OpenAsync("watched", stage.Vhost.Name, "roles.watched");

        await EveryActionIsRefusedAsync(page, "read-only");
        await page.Action("Purge").ClickAsync(new() { Force = true });
        await Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        (await stage.Broker.CountAsync("roles.watched")).ShouldBe(1);
    }

    [Fact]
    public async Task DisabledAccount_WithAnOpenPage_IsSignedOutWithin30Seconds()
    {
        var tab = await SignInAsync("dora", "Operator");
        await tab.GoAsync("c/rabbit/queues");
        var admin = Watch(await stage.OpenAsync());
        var accounts = new AccountsPage(admin);
        await accounts.OpenAsync();

        await accounts.DisableAsync("dora");

        await Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await tab.Page.GotoAsync(new Uri(tab.BaseAddress, "c/rabbit/queues").AbsoluteUri);
        await Expect(tab.Page).ToHaveURLAsync(new Regex("/sign-in"));
    }

    private static async Task EveryActionIsRefusedAsync(QueuePage page, string reason)
    {
        foreach (var action in Actions)
        {
            await Expect(page.Action(action)).ToHaveAttributeAsync("aria-disabled", "true");
            await Expect(page.Action(action)).ToHaveAttributeAsync("title", new Regex(reason));
        }
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
