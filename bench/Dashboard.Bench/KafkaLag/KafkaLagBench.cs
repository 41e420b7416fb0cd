using System.Diagnostics;
using System.Globalization;
using Dashboard.Bench.Measuring;
using Dashboard.Brokers.Kafka;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Kafka.Lists;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Bench.KafkaLag;

/// <summary>A whole cycle of the lag of many groups, beside kcat that reads a million messages.</summary>
internal static class KafkaLagBench
{
    private const string LagTopic = "bench-lag";
    private const string MessagesTopic = "bench-messages";
    private const int MessageTopicPartitions = 6;

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var (groups, partitions, rounds, messages) = (options.Number("groups", 2_000), options.Number("partitions", 100), options.Number("rounds", 5), options.Number("messages", 1_000_000));
        var lab = Environment.GetEnvironmentVariable("LAB_DIR") ?? throw new BenchException("LAB_DIR is not set: start with bench/run.");
        var variables = (await File.ReadAllLinesAsync(Path.Combine(lab, "kafka", "env"))).Select(l => l.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1].Trim('\'', '"'));
        var bootstrap = variables["LAB_KAFKA_BOOTSTRAP"];
        var broker = new ProcessFigures(int.Parse((await File.ReadAllTextAsync(Path.Combine(lab, "kafka", "node1", "pid"))).Split(' ')[0], CultureInfo.InvariantCulture));
        await LagScene.PrepareAsync(bootstrap, LagTopic, groups, partitions, MessagesTopic, MessageTopicPartitions, messages);

        await using var clients = Clients(bootstrap);
        var state = new ClusterState();
        await using var reader = new KafkaSnapshotReader(clients, state, new GroupsSource(clients, state, TimeProvider.System, LagWindow.Default));
        await ReadAsync(reader, "cluster");
        await ReadAsync(reader, "topics");
        Console.WriteLine(Machine.Describe());
        var table = new MarkdownTable("round", "load before", "K s", "cycle s", "cycle ÷ K", "broker CPU s", "own CPU s", "admin calls", "rows", "memory MiB");
        for (var round = 0; round < rounds; round++)
        {
            var load = Machine.LoadAverage();
            var k = await KcatAsync(bootstrap);
            var (brokerBefore, ownBefore, callsBefore) = (broker.CpuSeconds(), ProcessFigures.Own.CpuSeconds(), clients.AdminCalls);
            var started = Stopwatch.GetTimestamp();
            var reading = await ReadAsync(reader, "groups");
            var cycle = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var rows = reading.Tables.Single(t => t.Definition.Id == "offsets").RowCount;
            if (rows < groups * partitions)
                throw new BenchException($"{rows} rows instead of {groups * partitions} or more.");
            table.Add(
                round + 1, load, Math.Round(k, 2), Math.Round(cycle, 2), Math.Round(cycle / k, 2), Math.Round(broker.CpuSeconds() - brokerBefore, 2),
                Math.Round(ProcessFigures.Own.CpuSeconds() - ownBefore, 2), clients.AdminCalls - callsBefore, rows, Math.Round(ProcessFigures.Own.ResidentMiB()));
            await Task.Delay(TimeSpan.FromSeconds(2));
        }

        table.Print();
        return 0;
    }

    private static KafkaClients Clients(string bootstrap)
    {
        var values = new Dictionary<string, string?> { ["BootstrapServers:0"] = bootstrap };
        var info = new ConnectionInfo(new ConnectionId("bench"), "Bench", new BrokerKind("kafka"), new EnvironmentTag("test"), IsReadOnly: true);
        return new KafkaClients(KafkaSettings.From(new ConnectionSettings(info, values, "Bench")), info, NullLoggerFactory.Instance, TimeProvider.System);
    }

    private static Task<SourceReading> ReadAsync(ISnapshotReader reader, string source)
        => reader.Sources.Single(s => s.Id == source).ReadAsync(new SourceContext(DateTimeOffset.UtcNow, new Dictionary<string, IReadOnlyCollection<RowKey>>()), CancellationToken.None);

    /// <summary>Seconds that kcat takes to read the million messages and throw them away.</summary>
    private static async Task<double> KcatAsync(string bootstrap)
    {
        var started = Stopwatch.GetTimestamp();
        using var kcat = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec timeout 300 kcat -b {bootstrap} -C -e -q -t {MessagesTopic} > /dev/null"]))!;
        await kcat.WaitForExitAsync();
        return kcat.ExitCode == 0 ? Stopwatch.GetElapsedTime(started).TotalSeconds : throw new BenchException($"kcat ended with {kcat.ExitCode}.");
    }
}
