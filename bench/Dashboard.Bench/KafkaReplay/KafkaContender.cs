using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using Dashboard.Bench.Measuring;
using Dashboard.Brokers;
using Dashboard.Core;
using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Web.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Bench.KafkaReplay;

/// <summary>One contender in a process of its own.</summary>
internal static class KafkaContender
{
    public const string Command = "kafka-replay-contender";

    /// <param name="name">Which one.</param>
    /// <param name="work">What is measured.</param>
    /// <param name="warmUp">What it does first; null for nothing.</param>
    public static async Task<KafkaContenderResult> StartAsync(string name, KafkaWork work, KafkaWork? warmUp)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        string[] arguments = [Command, "--name", name, "--work", JsonSerializer.Serialize(work), "--warm-up", JsonSerializer.Serialize(warmUp)];
        foreach (var argument in Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(KafkaContender).Assembly.Location, .. arguments] : arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<KafkaContenderResult>(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!
            : throw new BenchException($"{name} failed: {output}");
    }

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var (name, work) = (options.Required("name"), JsonSerializer.Deserialize<KafkaWork>(options.Required("work"))!);
        if (JsonSerializer.Deserialize<KafkaWork?>(options.Required("warm-up")) is { } warmUp)
            _ = name == "engine" ? await EngineAsync(warmUp) : Bare(warmUp);
        var peak = 0.0;
        using var sampling = new Timer(_ => peak = Math.Max(peak, ProcessFigures.Own.ResidentMiB()), null, 0, 250);
        var before = Garbage.Now();
        var (seconds, cpu) = name == "engine" ? await EngineAsync(work) : Bare(work);
        Console.WriteLine(JsonSerializer.Serialize(new KafkaContenderResult(seconds, cpu, peak, Garbage.Now().Since(before))));
        return 0;
    }

    /// <summary>
    /// The least that loses nothing: consume, produce with an idempotent producer, wait for every report. No record of anything. Set up as well as Confluent.Kafka
    /// can be: it makes nothing that is not used.
    /// </summary>
    private static (double Seconds, double Cpu) Bare(KafkaWork work)
    {
        var (source, target, messages) = work;
        var servers = KafkaReplayBench.BootstrapServers();
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = servers,
            GroupId = "bench-bare",
            EnableAutoCommit = false,
            FetchQueueBackoffMs = 10,
            QueuedMinMessages = 100_000,
            MaxPartitionFetchBytes = 8 * 1024 * 1024,
            ConsumeResultFields = "headers",
        }).Build();
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig
        {
            BootstrapServers = servers,
            EnableIdempotence = true,
            Acks = Acks.All,
            DeliveryReportFields = "none",
        }).Build();
        var partitions = new DependentAdminClientBuilder(producer.Handle).Build().GetMetadata(source, TimeSpan.FromSeconds(20)).Topics[0].Partitions.Count;
        var watch = Stopwatch.StartNew();
        var cpu = ProcessFigures.Own.CpuSeconds();
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(source, partition, Offset.Beginning)));
        var reported = 0;
        Action<DeliveryReport<byte[]?, byte[]?>> onReport = report =>
        {
            if (report.Error.IsError)
                throw new BenchException(report.Error.Reason);
            Interlocked.Increment(ref reported);
        };
        for (var i = 0; i < messages; i++)
        {
            var read = consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new BenchException("Nothing came.");
            while (true)
            {
                try
                {
                    producer.Produce(target, new Message<byte[]?, byte[]?> { Key = read.Message.Key, Value = read.Message.Value, Headers = read.Message.Headers }, onReport);
                    break;
                }
                catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
                {
                    Thread.Sleep(5);
                }
            }
        }

        producer.Flush(TimeSpan.FromMinutes(2));
        return Volatile.Read(ref reported) == messages
            ? (watch.Elapsed.TotalSeconds, ProcessFigures.Own.CpuSeconds() - cpu)
            : throw new BenchException($"{reported} of {messages} were reported.");
    }

    /// <summary>The dashboard's engine with its real storage: plan, job, a full ledger on the disk.</summary>
    private static async Task<(double Seconds, double Cpu)> EngineAsync(KafkaWork work)
    {
        var (source, target, messages) = work;
        var id = new ConnectionId("lab");
        var folder = Directory.CreateDirectory(Path.Combine(Environment.GetEnvironmentVariable("LAB_DIR")!, "bench-data", Guid.NewGuid().ToString("N")));
        var settings = new ConnectionSettings(
            new ConnectionInfo(id, "Lab", new BrokerKind("kafka"), new EnvironmentTag("test"), IsReadOnly: false),
            new Dictionary<string, string?> { ["BootstrapServers:0"] = KafkaReplayBench.BootstrapServers().Split(',')[0] },
            "bench");
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        services.AddBrokers();
        services.AddCore(_ => [settings]);
        services.AddOperations();
        services.AddSqliteStorage(folder.FullName);
        services.AddSingleton<IAccountDirectory>(new Everybody());
        await using var built = services.BuildServiceProvider();
        var actor = new Actor("bench", Role.Operator);
        var operations = built.GetRequiredService<IOperations>();
        var plan = await operations.PlanAsync(
            actor,
            new OperationIntent
            {
                Kind = OperationKind.Move,
                Connection = id,
                Source = new DestinationRef(id, "topic", "", source),
                Target = new FixedTarget(new PublishAddress(new DestinationRef(id, "topic", "", target))),
            },
            CancellationToken.None);
        var watch = Stopwatch.StartNew();
        var cpu = ProcessFigures.Own.CpuSeconds();
        var job = await operations.SubmitAsync(actor, plan.PlanId, plan.MustType, null, CancellationToken.None);
        var board = built.GetRequiredService<IJobBoard>();
        long version = 0;
        while (true)
        {
            var now = await board.FindAsync(job.Id, CancellationToken.None);
            if (now is { IsEnded: true })
            {
                if (now.State != JobState.Succeeded || now.Accounting.Delivered != messages)
                    throw new BenchException($"The job ended {now.State} with {now.Accounting}: {now.Reason}");
                break;
            }

            version = await board.WaitForChangeAsync(version, CancellationToken.None);
        }

        var result = (watch.Elapsed.TotalSeconds, ProcessFigures.Own.CpuSeconds() - cpu);
        await built.GetRequiredService<IJobRecovery>().StopAsync(CancellationToken.None);
        folder.Delete(recursive: true);
        return result;
    }

    private sealed class Everybody : IAccountDirectory
    {
        public AccountStanding? Find(string name) => new AccountStanding(Role.Operator, IsDisabled: false);
    }
}

/// <summary>What a contender does: all of one topic to another.</summary>
internal sealed record KafkaWork(string Source, string Target, int Messages);

/// <summary>What one contender needed.</summary>
/// <param name="Seconds">From its start until all was confirmed and recorded.</param>
/// <param name="CpuSeconds">Processor time of its process; 0 where it was not measured.</param>
/// <param name="PeakMiB">Most memory of its process; 0 where it was not measured.</param>
/// <param name="Garbage">What was allocated and collected.</param>
internal sealed record KafkaContenderResult(double Seconds, double CpuSeconds, double PeakMiB, Garbage Garbage);
