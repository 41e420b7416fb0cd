using System.Globalization;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Tests.Shared.Kafka;

/// <summary>A real Kafka that the lab's scripts have started: its addresses, and the distribution's own tools on it.</summary>
public abstract class KafkaCluster
{
    private const int ToolSeconds = 120;

    /// <summary>What <c>lab/up</c> wrote down: <c>LAB_KAFKA_BOOTSTRAP</c> and the like.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; protected set; } = new Dictionary<string, string>();

    /// <summary>Address of each node's plain listener, <c>127.0.0.1:27701</c>.</summary>
    public IReadOnlyList<string> BootstrapServers => Variables["LAB_KAFKA_BOOTSTRAP"].Split(',');

    /// <summary>Where the registry stub is while the scene's traffic runs.</summary>
    public string SchemaRegistryUrl => Variables["LAB_KAFKA_REGISTRY_URL"];

    /// <summary>The lab's data folder; null for the one that the environment names.</summary>
    protected abstract string? Folder { get; }

    /// <summary>The lab's first port; null for the one that the environment names.</summary>
    protected abstract int? PortBase { get; }

    /// <summary>A name that no other test has, <c>test-replay-3f0c…</c>.</summary>
    public static string TopicName(string purpose = "topic") => $"test-{purpose}-{Guid.NewGuid():N}";

    /// <summary>Settings of a Kafka connection to this cluster; <paramref name="changes"/> replaces values by key, null takes one away.</summary>
    public ConnectionSettings Settings(params (string Key, string? Value)[] changes)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, server) in BootstrapServers.Index())
            values[string.Create(CultureInfo.InvariantCulture, $"BootstrapServers:{index}")] = server;
        foreach (var (key, value) in changes)
        {
            if (value is null)
                values.Remove(key);
            else
                values[key] = value;
        }

        var info = new ConnectionInfo(new ConnectionId("kafka"), "Kafka", new BrokerKind("kafka"), new EnvironmentTag("test"), IsReadOnly: false);
        return new ConnectionSettings(info, values, "Dashboard:Connections:0:Kafka");
    }

    /// <summary>Runs one of the distribution's tools (<c>topics</c>, <c>consumer-groups</c>, ...) on this cluster; throws with its output when it fails.</summary>
    /// <param name="tool">Without <c>kafka-</c> and <c>.sh</c>.</param>
    /// <param name="arguments">The bootstrap servers are added unless they are among these.</param>
    public Task<string> ToolAsync(string tool, params string[] arguments) => RunAsync(ToolSeconds, ["lab/kafka", tool, .. arguments]);

    /// <summary>The same, with standard input: for <c>console-producer</c>.</summary>
    public Task<string> ToolWithInputAsync(string tool, string input, params string[] arguments)
        => RunAsync(ToolSeconds, ["lab/kafka", tool, .. arguments], input);

    /// <summary>Runs kcat against this cluster: <c>-P</c> with input, <c>-C -e</c> and the like.</summary>
    public Task<string> KcatAsync(string? input, params string[] arguments)
        => RunAsync(ToolSeconds, ["kcat", "-b", Variables["LAB_KAFKA_BOOTSTRAP"], .. arguments], input);

    /// <summary>Creates a topic; with as many replicas as there are nodes.</summary>
    /// <param name="name">The topic.</param>
    /// <param name="partitions">How many.</param>
    /// <param name="configs">Such as <c>cleanup.policy=compact</c>.</param>
    public Task CreateTopicAsync(string name, int partitions = 1, params string[] configs)
        => ToolAsync(
            "topics",
            ["--create", "--topic", name, "--partitions", partitions.ToString(CultureInfo.InvariantCulture), .. configs.SelectMany(config => new[] { "--config", config })]);

    public Task DeleteTopicAsync(string name) => ToolAsync("topics", "--delete", "--topic", name);

    /// <summary>Runs a program for this lab; its output. Throws with it when the exit code is not 0.</summary>
    protected async Task<string> RunAsync(int seconds, IReadOnlyList<string> command, string? input = null)
    {
        var (exitCode, output) = await LabScript.RunAsync(Folder, PortBase, seconds, command, input);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', command)} failed ({exitCode}): {output}");
    }

    /// <summary>Reads the variables and checks them against the connections that the dashboard is given.</summary>
    protected async Task ReadAsync(string folder)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, "kafka", "env"));
        Variables = lines.Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1].Trim('\'', '"'));
        var connections = await File.ReadAllTextAsync(Path.Combine(folder, "kafka", "connections.json"));
        if (!BootstrapServers.All(server => connections.Contains($"\"{server}\"", StringComparison.Ordinal)))
            throw new InvalidOperationException($"{folder}/kafka: env and connections.json name different servers.");
    }
}
