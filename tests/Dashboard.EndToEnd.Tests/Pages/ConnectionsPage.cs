using System.Text.RegularExpressions;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.Tests.Shared.RabbitMq;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Pages;

/// <summary>Connections, as an administrator adds, changes and removes them.</summary>
public sealed class ConnectionsPage(Tab tab)
{
    private IPage Page => tab.Page;

    public ILocator Password => Page.GetByLabel(new Regex("^Password"));

    public ILocator ManagementAddresses => Page.GetByLabel("Management addresses");

    /// <summary>What the test of the settings found.</summary>
    public ILocator Found => Page.GetByLabel("What the test found");

    /// <summary>Why nothing was done.</summary>
    public ILocator Refusal => Page.Locator(".connection-error");

    public Task OpenAsync() => tab.GoAsync("connections");

    public ILocator Row(string name) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = name });

    /// <summary>Fills the form of a further connection; nothing is sent.</summary>
    public async Task FillNewAsync(string name, RabbitMqVhost vhost, string password)
    {
        await OpenAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Add a connection" }).First.ClickAsync();
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await Page.GetByLabel("Environment").FillAsync("test");
        await ManagementAddresses.FillAsync(vhost.Broker.ManagementUrl);
        await Page.GetByLabel("AMQP addresses").FillAsync(vhost.Broker.AmqpUrl);
        await Page.GetByLabel("User name").First.FillAsync(vhost.Broker.AdminUser);
        await Password.FillAsync(password);
        await Page.GetByLabel("Virtual hosts").FillAsync(vhost.Name);
    }

    public Task TestAsync() => PressAsync("Test");

    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
