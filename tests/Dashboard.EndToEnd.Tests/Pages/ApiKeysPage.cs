using Dashboard.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Pages;

/// <summary>API keys, as an administrator manages them.</summary>
public sealed class ApiKeysPage(Tab tab)
{
    private IPage Page => tab.Page;

    public Task OpenAsync() => tab.GoAsync("api-keys");

    /// <summary>Makes a key and gives its text, which is shown this once.</summary>
    public async Task<string> CreateAsync(string name, string role)
    {
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await Page.GetByRole(AriaRole.Combobox, new() { Name = "Role", Exact = true }).SelectOptionAsync(role);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Expect(RowOf(name)).ToBeVisibleAsync();
        return await Page.GetByTestId("new-key").InnerTextAsync();
    }

    public async Task RevokeAsync(string name)
    {
        await RowOf(name).GetByRole(AriaRole.Button, new() { Name = $"Revoke {name}" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Revoke the key" }).ClickAsync();
        await Expect(RowOf(name)).ToContainTextAsync("revoked by console");
    }

    public ILocator RowOf(string name) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = name });
}
