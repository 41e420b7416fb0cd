using Dashboard.Bench.Dashboards;
using Dashboard.Bench.Lab;
using Dashboard.Bench.Measuring;
using Microsoft.Playwright;

namespace Dashboard.Bench.Requests;

/// <summary>What watching costs the broker: with one browser, with fifty, and with RabbitMQ's own management UI.</summary>
internal static class RequestsBench
{
    public static async Task<int> RunAsync(BenchOptions options)
    {
        using var broker = new LabBroker();
        var queues = options.Number("queues", 10_000);
        await ManyQueues.EnsureAsync(broker, queues);
        var seconds = options.Number("seconds", 60);
        var browsers = options.Number("browsers", 50);
        Console.WriteLine($"{queues:N0} queues, {seconds} s for each line, RabbitMQ {broker.Version}; {Machine.Describe()}");
        await using var proxy = await CountingProxy.StartAsync(broker.ManagementUrl);
        await using var chromium = await Chromium.StartAsync();
        var table = new MarkdownTable("who looks on", "requests", "broker's CPU", "above idle", "load");
        var phases = new Phases(broker, proxy, table, TimeSpan.FromSeconds(seconds));
        await phases.RunAsync("nobody");
        if (options.Text("peer", "yes") == "yes")
            await PeerAsync(phases, chromium, proxy, broker);
        await OwnAsync(phases, chromium, proxy, broker, browsers, options.Number("settle", 30));
        table.Print();
        phases.PrintPaths();
        return 0;
    }

    private static async Task PeerAsync(Phases phases, Chromium chromium, CountingProxy proxy, LabBroker broker)
    {
        var page = await ManagementTab.OpenAsync(chromium, proxy.Address, broker);
        await page.WaitForTimeoutAsync(5_000);
        await phases.RunAsync("RabbitMQ's UI, Overview, one tab");
        await ManagementTab.SortQueuesAsync(page);
        await phases.RunAsync("RabbitMQ's UI, Queues sorted by messages, one tab");
        await page.Context.CloseAsync();
    }

    private static async Task OwnAsync(Phases phases, Chromium chromium, CountingProxy proxy, LabBroker broker, int browsers, int settle)
    {
        await using var dashboard = await PublishedDashboard.StartAsync(broker.SettingsJson(proxy.Address));
        await dashboard.UntilReadyAsync();
        var session = await chromium.SignInAsync(dashboard);
        await OpenAsync(chromium, dashboard, session, 1);
        // The first reads of everything are dearer than what follows.
        await Task.Delay(TimeSpan.FromSeconds(settle));
        await phases.RunAsync("the dashboard, Queues sorted by messages, one browser");
        if (browsers > 1)
        {
            await OpenAsync(chromium, dashboard, session, browsers - 1);
            await phases.RunAsync($"the dashboard, the same, {browsers} browsers");
        }

        Console.WriteLine($"the dashboard's memory with {browsers} circuits: {dashboard.Figures.ResidentMiB():N0} MiB");
    }

    private static async Task OpenAsync(Chromium chromium, PublishedDashboard dashboard, string session, int count)
    {
        for (var i = 0; i < count; i++)
        {
            IPage page = await chromium.OpenListAsync(dashboard, session, "c/lab/queues?sort=-total");
            if (page.Url.Contains("sign-in", StringComparison.Ordinal))
                throw new BenchException("A browser is not signed in.");
        }
    }
}
