using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Dashboard.Bench.Measuring;

namespace Dashboard.Bench.Dashboards;

/// <summary>The dashboard as <c>dotnet publish -c Release</c> made it (<c>BENCH_APP</c>), in a process and a data folder of its own.</summary>
internal sealed class PublishedDashboard : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly string _folder;
    private readonly StringBuilder _output;

    private PublishedDashboard(Process process, Uri address, string folder, StringBuilder output, TimeSpan startTime)
    {
        _process = process;
        _folder = folder;
        _output = output;
        Address = address;
        StartTime = startTime;
        Figures = new ProcessFigures(process.Id);
    }

    public static string Application
        => Path.Combine(Environment.GetEnvironmentVariable("BENCH_APP") ?? throw new BenchException("BENCH_APP is not set: use bench/run."), "Dashboard.Web.dll");

    public Uri Address { get; }

    public ProcessFigures Figures { get; }

    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>From the start of the process to the first page that was answered with 200.</summary>
    public TimeSpan StartTime { get; }

    /// <param name="connection">One entry of <c>Dashboard:Connections</c>.</param>
    /// <param name="environment">Set for the process on top of ours.</param>
    public static async Task<PublishedDashboard> StartAsync(JsonObject connection, IReadOnlyDictionary<string, string>? environment = null)
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-bench-").FullName;
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var config = Path.Combine(folder, "settings.json");
        var settings = new JsonObject
        {
            ["Urls"] = address.ToString(),
            ["Dashboard"] = new JsonObject { [nameof(DataFolder)] = Path.Combine(folder, "data"), ["Connections"] = new JsonArray(connection) },
        };
        await File.WriteAllTextAsync(config, settings.ToJsonString());
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "exec", Application, "--config", config })
            start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Note(output, line.Data);
        process.ErrorDataReceived += (_, line) => Note(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await UntilPageAsync(process, address, watch, output);
        return new PublishedDashboard(process, address, folder, output, watch.Elapsed);
    }

    /// <summary>Waits until every connection was read once.</summary>
    public async Task UntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience)
        {
            using var answer = await client.GetAsync(new Uri("readyz", UriKind.Relative));
            if (answer.StatusCode == HttpStatusCode.OK)
                return;
            await Task.Delay(100);
        }

        throw new BenchException($"The dashboard was not ready after {Patience}:\n{_output}");
    }

    /// <summary>The one-time link that is good now.</summary>
    public Task<string> SignInLinkAsync() => File.ReadAllTextAsync(Path.Combine(DataFolder, "sign-in-link"));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
                _process.Kill();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task UntilPageAsync(Process process, Uri address, Stopwatch watch, StringBuilder output)
    {
        using var client = new HttpClient { BaseAddress = address };
        while (watch.Elapsed < Patience)
        {
            if (process.HasExited)
                throw new BenchException($"The dashboard ended with {process.ExitCode}:\n{output}");
            try
            {
                using var answer = await client.GetAsync(new Uri("sign-in", UriKind.Relative));
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(10);
        }

        throw new BenchException($"The dashboard showed no page within {Patience}:\n{output}");
    }

    private static void Note(StringBuilder output, string? line)
    {
        lock (output)
            output.AppendLine(line);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
