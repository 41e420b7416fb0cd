using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;

namespace Dashboard.Tests.Shared.Kafka;

/// <summary>
/// A Kafka that belongs to one test alone, which may kill, freeze or restart its nodes: the lab's scripts on a data folder and ports of its own.
/// Nodes are counted from 1, as the brokers' own ids are.
/// </summary>
public sealed class OwnKafka : KafkaCluster, IAsyncDisposable
{
    private const int StartSeconds = 240;
    private const int PortsOfALab = 60;

    private static int _started;

    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-kafka-").FullName;
    private readonly int _portBase = FindPorts();
    private readonly string[] _options;
    private readonly int _nodes;
    private readonly TimeSpan? _missedAfter;

    private OwnKafka(int nodes, string[] options, TimeSpan? missedAfter) => (_nodes, _options, _missedAfter) = (nodes, options, missedAfter);

    protected override string? Folder => _folder;

    protected override int? PortBase => _portBase;

    /// <param name="nodes">A cluster of so many, 1 to 3.</param>
    /// <param name="tls">TLS listeners beside the plain ones.</param>
    /// <param name="sasl">Listeners with users and passwords beside the plain ones.</param>
    /// <param name="missedAfter">After so long a node that is silent is none of the cluster's any more, and others lead what it led; null for a few seconds.</param>
    public static async Task<OwnKafka> StartAsync(int nodes = 1, bool tls = false, bool sasl = false, TimeSpan? missedAfter = null)
    {
        string[] options = ["--nodes", nodes.ToString(CultureInfo.InvariantCulture), .. tls ? ["--tls"] : Array.Empty<string>(), .. sasl ? ["--sasl"] : Array.Empty<string>()];
        var kafka = new OwnKafka(nodes, options, missedAfter);
        try
        {
            await kafka.UpAsync();
            return kafka;
        }
        catch
        {
            await kafka.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts every node that does not run; the data is that of before. Returns when each node knows all the others.</summary>
    public async Task UpAsync()
    {
        string[] variables = _missedAfter is { } after ? ["env", string.Create(CultureInfo.InvariantCulture, $"LAB_KAFKA_SESSION_MS={after.TotalMilliseconds:0}")] : [];
        await RunAsync(StartSeconds, [.. variables, "lab/up", "kafka", .. _options]);
        await ReadAsync(_folder);
    }

    /// <summary>An orderly stop of all nodes.</summary>
    public Task DownAsync() => RunAsync(StartSeconds, ["lab/down", "kafka"]);

    /// <summary>The running scene on this cluster; with <paramref name="once"/> the same topics with a fixed, small number of messages.</summary>
    public Task StartTrafficAsync(bool once = false) => RunAsync(StartSeconds, once ? ["lab/traffic", "up", "--once", "kafka"] : ["lab/traffic", "up", "kafka"]);

    public Task StopTrafficAsync() => RunAsync(StartSeconds, ["lab/traffic", "down"]);

    /// <summary>kill -9 of a node.</summary>
    public void Kill(int node = 1)
    {
        using var process = Process.GetProcessById(ProcessId(node));
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>A node that neither answers nor goes away: its connections stay open.</summary>
    public Task FreezeAsync(int node = 1) => SignalAsync(node, "STOP");

    /// <summary>Lets a frozen node go on.</summary>
    public Task ContinueAsync(int node = 1) => SignalAsync(node, "CONT");

    /// <summary>An orderly stop of one node and its start.</summary>
    public async Task RestartAsync(int node = 1)
    {
        using (var process = Process.GetProcessById(ProcessId(node)))
        {
            await SignalAsync(node, "TERM");
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            await process.WaitForExitAsync(limit.Token);
        }

        await UpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // The data goes anyway: nobody has to wait for an orderly end, which a frozen node would not come to.
        for (var node = 1; node <= _nodes; node++)
        {
            if (IsAlive(node))
                Kill(node);
        }

        await RunAsync(StartSeconds, ["lab/down", "kafka", "--clean"]);
        Directory.Delete(_folder, recursive: true);
    }

    private Task SignalAsync(int node, string signal)
        => RunAsync(10, ["kill", $"-{signal}", ProcessId(node).ToString(CultureInfo.InvariantCulture)]);

    private int ProcessId(int node) => int.Parse(File.ReadAllText(PidFile(node)).Split(' ')[0], CultureInfo.InvariantCulture);

    private string PidFile(int node) => Path.Combine(_folder, "kafka", $"node{node}", "pid");

    private bool IsAlive(int node) => File.Exists(PidFile(node)) && Directory.Exists($"/proc/{ProcessId(node)}");

    // Below the lab's own ports and those of the RabbitMQ tests, and apart from what another test process chooses.
    private static int FindPorts()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(endpoint => endpoint.Port).ToHashSet();
        for (var portBase = 27_400 - (Environment.ProcessId % 40 * PortsOfALab) - (Interlocked.Increment(ref _started) * 2 * PortsOfALab); portBase > 20_000; portBase -= PortsOfALab)
        {
            if (Enumerable.Range(portBase, PortsOfALab).All(port => !taken.Contains(port)))
                return portBase;
        }

        throw new InvalidOperationException($"{PortsOfALab} free ports in a row were not found.");
    }
}
