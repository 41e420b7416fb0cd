using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;

namespace Dashboard.Tests.Shared.RabbitMq;

/// <summary>
/// A RabbitMQ that belongs to one test alone, which may stop or kill it: the lab's scripts on a data folder and ports of its own.
/// </summary>
public sealed class OwnLab : IAsyncDisposable
{
    private const int PortsOfANode = 10;

    private static int _started;

    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-lab-").FullName;
    private readonly string _options;
    private readonly int _portBase;

    private OwnLab(string options, int nodes)
    {
        _options = options;
        _portBase = FindPorts(nodes * PortsOfANode);
    }

    /// <summary>What <c>lab/up</c> wrote down: <c>LAB_RABBITMQ_MANAGEMENT_URL</c> and the like.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; private set; } = new Dictionary<string, string>();

    /// <param name="nodes">A cluster of so many, 1 to 3.</param>
    /// <param name="tls">TLS listeners beside the plain ones.</param>
    public static async Task<OwnLab> StartAsync(int nodes = 1, bool tls = false)
    {
        var lab = new OwnLab($"{(nodes == 1 ? "" : $" --nodes {nodes}")}{(tls ? " --tls" : "")}", nodes);
        await lab.UpAsync();
        return lab;
    }

    /// <summary>Starts it (again); the data is that of before.</summary>
    public async Task UpAsync()
    {
        await RunAsync($"lab/up rabbitmq{_options}");
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder, "rabbitmq", "env"));
        Variables = lines.Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1].Trim('\'', '"'));
    }

    /// <summary>An orderly stop.</summary>
    public Task DownAsync() => RunAsync("lab/down rabbitmq");

    /// <summary>kill -9 of a node, counted from 1.</summary>
    public void Kill(int node = 1)
    {
        var pid = int.Parse(File.ReadAllText(Path.Combine(_folder, "rabbitmq", $"node{node}", "pid")).Split(' ')[0], CultureInfo.InvariantCulture);
        using var process = Process.GetProcessById(pid);
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Runs one of the lab's scripts for this lab; throws with its output when it fails.</summary>
    public async Task RunAsync(string command)
    {
        // Output goes to a file: the broker inherits it and would keep a pipe open for ever.
        var log = Path.Combine(_folder, "script.log");
        var start = new ProcessStartInfo("/bin/bash") { WorkingDirectory = Repository.Root };
        foreach (var argument in new[] { "-c", $"exec {command} >\"$1\" 2>&1 </dev/null", "lab", log })
            start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("LAB_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LAB_DIR"] = _folder;
        start.Environment["LAB_PORT_BASE"] = _portBase.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command} failed ({process.ExitCode}): {await File.ReadAllTextAsync(log)}");
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("lab/down rabbitmq --clean");
        Directory.Delete(_folder, recursive: true);
    }

    // Below the range that outgoing connections are given, and apart from what another test process chooses.
    private static int FindPorts(int count)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(endpoint => endpoint.Port).ToHashSet();
        for (var portBase = 32_400 - (Environment.ProcessId % 40 * 20) - (Interlocked.Increment(ref _started) * 40); portBase > 30_000; portBase -= 20)
        {
            if (Enumerable.Range(portBase, count).All(port => !taken.Contains(port)))
                return portBase;
        }

        throw new InvalidOperationException($"{count} free ports in a row were not found.");
    }
}
