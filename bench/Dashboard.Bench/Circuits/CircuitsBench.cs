using System.Text.Json.Nodes;
using Dashboard.Bench.Dashboards;
using Dashboard.Bench.Measuring;

namespace Dashboard.Bench.Circuits;

/// <summary>What one open list of 10,000 rows costs the dashboard when every row changes each second.</summary>
internal static class CircuitsBench
{
    public static async Task<int> RunAsync(BenchOptions options)
    {
        var circuits = options.Number("circuits", 20);
        var seconds = options.Number("seconds", 60);
        var soak = options.Number("soak", 600);
        var server = options.Text("gc", "") switch { "server" => "1", "workstation" => "0", _ => null };
        Console.WriteLine($"10,000 rows anew each second, {circuits} Chromium pages, collector: {options.Text("gc", "as published")}; {Machine.Describe()}");
        var heapFile = Path.Combine(Path.GetTempPath(), $"dashboard-bench-heap-{Environment.ProcessId}");
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(CircuitsBench).Assembly.Location,
            ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(CircuitsBench).Assembly.GetName().Name!,
            [HeapMeter.FileVariable] = heapFile,
            [SyntheticReader.HistoryVariable] = options.Text("history", "yes"),
        };
        if (server is not null)
            environment["DOTNET_gcServer"] = server;
        await using var dashboard = await PublishedDashboard.StartAsync(new JsonObject { ["Id"] = "bench", ["Name"] = "Bench", ["Kind"] = "synthetic" }, environment);
        await dashboard.UntilReadyAsync();
        await using var chromium = await Chromium.StartAsync();
        var session = await chromium.SignInAsync(dashboard);
        // Code is compiled, and the history has its first points, before anything is counted.
        var first = await chromium.OpenListAsync(dashboard, session, "c/bench/queues");
        await Task.Delay(TimeSpan.FromSeconds(options.Number("warm", 60)));
        await first.Context.CloseAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));

        var table = new MarkdownTable("circuits", "CPU", "each", "heap after a collection", "each", "resident", "load");
        var (noCpu, noHeap) = (await CpuAsync(dashboard, seconds), await HeapMeter.AskMiBAsync(heapFile));
        table.Add(0, $"{noCpu:P1} of a core", "", $"{noHeap:N1} MiB", "", $"{dashboard.Figures.ResidentMiB():N0} MiB", Machine.LoadAverage());
        for (var i = 0; i < circuits; i++)
            await chromium.OpenListAsync(dashboard, session, "c/bench/queues");
        await Task.Delay(TimeSpan.FromSeconds(10));
        var (cpu, heap) = (await CpuAsync(dashboard, seconds), await HeapMeter.AskMiBAsync(heapFile));
        table.Add(circuits, $"{cpu:P1} of a core", $"{(cpu - noCpu) / circuits:P2}", $"{heap:N1} MiB", $"{(heap - noHeap) / circuits:N2} MiB", $"{dashboard.Figures.ResidentMiB():N0} MiB", Machine.LoadAverage());
        table.Print();
        await SoakAsync(dashboard, soak, heapFile);
        File.Delete(heapFile);
        return 0;
    }

    private static async Task<double> CpuAsync(PublishedDashboard dashboard, int seconds)
    {
        var before = dashboard.Figures.CpuSeconds();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        return (dashboard.Figures.CpuSeconds() - before) / seconds;
    }

    private static async Task SoakAsync(PublishedDashboard dashboard, int seconds, string heapFile)
    {
        if (seconds == 0)
            return;
        var table = new MarkdownTable("after", "resident", "most so far");
        for (var after = 60; after <= seconds; after += 60)
        {
            await Task.Delay(TimeSpan.FromMinutes(1));
            table.Add($"{after / 60} min", $"{dashboard.Figures.ResidentMiB():N0} MiB", $"{dashboard.Figures.PeakResidentMiB():N0} MiB");
        }

        table.Print();
        Console.WriteLine($"heap at the end, after a collection: {await HeapMeter.AskMiBAsync(heapFile):N1} MiB");
    }
}
