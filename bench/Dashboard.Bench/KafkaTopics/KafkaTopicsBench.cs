using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Bench.KafkaLag;
using Dashboard.Bench.Measuring;
using Dashboard.Brokers;
using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Kafka.Lists;
using Dashboard.Core;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Topics = Dashboard.Bench.KafkaLag.Topics;

namespace Dashboard.Bench.KafkaTopics;

/// <summary>Many topics: the first snapshot, the polls that follow, and sorts and filters of the two lists; beside kcat that reads a million messages.</summary>
internal static class KafkaTopicsBench
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private static readonly string[] TopicFilters = ["messages > 1", "name ~ 77", "partitions >= 10 and not name ~ \"topic-00\"", "retention > 1h or cleanup = compact", "internal = no and rate > 0"];

    private static readonly string[] PartitionFilters = ["high > 1", "topic ~ 77 and partition = 3", "leader = 1 and messages >= 1", "under_replicated = yes or rate > 0"];

    private static readonly string[] Searches = ["77", "topic 9", "topic-042"];

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var (topics, partitions, rounds, polls) = (options.Number("topics", 1_000), options.Number("partitions", 10), options.Number("rounds", 3), options.Number("polls", 12));
        var kafka = await LabKafka.FindAsync();
        var yardstick = new Yardstick(kafka.Bootstrap, options.Number("messages", 1_000_000));
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.Bootstrap }).Build())
        {
            await Topics.CreateAsync(admin, [.. Enumerable.Range(0, topics).Select(i => new TopicSpecification { Name = $"bench-topic-{i:D4}", NumPartitions = partitions, ReplicationFactor = 1 })]);
            await yardstick.PrepareAsync(admin);
        }

        await using var services = new ServiceCollection().AddLogging().AddBrokers().AddCore(_ => []).BuildServiceProvider();
        var queries = services.GetRequiredService<ISectionQueries>();
        Console.WriteLine($"{topics:N0} topics × {partitions} partitions; {Machine.Describe()}");
        var table = new MarkdownTable(
            "round", "load before", "K s", "connecting s", "first snapshot s", "÷ K", "settings of all s", "steady poll s, median", "p95", "median ÷ K", "own CPU a poll s", "broker CPU a poll s", "memory MiB");
        var (topicGrid, partitionGrid) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var load = Machine.LoadAverage();
            var k = await yardstick.MeasureAsync();
            await using var clients = kafka.Connect();
            var state = new ClusterState();
            await using var reader = new KafkaSnapshotReader(clients, state, new GroupsSource(clients, state, TimeProvider.System, LagWindow.Default));
            var now = DateTimeOffset.UtcNow;
            var connecting = await TimeAsync(() => LabKafka.ReadAsync(reader, "cluster", now));
            var lists = new SourceReading();
            var first = await TimeAsync(async () => lists = await LabKafka.ReadAsync(reader, "topics", now));
            var settings = await TimeAsync(() => LabKafka.ReadAsync(reader, "configs", now));
            var (steady, own, broker) = (new List<double>(), ProcessFigures.Own.CpuSeconds(), kafka.Process.CpuSeconds());
            for (var poll = 0; poll < polls; poll++)
            {
                now += Period;
                steady.Add(await TimeAsync(async () =>
                {
                    await LabKafka.ReadAsync(reader, "cluster", now);
                    lists = await LabKafka.ReadAsync(reader, "topics", now);
                    await LabKafka.ReadAsync(reader, "configs", now);
                }));
            }

            table.Add(
                round + 1, load, Math.Round(k, 2), Math.Round(connecting, 2), Math.Round(first, 2), Math.Round(first / k, 2), Math.Round(settings, 2), Math.Round(Quantiles.Median(steady), 3),
                Math.Round(Quantiles.At(steady, 0.95), 3), Math.Round(Quantiles.Median(steady) / k, 2), Math.Round((ProcessFigures.Own.CpuSeconds() - own) / polls, 3),
                Math.Round((kafka.Process.CpuSeconds() - broker) / polls, 3), Math.Round(ProcessFigures.Own.ResidentMiB()));
            Check(lists, topics, topics * partitions);
            Measure(queries, lists.Tables.Single(t => t.Definition.Id == "topics"), TopicFilters, topicGrid, isWarm: round > 0);
            Measure(queries, lists.Tables.Single(t => t.Definition.Id == "partitions"), PartitionFilters, partitionGrid, isWarm: round > 0);
        }

        table.Print();
        var grid = new MarkdownTable("sorts, filters and searches of", "times", "median", "p95", "most");
        foreach (var (name, milliseconds) in new[] { ("topics", topicGrid), ("partitions", partitionGrid) })
            grid.Add(name, milliseconds.Count, $"{Quantiles.Median(milliseconds):N1} ms", $"{Quantiles.At(milliseconds, 0.95):N1} ms", $"{milliseconds.Max():N1} ms");
        grid.Print();
        Console.WriteLine($"load afterwards {Machine.LoadAverage()}");
        return 0;
    }

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var started = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Check(SourceReading lists, int topics, int partitions)
    {
        var rows = lists.Tables.ToDictionary(t => t.Definition.Id, t => t);
        if (rows["topics"].RowCount < topics || rows["partitions"].RowCount < partitions || rows["partitions"]["high"].Coverage() < partitions)
            throw new BenchException($"{rows["topics"].RowCount} topics, {rows["partitions"].RowCount} partitions and {rows["partitions"]["high"].Coverage()} high watermarks: not all there are.");
    }

    // The first round compiles.
    private static void Measure(ISectionQueries queries, SectionTable table, string[] filters, List<double> milliseconds, bool isWarm)
    {
        var asked = table.Definition.Columns.SelectMany(c => new[] { c.Id, "-" + c.Id }).Select(sort => new GridQuery(Sorts: sort))
            .Concat(filters.Select(filter => new GridQuery(Filter: filter)))
            .Concat(Searches.Select(search => new GridQuery(Search: search)));
        foreach (var query in asked)
        {
            var started = Stopwatch.GetTimestamp();
            var view = queries.Run(table, query);
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (view.FilterError is { } mistake)
                throw new BenchException($"The filter {query.Filter} has a mistake: {mistake}");
            if (isWarm)
                milliseconds.Add(elapsed);
        }
    }
}
