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

    private const string WarmedUp = "warmed up";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Starts one, has it replay a few messages first, and waits for its result.</summary>
    /// <param name="name">Of the contender.</param>
    /// <param name="messages">Number of messages that are measured.</param>
    /// <param name="warm">Number of messages before those; 0 for a cold process.</param>
    /// <param name="type">Of the queues.</param>
    /// <param name="seedAsync">Makes the queues, with that many messages.</param>
    public static async Task<ContenderResult> StartAsync(string name, int messages, int warm, string type, Func<int, Task> seedAsync)
    {
        await seedAsync(warm > 0 ? warm : messages);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        string[] arguments = [Command, "--name", name, "--messages", Text(messages), "--warm", Text(warm), "--type", type];
        foreach (var argument in Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ContenderProcess).Assembly.Location, .. arguments] : arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        if (warm > 0 && await process.StandardOutput.ReadLineAsync() == WarmedUp)
        {
            await seedAsync(messages);
            await process.StandardInput.WriteLineAsync();
        }

        process.StandardInput.Close();
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
        if (options.Number("warm", 0) is > 0 and var warm)
            await WarmUpAsync(options.Required("name"), broker, queues, warm);
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

    /// <summary>Waits afterwards until the messages that count are there.</summary>
    private static async Task WarmUpAsync(string name, LabBroker broker, ReplayQueues queues, int messages)
    {
        using var limit = new CancellationTokenSource(Patience);
        await using (var contender = Of(name, broker))
        {
            await contender.PrepareAsync(messages);
            await Task.WhenAll(contender.RunAsync(), queues.ArriveAsync(messages, limit.Token)).WaitAsync(limit.Token);
        }

        Console.WriteLine(WarmedUp);
        if (await Console.In.ReadLineAsync(limit.Token) is null)
            throw new BenchException("There was nothing to go on with.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

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
