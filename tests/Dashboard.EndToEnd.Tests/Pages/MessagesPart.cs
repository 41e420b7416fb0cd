using Dashboard.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Pages;

/// <summary>The messages of a queue: what a look changes, the look itself, the message under inspection.</summary>
public sealed class MessagesPart(Tab tab)
{
    private IPage Page => tab.Page;

    public ILocator Panel => Page.GetByRole(AriaRole.Region, new() { Name = "Messages", Exact = true }).First;

    /// <summary>What a look would change, told before it.</summary>
    public ILocator Effect => Panel.Locator(".effect, .effect-none");

    public ILocator LookButton => Panel.GetByRole(AriaRole.Button, new() { NameRegex = new("^(Look at|Read again)") });

    /// <summary>What the last look read, and why it ended.</summary>
    public ILocator Result => Panel.Locator(".look-result");

    public ILocator Drawer => Page.GetByRole(AriaRole.Complementary, new() { Name = "Message", Exact = true });

    /// <summary>The message under inspection, in sentences.</summary>
    public ILocator Summary => Page.GetByRole(AriaRole.Region, new() { Name = "Summary", Exact = true });

    public ILocator Headers => Page.GetByRole(AriaRole.Region, new() { Name = "Headers", Exact = true });

    public ILocator Body => Page.GetByRole(AriaRole.Region, new() { Name = "Body", Exact = true });

    public async Task LookAsync()
    {
        await LookButton.ClickAsync();
        await Expect(Result).ToBeVisibleAsync();
    }

    /// <param name="position">As the list shows it, from 0 or 1 as the list counts.</param>
    public async Task OpenMessageAsync(int position)
    {
        await Panel.GetByRole(AriaRole.Link, new() { NameRegex = new("^Message ") }).Nth(position).ClickAsync();
        await Expect(Summary).ToBeVisibleAsync();
    }
}
