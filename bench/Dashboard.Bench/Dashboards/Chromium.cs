using Microsoft.Playwright;

namespace Dashboard.Bench.Dashboards;

/// <summary>Debian's Chromium without a window (<c>CHROMIUM_PATH</c> names another), with a session of the dashboard.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<Chromium> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
            Args = Arguments,
        }));
    }

    /// <summary>Signs in by the console's link and gives the cookies.</summary>
    public async Task<string> SignInAsync(PublishedDashboard dashboard)
    {
        await using var context = await _browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync((await dashboard.SignInLinkAsync()).Trim());
        return await context.StorageStateAsync();
    }

    /// <summary>A page in a context of its own.</summary>
    /// <param name="storageState">Cookies of a session; null for none.</param>
    /// <param name="script">Runs in each document before its own scripts; null for none.</param>
    public async Task<IPage> OpenAsync(string? storageState = null, string? script = null)
    {
        var context = await _browser.NewContextAsync(new() { StorageState = storageState, ViewportSize = new() { Width = 1440, Height = 900 } });
        context.SetDefaultTimeout(60_000);
        if (script is not null)
            await context.AddInitScriptAsync(script);
        return await context.NewPageAsync();
    }

    /// <summary>Opens a list and waits until its circuit is up and rows are drawn.</summary>
    public async Task<IPage> OpenListAsync(PublishedDashboard dashboard, string storageState, string path)
    {
        var page = await OpenAsync(storageState);
        await page.GotoAsync(new Uri(dashboard.Address, path).AbsoluteUri);
        await page.WaitForSelectorAsync("[data-circuit=ready]", new() { State = WaitForSelectorState.Attached });
        await page.WaitForSelectorAsync("table.grid tbody tr[data-index]");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
