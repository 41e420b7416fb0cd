using Dashboard.Bench;
using Dashboard.Bench.Circuits;
using Dashboard.Bench.Grid;
using Dashboard.Bench.KafkaLag;
using Dashboard.Bench.Replay;
using Dashboard.Bench.Requests;
using Dashboard.Bench.Start;

try
{
    var options = new BenchOptions(args);
    return options.Command switch
    {
        "grid" => await GridBench.RunAsync(options),
        "memory" => await GridBench.MemoryAsync(options),
        "requests" => await RequestsBench.RunAsync(options),
        "circuits" => await CircuitsBench.RunAsync(options),
        "replay" => await ReplayBench.RunAsync(options),
        "kafka-lag" => await KafkaLagBench.RunAsync(options),
        "start" => await StartBench.RunAsync(options),
        ContenderProcess.Command => await ContenderProcess.RunAsync(options),
        _ => Usage(),
    };
}
catch (BenchException mistake)
{
    await Console.Error.WriteLineAsync(mistake.Message);
    return 2;
}

static int Usage()
{
    Console.Error.WriteLine("usage: Dashboard.Bench grid|memory|requests|circuits|replay|start|kafka-lag [--option value ...]; see bench/README.md");
    return 2;
}
