using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Bench.Measuring;

namespace Dashboard.Bench.KafkaReplay;

/// <summary>Topic → topic: the dashboard's engine beside a bare consume-and-produce loop of the same client library, and beside <c>kcat -C | kcat -P</c>.</summary>
internal static class KafkaReplayBench
{
    private const string Source = "bench-replay-source";

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var messages = options.Number("messages", 1_000_000);
        var bytes = options.Number("bytes", 1024);
        var rounds = options.Number("rounds", 3);
        var partitions = options.Number("partitions", 6);
        var contenders = options.Text("contenders", "engine,bare,kcat").Split(',');
        var servers = BootstrapServers();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers }).Build();
        await SeedAsync(admin, servers, messages, bytes, partitions);
        Console.WriteLine($"{messages:N0} messages of {bytes:N0} bytes, {partitions} partitions; {Machine.Describe()}");
        var table = new MarkdownTable("round", "contender", "messages/s", "own CPU", "memory", "load before");
        var rates = contenders.ToDictionary(name => name, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var name = contenders[(i + round) % contenders.Length];
                var target = $"bench-replay-{Guid.NewGuid():N}";
                await admin.CreateTopicsAsync([new TopicSpecification { Name = target, NumPartitions = partitions, ReplicationFactor = 1 }]);
                await Task.Delay(TimeSpan.FromSeconds(2));
                var load = Machine.LoadAverage();
                var result = await RunAsync(name, servers, target, messages);
                var arrived = Count(servers, target, partitions);
                if (arrived != messages)
                    throw new BenchException($"{name}: {arrived:N0} of {messages:N0} arrived.");
                await admin.DeleteTopicsAsync([target]);
                var rate = messages / result.Seconds;
                rates[name].Add(rate);
                table.Add(round + 1, name, $"{rate:N0}", $"{result.CpuSeconds:N1} s", result.PeakMiB == 0 ? "" : $"{result.PeakMiB:N0} MiB", load);
                Console.Error.WriteLine($"{round + 1} {name} {rate:N0}/s, {result.CpuSeconds:N1} s CPU, load {load}");
            }
        }

        table.Print();
        var own = Quantiles.Median(rates[contenders[0]]);
        foreach (var name in contenders)
            Console.WriteLine($"{name}: median {Quantiles.Median(rates[name]):N0} messages/s; {contenders[0]} is {own / Quantiles.Median(rates[name]):N2}× that");
        return 0;
    }

    /// <summary>Where <c>lab/up kafka</c> of this <c>LAB_DIR</c> listens.</summary>
    public static string BootstrapServers()
    {
        var file = Path.Combine(Environment.GetEnvironmentVariable("LAB_DIR") ?? throw new BenchException("LAB_DIR is not set: use bench/run."), "kafka", "env");
        return File.ReadLines(file).First(line => line.StartsWith("LAB_KAFKA_BOOTSTRAP=", StringComparison.Ordinal)).Split('=', 2)[1].Trim('\'', '"');
    }

    private static async Task<KafkaContenderResult> RunAsync(string name, string servers, string target, int messages)
    {
        if (name == "kcat")
        {
            // Keys go along; kcat has no way to take headers over.
            var watch = Stopwatch.StartNew();
            using var shell = Process.Start("/bin/sh", ["-c", $"kcat -C -b {servers} -t {Source} -e -q -o beginning -K '|' | kcat -P -b {servers} -t {target} -K '|'"]);
            await shell.WaitForExitAsync();
            return shell.ExitCode == 0
                ? new KafkaContenderResult(watch.Elapsed.TotalSeconds, 0, 0)
                : throw new BenchException("kcat failed.");
        }

        return await KafkaContender.StartAsync(name, Source, target, messages);
    }

    private static async Task SeedAsync(IAdminClient admin, string servers, int messages, int bytes, int partitions)
    {
        try
        {
            await admin.CreateTopicsAsync([new TopicSpecification { Name = Source, NumPartitions = partitions, ReplicationFactor = 1 }]);
        }
        catch (CreateTopicsException exists) when (exists.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
        {
            if (Count(servers, Source, partitions) == messages)
                return;
            throw new BenchException($"{Source} has another number of messages: delete it first.");
        }

        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = servers, LingerMs = 50, QueueBufferingMaxMessages = 100_000 }).Build();
        var random = new Random(1);
        for (var i = 0; i < messages; i++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $$"""{"order": {{i}}, "customer": "c-{{random.Next(100_000)}}", "note": " """);
            var body = System.Text.Encoding.UTF8.GetBytes((text + Convert.ToHexString(BitConverter.GetBytes(random.NextInt64()))).PadRight(bytes - 2, 'x') + "\"}");
            while (true)
            {
                try
                {
                    producer.Produce(Source, new Message<byte[], byte[]> { Key = System.Text.Encoding.UTF8.GetBytes($"key-{i}"), Value = body });
                    break;
                }
                catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Poll(TimeSpan.FromMilliseconds(50));
                }
            }
        }

        producer.Flush(TimeSpan.FromMinutes(2));
    }

    private static long Count(string servers, string topic, int partitions)
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = servers, GroupId = "bench-count" }).Build();
        return Enumerable.Range(0, partitions).Sum(partition =>
        {
            var marks = consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), TimeSpan.FromSeconds(20));
            return marks.High.Value - marks.Low.Value;
        });
    }
}
