using System.Diagnostics;
using Dashboard.Bench.Dashboards;
using Dashboard.Bench.Lab;
using Dashboard.Bench.Measuring;
using Dashboard.Brokers;
using Dashboard.Core;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Bench.Grid;

/// <summary>Ten thousand queues: sorting and filtering the snapshot beside the management API's own sorted page.</summary>
internal static class GridBench
{
    private const string PeerPage = "api/queues?page=1&page_size=100&sort=messages&sort_reverse=true";

    private static readonly string[] Filters =
    [
        "ready > 10", "ready > 10 and name ~ 77", "state = running or unacked > 0", "total >= 1 and not name ~ \"team-00\"", "memory > 10k", "vhost = bench and type = classic",
    ];

    private static readonly string[] Searches = ["77", "orders 9", "team-42 orders"];

    public static async Task<int> RunAsync(BenchOptions options)
    {
        using var broker = new LabBroker();
        var count = options.Number("queues", 10_000);
        await ManyQueues.EnsureAsync(broker, count);
        Console.WriteLine($"{count:N0} classic queues, RabbitMQ {broker.Version}; {Machine.Describe()}");
        var seconds = options.Number("seconds", 45);
        var alone = await AskPeerAsync(broker, options.Number("peer-pages", 10));
        var measured = await QuerySnapshotsAsync(broker, count, TimeSpan.FromSeconds(seconds));
        var table = new MarkdownTable("what", "times", "median", "p95", "most");
        Add(table, "management API, first page of 100 sorted by messages, alone", alone);
        Add(table, "the same while the dashboard reads", measured.Peer);
        Add(table, "dashboard, each sort up and down over each column", measured.Sorts);
        Add(table, "dashboard, filters and searches", measured.Filters);
        table.Print();
        var own = Quantiles.At([.. measured.Sorts, .. measured.Filters], 0.95);
        Console.WriteLine($"sorts and filters, p95: {own:N1} ms; the management API's median is {Quantiles.Median(alone) / own:N0}× that, its p95 {Quantiles.At(alone, 0.95) / own:N0}×");
        Console.WriteLine($"age of the queue snapshot over {seconds} s, seen each 50 ms: p95 {Quantiles.At(measured.Ages, 0.95):N1} s, most {measured.Ages.Max():N1} s");
        Console.WriteLine($"load afterwards {Machine.LoadAverage()}");
        return 0;
    }

    /// <summary>Memory of the published dashboard that reads the same broker, with one list open.</summary>
    public static async Task<int> MemoryAsync(BenchOptions options)
    {
        using var broker = new LabBroker();
        await ManyQueues.EnsureAsync(broker, options.Number("queues", 10_000));
        Console.WriteLine($"RabbitMQ {broker.Version}; {Machine.Describe()}");
        await using var dashboard = await PublishedDashboard.StartAsync(broker.SettingsJson());
        await dashboard.UntilReadyAsync();
        await using var chromium = await Chromium.StartAsync();
        await chromium.OpenListAsync(dashboard, await chromium.SignInAsync(dashboard), "c/lab/queues");
        var table = new MarkdownTable("after", "resident", "most so far", "CPU since the last line");
        var cpu = dashboard.Figures.CpuSeconds();
        const int Step = 20;
        for (var after = Step; after <= options.Number("seconds", 160); after += Step)
        {
            await Task.Delay(TimeSpan.FromSeconds(Step));
            var now = dashboard.Figures.CpuSeconds();
            table.Add($"{after} s", $"{dashboard.Figures.ResidentMiB():N0} MiB", $"{dashboard.Figures.PeakResidentMiB():N0} MiB", $"{(now - cpu) / Step:P0} of a core");
            cpu = now;
        }

        table.Print();
        return 0;
    }

    private static void Add(MarkdownTable table, string what, IReadOnlyCollection<double> milliseconds)
        => table.Add(what, milliseconds.Count, $"{Quantiles.Median(milliseconds):N1} ms", $"{Quantiles.At(milliseconds, 0.95):N1} ms", $"{milliseconds.Max():N1} ms");

    private static async Task<List<double>> AskPeerAsync(LabBroker broker, int times)
    {
        var milliseconds = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.StartNew();
            await broker.Management.GetStringAsync(PeerPage);
            milliseconds.Add(watch.Elapsed.TotalMilliseconds);
        }

        return milliseconds;
    }

    private static async Task<(List<double> Sorts, List<double> Filters, List<double> Ages, List<double> Peer)> QuerySnapshotsAsync(LabBroker broker, int count, TimeSpan length)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        services.AddBrokers();
        services.AddCore(_ => [broker.Settings()]);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<Collector>().StartAsync(CancellationToken.None);
        var store = provider.GetRequiredService<ISnapshotStore>();
        var queries = provider.GetRequiredService<ISectionQueries>();
        var latest = await WarmUpAsync(store, queries, count);

        var (sorts, filters, ages) = (new List<double>(), new List<double>(), new List<double>());
        var peer = Task.Run(() => AskPeerAsync(broker, 5));
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < length)
        {
            await Task.Delay(50);
            var table = Queues(store)!;
            ages.Add((DateTimeOffset.UtcNow - table.ReadAt).TotalSeconds);
            if (ReferenceEquals(table, latest))
                continue;
            // A new table: no answer to it is known yet.
            latest = table;
            Measure(queries, table, sorts, filters);
        }

        return (sorts, filters, ages, await peer);
    }

    private static void Measure(ISectionQueries queries, SectionTable table, List<double> sorts, List<double> filters)
    {
        foreach (var column in table.Definition.Columns)
        {
            sorts.Add(Time(queries, table, new GridQuery(Sorts: column.Id)));
            sorts.Add(Time(queries, table, new GridQuery(Sorts: "-" + column.Id)));
        }

        foreach (var filter in Filters)
            filters.Add(Time(queries, table, new GridQuery(Filter: filter, Sorts: "-ready")));
        foreach (var search in Searches)
            filters.Add(Time(queries, table, new GridQuery(Search: search, Sorts: "-ready")));
    }

    private static double Time(ISectionQueries queries, SectionTable table, GridQuery query)
    {
        var watch = Stopwatch.StartNew();
        var view = queries.Run(table, query);
        var elapsed = watch.Elapsed.TotalMilliseconds;
        return view.FilterError is null ? elapsed : throw new BenchException($"The filter {query.Filter} has a mistake: {view.FilterError}");
    }

    private static async Task<SectionTable> WarmUpAsync(ISnapshotStore store, ISectionQueries queries, int count)
    {
        SectionTable? seen = null;
        var tables = 0;
        var watch = Stopwatch.StartNew();
        while (tables < 3)
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(2))
                throw new BenchException($"The queues were not read: {seen?.RowCount} of {count}.");
            await Task.Delay(50);
            if (Queues(store) is not { } table || table.RowCount < count || ReferenceEquals(table, seen))
                continue;
            seen = table;
            tables++;
            Measure(queries, table, [], []);
        }

        return seen!;
    }

    private static SectionTable? Queues(ISnapshotStore store) => store.Find(new ConnectionId("lab"))?.Section("queues")?.Table;
}
