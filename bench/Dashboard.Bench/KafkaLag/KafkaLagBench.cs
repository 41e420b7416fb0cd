using System.Diagnostics;
using Confluent.Kafka;
using Dashboard.Bench.Measuring;
using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Kafka.Lists;

namespace Dashboard.Bench.KafkaLag;

/// <summary>A whole cycle of the lag of many groups, beside kcat that reads a million messages.</summary>
internal static class KafkaLagBench
{
    public static async Task<int> RunAsync(BenchOptions options)
    {
        var (groups, partitions, rounds) = (options.Number("groups", 2_000), options.Number("partitions", 100), options.Number("rounds", 5));
        var kafka = await LabKafka.FindAsync();
        var yardstick = new Yardstick(kafka.Bootstrap, options.Number("messages", 1_000_000));
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.Bootstrap }).Build())
        {
            await LagScene.PrepareAsync(admin, kafka.Bootstrap, groups, partitions);
            await yardstick.PrepareAsync(admin);
        }

        await using var clients = kafka.Connect();
        var requests = new RequestCounts(clients);
        var state = new ClusterState();
        await using var reader = new KafkaSnapshotReader(clients, state, new GroupsSource(clients, state, TimeProvider.System, LagWindow.Default));
        await LabKafka.ReadAsync(reader, "cluster");
        await LabKafka.ReadAsync(reader, "topics");
        Console.WriteLine(Machine.Describe());
        var table = new MarkdownTable("round", "load before", "K s", "cycle s", "cycle ÷ K", "broker CPU s", "own CPU s", "requests", "most of them", "rows", "memory MiB");
        for (var round = 0; round < rounds; round++)
        {
            var load = Machine.LoadAverage();
            var k = await yardstick.MeasureAsync();
            var sentBefore = await requests.NowAsync();
            var (brokerBefore, ownBefore) = (kafka.Process.CpuSeconds(), ProcessFigures.Own.CpuSeconds());
            var started = Stopwatch.GetTimestamp();
            var reading = await LabKafka.ReadAsync(reader, "groups");
            var cycle = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var (broker, own) = (kafka.Process.CpuSeconds() - brokerBefore, ProcessFigures.Own.CpuSeconds() - ownBefore);
            var sent = (await requests.NowAsync()).ToDictionary(r => r.Key, r => r.Value - sentBefore.GetValueOrDefault(r.Key));
            var rows = reading.Tables.Single(t => t.Definition.Id == "offsets").RowCount;
            if (rows < groups * partitions)
                throw new BenchException($"{rows} rows instead of {groups * partitions} or more.");
            var most = sent.Where(r => r.Value > 0).OrderByDescending(r => r.Value).Take(5).Select(r => $"{r.Key} {r.Value}");
            table.Add(
                round + 1, load, Math.Round(k, 2), Math.Round(cycle, 2), Math.Round(cycle / k, 2), Math.Round(broker, 2), Math.Round(own, 2), sent.Values.Sum(), string.Join(", ", most), rows,
                Math.Round(ProcessFigures.Own.ResidentMiB()));
        }

        table.Print();
        return 0;
    }
}
