using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dashboard.Bench.Lab;
using Dashboard.Bench.Measuring;

namespace Dashboard.Bench.Replay;

/// <summary>Each contender runs in a process of its own, so that none finds the memory or the compiled code of another.</summary>
internal static class ContenderProcess
{
    public const string Command = "replay-contender";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Starts one and waits for its result.</summary>
    public static async Task<ContenderResult> StartAsync(string name, int messages, string type)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        string[] arguments = [Command, "--name", name, "--messages", messages.ToString(CultureInfo.InvariantCulture), "--type", type];
        foreach (var argument in Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ContenderProcess).Assembly.Location, .. arguments] : arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new BenchException($"{name} failed: {output}");
        return JsonSerializer.Deserialize<ContenderResult>(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!;
    }

    public static async Task<int> RunAsync(BenchOptions options)
    {
        using var broker = new LabBroker();
        await using var eye = await broker.ConnectAsync("bench-eye");
        var queues = new ReplayQueues(broker, eye, options.Text("type", "classic"));
        var messages = options.Number("messages", 0);
        await using var contender = Of(options.Required("name"), broker);
        await contender.PrepareAsync(messages);

        using var limit = new CancellationTokenSource(Patience);
        using var over = new CancellationTokenSource();
        var memory = SampleMemoryAsync(over.Token);
        var watch = Stopwatch.StartNew();
        var cpu = ProcessFigures.Own.CpuSeconds();
        var garbage = Garbage.Now();
        var brokerCpu = broker.Process().CpuSeconds();
        var arrived = Task.Run(async () =>
        {
            await queues.ArriveAsync(messages, limit.Token);
            return watch.Elapsed.TotalSeconds;
        });
        await contender.RunAsync().WaitAsync(limit.Token);
        var done = watch.Elapsed.TotalSeconds;
        var arrivedSeconds = await arrived;
        var result = new ContenderResult(
            arrivedSeconds,
            Math.Max(done, arrivedSeconds),
            ProcessFigures.Own.CpuSeconds() - cpu,
            broker.Process().CpuSeconds() - brokerCpu,
            await StopAsync(over, memory),
            Garbage.Now().Since(garbage));
        await CheckAsync(queues, messages);
        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    private static IContender Of(string name, LabBroker broker) => name switch
    {
        "engine" => new EngineContender(broker),
        "pump" => new PumpContender(broker),
        "shovel" => new ShovelContender(broker, isOverNetwork: false),
        "shovel-network" => new ShovelContender(broker, isOverNetwork: true),
        _ => throw new BenchException($"There is no contender '{name}'."),
    };

    /// <summary>All are in the origin, each once, and none is left.</summary>
    private static async Task CheckAsync(ReplayQueues queues, int messages)
    {
        var (origin, left) = (await queues.ReadyAsync(ReplayQueues.Origin), await queues.ReadyAsync(ReplayQueues.DeadLetters));
        if (origin != messages || left != 0)
            throw new BenchException($"{origin} of {messages} messages are in the origin and {left} are left.");
    }

    private static async Task<IReadOnlyList<double>> SampleMemoryAsync(CancellationToken cancellationToken)
    {
        var samples = new List<double>();
        while (!cancellationToken.IsCancellationRequested)
        {
            samples.Add(ProcessFigures.Own.ResidentMiB());
            await Task.Delay(500, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return samples;
    }

    private static async Task<IReadOnlyList<double>> StopAsync(CancellationTokenSource over, Task<IReadOnlyList<double>> samples)
    {
        await over.CancelAsync();
        return await samples;
    }
}
