using Dashboard.Bench;
using Dashboard.Bench.Replay;

try
{
    var options = new BenchOptions(args);
    return options.Command switch
    {
        "replay" => await ReplayBench.RunAsync(options),
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
    Console.Error.WriteLine("usage: Dashboard.Bench grid|requests|circuits|replay|start [--option value ...]; see bench/README.md");
    return 2;
}
