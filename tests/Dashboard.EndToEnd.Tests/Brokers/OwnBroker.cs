using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Text.Json.Nodes;
using Dashboard.Tests.Shared;

namespace Dashboard.EndToEnd.Tests.Brokers;

/// <summary>A RabbitMQ that belongs to one test alone, which may kill it: the lab's scripts on a data folder and ports of its own.</summary>
public sealed class OwnBroker : IAsyncDisposable
{
    private static int _started;

    private readonly string _folder;
    private readonly int _portBase;
    private Dictionary<string, string> _variables = [];

    private OwnBroker(string folder, int portBase) => (_folder, _portBase) = (folder, portBase);

    public string ManagementUrl => _variables["LAB_RABBITMQ_MANAGEMENT_URL"];

    public string AmqpUrl => $"amqp://127.0.0.1:{_variables["LAB_RABBITMQ_AMQP_PORT"]}";

    public static async Task<OwnBroker> StartAsync()
    {
        var broker = new OwnBroker(Directory.CreateTempSubdirectory("dashboard-lab-").FullName, FindPorts());
        await broker.UpAsync();
        return broker;
    }

    /// <summary>Starts it (again); the data is that of before.</summary>
    public async Task UpAsync()
    {
        await RunAsync("lab/up rabbitmq");
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder, "rabbitmq", "env"));
        _variables = lines.Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1].Trim('\'', '"'));
    }

    /// <summary>An orderly stop.</summary>
    public Task DownAsync() => RunAsync("lab/down rabbitmq");

    /// <summary>kill -9 of the node.</summary>
    public void Kill()
    {
        var pid = int.Parse(File.ReadAllText(Path.Combine(_folder, "rabbitmq", "node1", "pid")).Split(' ')[0]);
        using var node = Process.GetProcessById(pid);
        node.Kill();
        node.WaitForExit();
    }

    /// <summary>The vhost <c>/</c> as the administrator.</summary>
    public Task<BrokerEye> LookAsync() => BrokerEye.OpenAsync(AmqpUrl, _variables["LAB_RABBITMQ_ADMIN_USER"], _variables["LAB_RABBITMQ_ADMIN_PASSWORD"], "/");

    /// <param name="id">Id of the connection.</param>
    /// <param name="name">Its name; null for the id.</param>
    /// <param name="environment"><c>production</c> switches the guard on.</param>
    /// <param name="isReadOnly">Without anything that changes the broker.</param>
    /// <param name="vhosts">Those that are shown; none for all.</param>
    public JsonObject Connection(string id, string? name = null, string environment = "test", bool isReadOnly = false, params string[] vhosts) => ConnectionJson.Of(
        id, ManagementUrl, AmqpUrl, _variables["LAB_RABBITMQ_ADMIN_USER"], _variables["LAB_RABBITMQ_ADMIN_PASSWORD"], environment, isReadOnly, name, vhosts);

    /// <summary>The lab's scene: an order pipeline, dead letters, stuck consumers; it ends with the broker.</summary>
    public Task StartTrafficAsync() => RunAsync("lab/traffic up");

    public async ValueTask DisposeAsync()
    {
        await RunAsync("lab/down rabbitmq --clean");
        Directory.Delete(_folder, recursive: true);
    }

    // A lab takes ten ports from its base on; below the range that outgoing connections are given.
    private static int FindPorts()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(endpoint => endpoint.Port).ToHashSet();
        for (var portBase = 32_400 - (Environment.ProcessId % 40 * 20) - (Interlocked.Increment(ref _started) * 20); portBase > 30_000; portBase -= 20)
        {
            if (Enumerable.Range(portBase, 10).All(port => !taken.Contains(port)))
                return portBase;
        }

        throw new InvalidOperationException("Ten free ports in a row were not found.");
    }

    // Output goes to a file: the broker inherits it and would keep a pipe open for ever.
    private async Task RunAsync(string command)
    {
        var log = Path.Combine(_folder, "script.log");
        var start = new ProcessStartInfo("/bin/bash") { WorkingDirectory = Repository.Root };
        foreach (var argument in new[] { "-c", $"exec {command} >\"$1\" 2>&1 </dev/null", "lab", log })
            start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("LAB_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LAB_DIR"] = _folder;
        start.Environment["LAB_PORT_BASE"] = _portBase.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command} failed ({process.ExitCode}): {await File.ReadAllTextAsync(log)}");
    }
}
