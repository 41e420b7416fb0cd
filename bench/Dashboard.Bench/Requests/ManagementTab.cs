using Dashboard.Bench.Dashboards;
using Dashboard.Bench.Lab;
using Microsoft.Playwright;

namespace Dashboard.Bench.Requests;

/// <summary>A tab of RabbitMQ's own management UI in a real browser.</summary>
internal static class ManagementTab
{
    /// <summary>Signs in and leaves the Overview open, as the UI does by itself.</summary>
    public static async Task<IPage> OpenAsync(Chromium chromium, Uri address, LabBroker broker)
    {
        var page = await chromium.OpenAsync();
        await page.GotoAsync(address.AbsoluteUri);
        await page.FillAsync("input[name=username]", broker.Username);
        await page.FillAsync("input[name=password]", broker.Password);
        await page.ClickAsync("input[type=submit]");
        await page.WaitForSelectorAsync("#overview, h1:has-text('Overview')");
        return page;
    }

    /// <summary>Goes to the Queues tab and sorts it by messages, the most first; returns when it polls by itself.</summary>
    /// <exception cref="TimeoutException">The tab stands still: there would be nothing to measure.</exception>
    public static async Task SortQueuesAsync(IPage page)
    {
        await AnswerAsync(page, () => page.EvaluateAsync("location.hash = '#/queues'"));
        for (var click = 0; click < 2; click++)
            await AnswerAsync(page, () => page.ClickAsync("a.sort[sort=messages]"));
        await AnswerAsync(page, () => Task.CompletedTask);
    }

    // A click while the answer to the one before is awaited has the tab poll no more.
    private static async Task AnswerAsync(IPage page, Func<Task> act)
    {
        await page.RunAndWaitForResponseAsync(act, answer => answer.Url.Contains("/api/queues", StringComparison.Ordinal), new() { Timeout = 60_000 });
        await page.WaitForTimeoutAsync(1_000);
    }
}
