using Dashboard.Core.Model;
using Dashboard.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Pages;

/// <summary>The page of one queue.</summary>
public sealed class QueuePage(Tab tab)
{
    private IPage Page => tab.Page;

    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public static string Address(string connection, string vhost, string queue, string? part = null)
        => $"c/{connection}/queues/item?key={Uri.EscapeDataString(RowKey.Of(vhost, queue).Value)}{(part is null ? "" : "&tab=" + part)}";

    public async Task OpenAsync(string connection, string vhost, string queue, string? part = null)
    {
        await tab.GoAsync(Address(connection, vhost, queue, part));
        await Expect(Heading).ToContainTextAsync(queue);
    }

    /// <summary>A button of the queue's own actions: Publish, Purge, Move, Copy, Replay dead letters.</summary>
    public ILocator Action(string name) => Page.GetByRole(AriaRole.Toolbar, new() { Name = "Actions", Exact = true }).GetByRole(AriaRole.Button, new() { NameRegex = new($"^{name}") });

    /// <summary>Presses an action and gives its dialog.</summary>
    public async Task<ILocator> OpenDialogAsync(string action)
    {
        await Action(action).ClickAsync();
        var dialog = Page.GetByRole(AriaRole.Dialog, new() { NameRegex = new($"^{action.Split(' ')[0]}") });
        await Expect(dialog).ToBeVisibleAsync();
        return dialog;
    }

    /// <summary>
    /// Presses the button that starts it, and once more where the press fell into the moment in which the plan was made anew: nothing starts then.
    /// </summary>
    public static async Task ConfirmAsync(ILocator dialog, string label)
    {
        var button = dialog.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{label}") });
        await Expect(button).ToBeEnabledAsync(new() { Timeout = 15_000 });
        for (var i = 0; i < 40 && await dialog.CountAsync() > 0; i++)
        {
            await dialog.Page.WaitForTimeoutAsync(500);
            if (i % 5 == 0 && await button.CountAsync() > 0 && await button.IsEnabledAsync())
                await button.ClickAsync();
        }

        await Expect(dialog).ToHaveCountAsync(0);
    }

    public Task ShowPartAsync(string title) => Page.GetByRole(AriaRole.Link, new() { NameRegex = new($"^{title}") }).Last.ClickAsync();
}
