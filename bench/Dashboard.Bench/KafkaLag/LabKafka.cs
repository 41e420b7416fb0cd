using System.Globalization;
using Dashboard.Bench.Measuring;
using Dashboard.Brokers.Kafka;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Bench.KafkaLag;

/// <summary>The lab's Kafka of one node, and the dashboard's own way to read it.</summary>
internal sealed class LabKafka
{
    private LabKafka(string bootstrap, ProcessFigures process) => (Bootstrap, Process) = (bootstrap, process);

    public string Bootstrap { get; }

    /// <summary>The broker's process.</summary>
    public ProcessFigures Process { get; }

    /// <exception cref="BenchException">No lab is named.</exception>
    public static async Task<LabKafka> FindAsync()
    {
        var lab = Environment.GetEnvironmentVariable("LAB_DIR") ?? throw new BenchException("LAB_DIR is not set: start with bench/run.");
        var variables = (await File.ReadAllLinesAsync(Path.Combine(lab, "kafka", "env"))).Select(l => l.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1].Trim('\'', '"'));
        var pid = (await File.ReadAllTextAsync(Path.Combine(lab, "kafka", "node1", "pid"))).Split(' ')[0];
        return new LabKafka(variables["LAB_KAFKA_BOOTSTRAP"], new ProcessFigures(int.Parse(pid, CultureInfo.InvariantCulture)));
    }

    public KafkaClients Connect()
    {
        var values = new Dictionary<string, string?> { ["BootstrapServers:0"] = Bootstrap };
        var info = new ConnectionInfo(new ConnectionId("bench"), "Bench", new BrokerKind("kafka"), new EnvironmentTag("test"), IsReadOnly: true);
        return new KafkaClients(KafkaSettings.From(new ConnectionSettings(info, values, "Bench")), info, NullLoggerFactory.Instance, TimeProvider.System);
    }

    /// <summary>Reads one source as the collector would.</summary>
    public static Task<SourceReading> ReadAsync(ISnapshotReader reader, string source, DateTimeOffset? now = null)
        => reader.Sources.Single(s => s.Id == source).ReadAsync(new SourceContext(now ?? DateTimeOffset.UtcNow, new Dictionary<string, IReadOnlyCollection<RowKey>>()), CancellationToken.None);
}
