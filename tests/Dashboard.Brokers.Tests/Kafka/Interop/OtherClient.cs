using System.Text.Json;
using Dashboard.Tests.Shared.Contract.Skipping;
using Dashboard.Tests.Shared.Kafka;
using Dashboard.Tests.Shared.Python;

namespace Dashboard.Brokers.Tests.Kafka.Interop;

/// <summary>A Kafka client that is not librdkafka under .NET: what it does is in the scripts of tests/Shared/Python.</summary>
/// <param name="Package">Beginning of the wheel's name.</param>
/// <param name="Script">The script that uses it.</param>
/// <param name="Servers">The cluster.</param>
internal sealed record OtherClient(string Package, string Script, string Servers)
{
    /// <summary>In pure Python, with a protocol implementation of its own.</summary>
    public static OtherClient KafkaPython(KafkaLab? lab) => Of("kafka_python", "kafka_python_client.py", lab);

    /// <summary>Confluent's, with its serializers.</summary>
    public static OtherClient Confluent(KafkaLab? lab) => Of("confluent_kafka", "confluent_client.py", lab);

    public override string ToString() => Package;

    /// <summary>What it tells, a JSON object a line.</summary>
    public async Task<IReadOnlyList<JsonElement>> RunAsync(string command, params string[] arguments)
        => [.. (await PythonClients.RunAsync(Package, Script, [command, Servers, .. arguments]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    public PythonDialogue Begin(string command, params string[] arguments) => PythonClients.Begin(Package, Script, [command, Servers, .. arguments]);

    private static OtherClient Of(string package, string script, KafkaLab? lab)
        => lab is null ? throw new NotApplicableException(KafkaLab.SkipReason!) : new OtherClient(package, script, string.Join(',', lab.BootstrapServers));
}
