using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Dashboard.Bench.KafkaLag;

/// <summary>K: the time that kcat takes to read a million messages of 1 KB and throw them away. What reading lists costs is told in it.</summary>
internal sealed class Yardstick(string bootstrap, int messages)
{
    private const string Topic = "bench-messages";
    private const int Partitions = 6;

    /// <summary>Makes the topic and fills it up to so many; what is there is left as it is.</summary>
    public async Task PrepareAsync(IAdminClient admin)
    {
        await Topics.CreateAsync(admin, [new TopicSpecification { Name = Topic, NumPartitions = Partitions, ReplicationFactor = 1 }]);
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 20, QueueBufferingMaxMessages = 200_000 }).Build();
        var filling = new string('x', 900);
        for (var i = (int)Topics.Count(bootstrap, Topic, Partitions); i < messages; i++)
        {
            var text = $$"""{"order":{{i}},"customer":"customer-{{i % 977}}","amount":{{i % 10_000}}.50,"text":"{{filling}}","end":true}""";
            while (true)
            {
                try
                {
                    producer.Produce(Topic, new Message<Null, byte[]> { Value = Encoding.UTF8.GetBytes(text) });
                    break;
                }
                catch (ProduceException<Null, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Poll(TimeSpan.FromMilliseconds(50));
                }
            }
        }

        producer.Flush(TimeSpan.FromMinutes(2));
    }

    /// <summary>Seconds, now.</summary>
    public async Task<double> MeasureAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var kcat = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec timeout 300 kcat -b {bootstrap} -C -e -q -t {Topic} > /dev/null"]))!;
        await kcat.WaitForExitAsync();
        return kcat.ExitCode == 0 ? Stopwatch.GetElapsedTime(started).TotalSeconds : throw new BenchException($"kcat ended with {kcat.ExitCode}.");
    }
}
