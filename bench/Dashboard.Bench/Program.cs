using Dashboard.Bench;
using Dashboard.Bench.Circuits;
using Dashboard.Bench.GivingBack;
using Dashboard.Bench.Grid;
using Dashboard.Bench.KafkaLag;
using Dashboard.Bench.KafkaReplay;
using Dashboard.Bench.KafkaSearch;
using Dashboard.Bench.KafkaTopics;
using Dashboard.Bench.Replay;
using Dashboard.Bench.Requests;
using Dashboard.Bench.Start;
using Dashboard.Bench.Topology;

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
        "giving-back" => await GivingBackBench.RunAsync(options),
        "topology" => await TopologyBench.RunAsync(options),
        "kafka-replay" => await KafkaReplayBench.RunAsync(options),
        KafkaContender.Command => await KafkaContender.RunAsync(options),
        "kafka-search" => await KafkaSearchBench.RunAsync(options),
        "kafka-lag" => await KafkaLagBench.RunAsync(options),
        "kafka-topics" => await KafkaTopicsBench.RunAsync(options),
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
    Console.Error.WriteLine("usage: Dashboard.Bench grid|memory|requests|circuits|replay|giving-back|start|topology|kafka-lag|kafka-replay|kafka-search|kafka-topics [--option value ...]; see bench/README.md");
    return 2;
}
