using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Processes;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Pages;

/// <summary>Accounts, as an administrator manages them.</summary>
public sealed class AccountsPage(Tab tab)
{
    private IPage Page => tab.Page;

    public Task OpenAsync() => tab.GoAsync("accounts");

    /// <summary>Makes an account and gives the password that is shown this once.</summary>
    public async Task<string> CreateAsync(string name, string role)
    {
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await Page.GetByRole(AriaRole.Combobox, new() { Name = "Role", Exact = true }).SelectOptionAsync(role);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await Expect(RowOf(name)).ToBeVisibleAsync();
        return await Page.GetByTestId("new-password").InnerTextAsync();
    }

    public Task DisableAsync(string name) => RowOf(name).GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();

    /// <summary>Signs in for the first time, chooses a password of one's own, and is where one wanted to go.</summary>
    public static async Task FirstSignInAsync(Tab tab, DashboardProcess dashboard, string name, string password)
    {
        const string Own = "correct horse battery";
        await tab.Page.GotoAsync(new Uri(dashboard.BaseAddress, "sign-in").AbsoluteUri);
        await tab.Page.GetByLabel("Name").FillAsync(name);
        await tab.Page.GetByLabel("Password").FillAsync(password);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await tab.Page.GetByLabel("Present password").FillAsync(password);
        await tab.Page.GetByLabel("New password", new() { Exact = true }).FillAsync(Own);
        await tab.Page.GetByLabel("New password again").FillAsync(Own);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("was changed");
    }

    private ILocator RowOf(string name) => Page.GetByRole(AriaRole.Row).Filter(new() { Has = Page.GetByRole(AriaRole.Combobox, new() { Name = $"Role of {name}", Exact = true }) });
}
