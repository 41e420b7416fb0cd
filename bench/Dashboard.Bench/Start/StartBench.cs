using System.Diagnostics;
using Dashboard.Bench.Dashboards;
using Dashboard.Bench.Lab;
using Dashboard.Bench.Measuring;
using Microsoft.Playwright;

namespace Dashboard.Bench.Start;

/// <summary>From the start of the process to the first page, and from the click to rows on the screen.</summary>
internal static class StartBench
{
    /// <summary>Notes when the first row of the grid was drawn: seen in the document, then the frame after it.</summary>
    private const string Observe =
        """
        new MutationObserver((_, observer) => {
            if (!document.querySelector('table.grid tbody tr[data-index]')) return;
            observer.disconnect();
            requestAnimationFrame(() => requestAnimationFrame(() => { window.gridPaintedAt = performance.now(); }));
        }).observe(document, { childList: true, subtree: true });
        """;

    public static async Task<int> RunAsync(BenchOptions options)
    {
        using var broker = new LabBroker();
        var queues = options.Number("queues", 10_000);
        await ManyQueues.EnsureAsync(broker, queues);
        Console.WriteLine($"{queues:N0} queues, RabbitMQ {broker.Version}; {Machine.Describe()}");
        var starts = new List<double>();
        for (var i = 0; i < options.Number("starts", 5); i++)
        {
            await using var started = await PublishedDashboard.StartAsync(broker.SettingsJson());
            starts.Add(started.StartTime.TotalMilliseconds);
        }

        await using var dashboard = await PublishedDashboard.StartAsync(broker.SettingsJson());
        await dashboard.UntilReadyAsync();
        await using var chromium = await Chromium.StartAsync();
        var session = await chromium.SignInAsync(dashboard);
        var (answers, paints, grids, circuits, floors) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < options.Number("loads", 15); i++)
        {
            var page = await chromium.OpenAsync(session, Observe);
            await page.GotoAsync(new Uri(dashboard.Address, "c/lab/queues").AbsoluteUri);
            grids.Add(await GridPaintAsync(page));
            answers.Add(await page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].responseEnd"));
            paints.Add(await FirstPaintAsync(page));
            await page.WaitForSelectorAsync("[data-circuit=ready]", new() { State = WaitForSelectorState.Attached });
            circuits.Add(await page.EvaluateAsync<double>("performance.now()"));
            await page.Context.CloseAsync();
            // A page with next to nothing on it: what the browser needs on this machine, now.
            var small = await chromium.OpenAsync();
            await small.GotoAsync(new Uri(dashboard.Address, "sign-in").AbsoluteUri);
            floors.Add(await FirstPaintAsync(small));
            await small.Context.CloseAsync();
        }

        var table = new MarkdownTable("what", "times", "median", "p95", "most");
        Add(table, "process start to the first page answered with 200", starts);
        Add(table, "navigation to the whole document", answers);
        Add(table, "navigation to first contentful paint", paints);
        Add(table, "the same of the sign-in page", floors);
        Add(table, "navigation to rows of the queue list painted", grids);
        Add(table, "navigation to the live connection", circuits);
        table.Print();
        Console.WriteLine($"load afterwards {Machine.LoadAverage()}");
        return 0;
    }

    // Waiting within the page would be refused by the Content-Security-Policy.
    private static async Task<double> GridPaintAsync(IPage page)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(30))
        {
            if (await page.EvaluateAsync<double>("window.gridPaintedAt ?? 0") is > 0 and var at)
                return at;
            await Task.Delay(20);
        }

        throw new BenchException("No row of the list was drawn within 30 seconds.");
    }

    private static async Task<double> FirstPaintAsync(IPage page)
    {
        for (var tries = 0; tries < 500; tries++)
        {
            if (await page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0") is > 0 and var at)
                return at;
            await Task.Delay(20);
        }

        throw new BenchException("The page was not painted within 10 seconds.");
    }

    private static void Add(MarkdownTable table, string what, IReadOnlyCollection<double> milliseconds)
        => table.Add(what, milliseconds.Count, $"{Quantiles.Median(milliseconds):N0} ms", $"{Quantiles.At(milliseconds, 0.95):N0} ms", $"{milliseconds.Max():N0} ms");
}
