using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Bench.KafkaSearch;

/// <summary>A topic with JSON messages of 1 KB on the lab's Kafka; filled once and kept.</summary>
internal sealed class KafkaTopic
{
    private readonly Dictionary<string, string> _variables;

    /// <exception cref="BenchException">No lab is up.</exception>
    public KafkaTopic(int messages, int partitions)
    {
        var file = Path.Combine(Environment.GetEnvironmentVariable("LAB_DIR") ?? throw new BenchException("LAB_DIR is not set: use bench/run."), "kafka", "env");
        if (!File.Exists(file))
            throw new BenchException($"There is no {file}: use bench/run, or lab/up kafka.");
        _variables = File.ReadLines(file).Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1].Trim('\'', '"'));
        (Messages, Partitions) = (messages, partitions);
        Name = $"bench-search-{messages}-{partitions}";
    }

    public int Messages { get; }

    public int Partitions { get; }

    public string Name { get; }

    public string Servers => _variables["LAB_KAFKA_BOOTSTRAP"];

    public string Version => _variables["LAB_KAFKA_VERSION"];

    public DestinationRef Place => new(new ConnectionId("kafka"), "topic", "", Name);

    /// <summary>Every 10,000th has this order id's end; the search is for one message.</summary>
    public string OrderOf(int message) => message.ToString("x8", CultureInfo.InvariantCulture);

    public ConnectionSettings Settings() => new(
        new ConnectionInfo(new ConnectionId("kafka"), "Kafka", new BrokerKind("kafka"), new EnvironmentTag("bench"), IsReadOnly: false),
        new Dictionary<string, string?> { ["BootstrapServers:0"] = Servers.Split(',')[0] },
        "Dashboard:Connections:0:Kafka");

    /// <summary>Makes and fills the topic where it is not there; fails where it holds another number of messages.</summary>
    public async Task FillAsync()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Servers }).Build();
        if (admin.GetMetadata(TimeSpan.FromSeconds(20)).Topics.Exists(topic => topic.Topic == Name))
            return;
        await admin.CreateTopicsAsync([new TopicSpecification { Name = Name, NumPartitions = Partitions, ReplicationFactor = 1 }]);
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = Servers, LingerMs = 20, BatchSize = 500_000, EnableIdempotence = true, QueueBufferingMaxMessages = 200_000 }).Build();
        for (var i = 0; i < Messages; i++)
        {
            var message = new Message<Null, byte[]> { Value = BodyOf(i) };
            while (true)
            {
                try
                {
                    producer.Produce(new TopicPartition(Name, i % Partitions), message);
                    break;
                }
                catch (ProduceException<Null, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Poll(TimeSpan.FromMilliseconds(20));
                }
            }
        }

        if (producer.Flush(TimeSpan.FromMinutes(2)) > 0)
            throw new BenchException("The topic could not be filled.");
    }

    // 1,024 bytes of what orders look like.
    private byte[] BodyOf(int i)
    {
        var text = new StringBuilder(1100).Append(CultureInfo.InvariantCulture, $"{{\"order\":{{\"id\":\"{OrderOf(i)}\",\"total\":{i % 977},\"currency\":\"EUR\"}},\"customer\":{{\"name\":\"Customer {i % 5003}\",\"country\":\"NL\"}},\"items\":[");
        for (var item = 0; text.Length < 940; item++)
            text.Append(CultureInfo.InvariantCulture, $"{(item > 0 ? "," : "")}{{\"sku\":\"SKU-{(i * 31) + item:D8}\",\"quantity\":{item + 1},\"price\":{(i % 91) + item}.95}}");
        text.Append("],\"note\":\"");
        text.Append('n', Math.Max(0, 1022 - text.Length)).Append("\"}");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
