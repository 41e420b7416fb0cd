using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Browser;

/// <summary>
/// One page in a browser context of its own, which notes everything a healthy page never does: errors in the console (violations of the
/// Content-Security-Policy stand there too), scripts that throw, dialogs of injected scripts, requests to other hosts.
/// </summary>
public sealed class Tab : IAsyncDisposable
{
    private static readonly string ReportViolations =
        "document.addEventListener('securitypolicyviolation', e => console.error('CSP: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));";

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly List<string> _tolerated = [];

    private Tab(IBrowserContext context, IPage page, Uri baseAddress)
    {
        _context = context;
        Page = page;
        BaseAddress = baseAddress;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _faults.Enqueue($"console: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _faults.Enqueue($"script: {error}");
        page.Dialog += (_, dialog) =>
        {
            _faults.Enqueue($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (request.Url.StartsWith("http", StringComparison.Ordinal) && new Uri(request.Url).Authority != baseAddress.Authority)
                _faults.Enqueue($"request to another host: {request.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>Address of the dashboard, with a slash at the end.</summary>
    public Uri BaseAddress { get; }

    /// <summary>What went wrong on the page so far.</summary>
    public IReadOnlyCollection<string> Faults => [.. _faults.Where(fault => !_tolerated.Exists(part => fault.Contains(part, StringComparison.OrdinalIgnoreCase)))];

    /// <param name="browser">Shared.</param>
    /// <param name="baseAddress">Address of the dashboard.</param>
    /// <param name="storageState">Cookies of a session; null for a stranger.</param>
    /// <param name="change">Size of the window, colour scheme.</param>
    /// <param name="script">Runs in each document before its own scripts, outside of the Content-Security-Policy; null for none.</param>
    public static async Task<Tab> OpenAsync(
        IBrowser browser, Uri baseAddress, string? storageState = null, Action<BrowserNewContextOptions>? change = null, string? script = null)
    {
        var options = new BrowserNewContextOptions
        {
            BaseURL = baseAddress.ToString(),
            StorageState = storageState,
            ViewportSize = new ViewportSize { Width = 1440, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
            AcceptDownloads = true,
        };
        change?.Invoke(options);
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(15_000);
        await context.AddInitScriptAsync(ReportViolations);
        if (script is not null)
            await context.AddInitScriptAsync(script);
        return new Tab(context, await context.NewPageAsync(), baseAddress);
    }

    /// <summary>Opens a page of the dashboard and waits until it answers clicks.</summary>
    /// <param name="path">Relative to the base.</param>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(new Uri(BaseAddress, path).AbsoluteUri);
        await ReadyAsync();
    }

    /// <summary>Until the circuit is up: clicks on prerendered markup are lost.</summary>
    public Task ReadyAsync() => Assertions.Expect(Page.Locator("[data-circuit=ready]")).ToBeAttachedAsync(new() { Timeout = 20_000 });

    /// <summary>Faults that hold this text are part of the test: the dashboard is stopped, a page is refused.</summary>
    public void Tolerate(string part) => _tolerated.Add(part);

    /// <summary>Tolerates what the console says when the dashboard goes away under the page.</summary>
    public void TolerateRestarts() => _tolerated.AddRange(["net::ERR_", "WebSocket", "Failed to", "connection"]);

    /// <summary>Cookies and local storage, for another tab of the same session.</summary>
    public Task<string> StorageStateAsync() => _context.StorageStateAsync();

    /// <summary>A picture of what the operator sees now, below <c>artifacts/e2e</c>.</summary>
    public async Task PictureAsync(string name)
    {
        var file = Path.Combine(Dashboard.Tests.Shared.Repository.Root, "artifacts", "e2e", $"{name}.png");
        await Page.ScreenshotAsync(new() { Path = file, Timeout = 5000 });
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
