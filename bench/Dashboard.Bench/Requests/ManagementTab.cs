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

    /// <summary>Goes to the Queues tab and sorts it by messages, the most first.</summary>
    public static async Task SortQueuesAsync(IPage page)
    {
        await page.EvaluateAsync("location.hash = '#/queues'");
        for (var click = 0; click < 2; click++)
        {
            await page.ClickAsync("a.sort[sort=messages]");
            await page.WaitForTimeoutAsync(6_000);
        }
    }
}
