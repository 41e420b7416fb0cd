using Dashboard.Bench.Lab;
using Dashboard.Bench.Measuring;

namespace Dashboard.Bench.Replay;

/// <summary>Dead-letter queue → origin: the dashboard's engine beside RabbitMQ's own shovel and the least that loses nothing.</summary>
internal static class ReplayBench
{
    public static async Task<int> RunAsync(BenchOptions options)
    {
        var messages = options.Number("messages", 200_000);
        var bytes = options.Number("bytes", 1024);
        var rounds = options.Number("rounds", 3);
        var warm = options.Number("warm", 20_000);
        var type = options.Text("type", "classic");
        var contenders = options.Text("contenders", "engine,pump,shovel,shovel-network").Split(',');
        using var broker = new LabBroker();
        await using var connection = await broker.ConnectAsync("bench-seed");
        var queues = new ReplayQueues(broker, connection, type);
        Console.WriteLine($"{messages:N0} persistent messages of {bytes:N0} bytes, {type} queues, RabbitMQ {broker.Version}, after {warm:N0} to warm up; {Machine.Describe()}");

        var table = new MarkdownTable("round", "contender", "messages/s", "until closed", "own CPU", "broker's CPU", "memory", "allocated; collections; pauses", "load before");
        var rates = contenders.ToDictionary(name => name, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                // Each goes first, last and in between: a broker and a disk have moods.
                var name = contenders[(i + round) % contenders.Length];
                var load = "";
                var result = await ContenderProcess.StartAsync(name, messages, warm, type, async count =>
                {
                    await queues.SeedAsync(count, bytes);
                    await Task.Delay(TimeSpan.FromSeconds(2));
                    load = Machine.LoadAverage();
                });
                var rate = messages / result.ArrivedSeconds;
                rates[name].Add(rate);
                table.Add(round + 1, name, $"{rate:N0}", $"{result.DoneSeconds:N1} s", $"{result.CpuSeconds:N1} s", $"{result.BrokerCpuSeconds:N1} s", Memory(result.ResidentMiB), result.Garbage, load);
                Console.Error.WriteLine($"{round + 1} {name} {rate:N0}/s, {result.CpuSeconds:N1} s CPU, {result.Garbage}, load {load}");
            }
        }

        table.Print();
        var own = Quantiles.Median(rates[contenders[0]]);
        foreach (var name in contenders)
            Console.WriteLine($"{name}: median {Quantiles.Median(rates[name]):N0} messages/s; {contenders[0]} is {own / Quantiles.Median(rates[name]):N2}× that");
        await queues.DeleteAsync();
        return 0;
    }

    /// <summary>Memory at a quarter, at the half, at the end, and the most.</summary>
    private static string Memory(IReadOnlyList<double> samples)
        => $"{samples[samples.Count / 4]:N0} / {samples[samples.Count / 2]:N0} / {samples[^1]:N0}, at most {samples.Max():N0} MiB";
}
