using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Bench.Measuring;

namespace Dashboard.Bench.KafkaReplay;

/// <summary>Topic → topic: the dashboard's engine beside a bare consume-and-produce loop of the same client library, and beside <c>kcat -C | kcat -P</c>.</summary>
internal static class KafkaReplayBench
{
    public static async Task<int> RunAsync(BenchOptions options)
    {
        var messages = options.Number("messages", 1_000_000);
        var bytes = options.Number("bytes", 1024);
        var rounds = options.Number("rounds", 3);
        var partitions = options.Number("partitions", 6);
        var contenders = options.Text("contenders", "engine,bare,kcat").Split(',');
        var servers = BootstrapServers();
        var warm = options.Number("warm", 50_000);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers }).Build();
        var source = await SeedAsync(admin, servers, messages, bytes, partitions);
        var warmSource = warm > 0 ? await SeedAsync(admin, servers, warm, bytes, partitions) : null;
        Console.WriteLine($"{messages:N0} messages of {bytes:N0} bytes, {partitions} partitions, after {warm:N0} to warm up; {Machine.Describe()}");
        var table = new MarkdownTable("round", "contender", "messages/s", "own CPU", "memory", "allocated; collections; pauses", "load before");
        var rates = contenders.ToDictionary(name => name, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var name = contenders[(i + round) % contenders.Length];
                var target = $"bench-replay-{Guid.NewGuid():N}";
                var targets = warmSource is null ? [target] : new[] { target, target + "-warm" };
                await admin.CreateTopicsAsync(targets.Select(topic => new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1 }));
                await Task.Delay(TimeSpan.FromSeconds(2));
                var load = Machine.LoadAverage();
                var result = await RunAsync(name, servers, new KafkaWork(source, target, messages), warmSource is null ? null : new KafkaWork(warmSource, targets[1], warm));
                var arrived = Count(servers, target, partitions);
                if (arrived != messages)
                    throw new BenchException($"{name}: {arrived:N0} of {messages:N0} arrived.");
                await admin.DeleteTopicsAsync(targets);
                var rate = messages / result.Seconds;
                rates[name].Add(rate);
                table.Add(round + 1, name, $"{rate:N0}", $"{result.CpuSeconds:N1} s", result.PeakMiB == 0 ? "" : $"{result.PeakMiB:N0} MiB", result.Garbage, load);
                Console.Error.WriteLine($"{round + 1} {name} {rate:N0}/s, {result.CpuSeconds:N1} s CPU, {result.Garbage}, load {load}");
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

    private static async Task<KafkaContenderResult> RunAsync(string name, string servers, KafkaWork work, KafkaWork? warmUp)
    {
        if (name == "kcat")
        {
            // Keys go along; kcat has no way to take headers over.
            var watch = Stopwatch.StartNew();
            using var shell = Process.Start("/bin/sh", ["-c", $"kcat -C -b {servers} -t {work.Source} -e -q -o beginning -K '|' | kcat -P -b {servers} -t {work.Target} -K '|'"]);
            await shell.WaitForExitAsync();
            return shell.ExitCode == 0
                ? new KafkaContenderResult(watch.Elapsed.TotalSeconds, 0, 0, Garbage.None)
                : throw new BenchException("kcat failed.");
        }

        return await KafkaContender.StartAsync(name, work, warmUp);
    }

    /// <summary>The name of a topic with so many messages; it stays for the next run.</summary>
    private static async Task<string> SeedAsync(IAdminClient admin, string servers, int messages, int bytes, int partitions)
    {
        var source = $"bench-replay-{messages}x{bytes}";
        try
        {
            await admin.CreateTopicsAsync([new TopicSpecification { Name = source, NumPartitions = partitions, ReplicationFactor = 1 }]);
        }
        catch (CreateTopicsException exists) when (exists.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
        {
            if (Count(servers, source, partitions) == messages)
                return source;
            throw new BenchException($"{source} has another number of messages: delete it first.");
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
                    producer.Produce(source, new Message<byte[], byte[]> { Key = System.Text.Encoding.UTF8.GetBytes($"key-{i}"), Value = body });
                    break;
                }
                catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Poll(TimeSpan.FromMilliseconds(50));
                }
            }
        }

        producer.Flush(TimeSpan.FromMinutes(2));
        return source;
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
