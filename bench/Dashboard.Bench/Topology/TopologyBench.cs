using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dashboard.Bench.Dashboards;
using Dashboard.Bench.Lab;
using Dashboard.Bench.Measuring;
using Microsoft.Playwright;

namespace Dashboard.Bench.Topology;

/// <summary>A graph of a thousand nodes in a real page: how long it takes to lay out, and what each frame takes while it is moved and kept up to date.</summary>
internal static class TopologyBench
{
    /// <summary>Notes the time between frames and tasks of more than 50 ms, from <c>begin</c> to <c>end</c>.</summary>
    private const string Observe =
        """
        window.bench = { frames: [], tasks: [], on: false };
        new PerformanceObserver(list => { if (window.bench.on) window.bench.tasks.push(...list.getEntries().map(e => e.duration)); }).observe({ type: 'longtask' });
        (() => { let last = 0; const frame = at => { if (window.bench.on && last) window.bench.frames.push(at - last); last = at; requestAnimationFrame(frame); }; requestAnimationFrame(frame); })();
        """;

    /// <summary>New figures on every node and edge, as the server sends them when all of them changed.</summary>
    private const string UpdateAll =
        """
        async round => {
          const topology = await import('/js/topology.js');
          const { cy } = topology.inspect();
          const changes = [...cy.nodes().map(n => ({ id: n.id(), text: n.data('text').split('\n')[0] + `\n${round} msgs` })), ...cy.edges().map(e => ({ id: e.id(), width: 1 + round % 3 }))];
          const begun = performance.now();
          topology.update(document.querySelector('[data-topology]').dataset.topology, changes);
          return performance.now() - begun;
        }
        """;

    public static async Task<int> RunAsync(BenchOptions options)
    {
        using var broker = new LabBroker();
        var nodes = options.Number("nodes", 1_000);
        await ManyRoutes.EnsureAsync(broker, nodes);
        Console.WriteLine($"{nodes:N0} nodes, RabbitMQ {broker.Version}; {Machine.Describe()}");
        await using var dashboard = await PublishedDashboard.StartAsync(broker.SettingsJson());
        await dashboard.UntilReadyAsync();
        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.OpenAsync(await chromium.SignInAsync(dashboard), Observe);

        var watch = Stopwatch.StartNew();
        await page.GotoAsync(new Uri(dashboard.Address, $"c/lab/topology?scope={ManyRoutes.VirtualHost}").AbsoluteUri);
        await BeginAsync(page);
        await page.WaitForSelectorAsync("[data-layout=done]", new() { Timeout = 120_000 });
        var untilDrawn = watch.Elapsed;
        var size = await page.EvaluateAsync<JsonElement>("async () => { const { inspect } = await import('/js/topology.js'); const g = inspect(); return { nodes: g.nodes, edges: g.edges, took: +document.querySelector('[data-layout]').dataset.layoutMilliseconds }; }");
        Console.WriteLine($"drawn: {size.GetProperty("nodes")} nodes and {size.GetProperty("edges")} edges; navigation to the graph {untilDrawn.TotalMilliseconds:N0} ms, of it the layout in the worker {size.GetProperty("took")} ms; load {Machine.LoadAverage()}");

        var table = new MarkdownTable("what", "frames", "median", "p95", "longest", "tasks over 50 ms", "longest", "load");
        table.Add([.. await EndAsync(page, "while it is laid out")]);
        await MeasureAsync(page, table, "untouched", () => page.WaitForTimeoutAsync(3_000));
        await MeasureAsync(page, table, "moved, the whole graph in sight", () => PanAsync(page));
        await MeasureAsync(page, table, "zoomed in and out", () => ZoomAsync(page));
        await page.EvaluateAsync("async () => { const { inspect } = await import('/js/topology.js'); const { cy } = inspect(); cy.zoom(0.9); cy.center(cy.nodes()[0]); }");
        await MeasureAsync(page, table, "moved, names readable", () => PanAsync(page));
        var updates = new List<double>();
        await MeasureAsync(page, table, "every figure new each second", async () =>
        {
            for (var round = 1; round <= 8; round++)
            {
                updates.Add(await page.EvaluateAsync<double>(UpdateAll, round));
                await page.WaitForTimeoutAsync(1_000);
            }
        });
        table.Print();
        Console.WriteLine($"taking in new figures for all: median {Quantiles.Median(updates):N0} ms, most {updates.Max():N0} ms; load afterwards {Machine.LoadAverage()}");
        return 0;
    }

    private static async Task MeasureAsync(IPage page, MarkdownTable table, string what, Func<Task> act)
    {
        await BeginAsync(page);
        await act();
        table.Add([.. await EndAsync(page, what)]);
    }

    private static Task BeginAsync(IPage page) => page.EvaluateAsync("Object.assign(window.bench, { frames: [], tasks: [], on: true }) && null");

    private static async Task<IReadOnlyList<object>> EndAsync(IPage page, string what)
    {
        var noted = await page.EvaluateAsync<JsonElement>("(window.bench.on = false, { frames: window.bench.frames, tasks: window.bench.tasks })");
        var frames = Numbers(noted, "frames");
        var tasks = Numbers(noted, "tasks");
        if (frames.Count == 0)
            throw new BenchException($"Not one frame was drawn: {what}.");
        return
        [
            what, frames.Count, Words(Quantiles.Median(frames)), Words(Quantiles.At(frames, 0.95)), Words(frames.Max()), tasks.Count, tasks.Count == 0 ? "" : Words(tasks.Max()), Machine.LoadAverage(),
        ];
    }

    private static async Task PanAsync(IPage page)
    {
        var box = await page.Locator("[data-layout]").BoundingBoxAsync() ?? throw new BenchException("The graph is not there.");
        var (x, y) = (box.X + (box.Width / 2), box.Y + box.Height - 12);
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        for (var step = 0; step < 60; step++)
            await page.Mouse.MoveAsync(x + (200 * (float)Math.Sin(step / 6.0)), y - (step * 4));
        await page.Mouse.UpAsync();
    }

    private static async Task ZoomAsync(IPage page)
    {
        var box = await page.Locator("[data-layout]").BoundingBoxAsync() ?? throw new BenchException("The graph is not there.");
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        for (var step = 0; step < 40; step++)
            await page.Mouse.WheelAsync(0, step < 20 ? -120 : 120);
    }

    private static List<double> Numbers(JsonElement noted, string name) => [.. noted.GetProperty(name).EnumerateArray().Select(one => one.GetDouble())];

    private static string Words(double milliseconds) => $"{milliseconds.ToString("N0", CultureInfo.InvariantCulture)} ms";
}
