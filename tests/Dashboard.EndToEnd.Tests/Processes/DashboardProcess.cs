using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Tests.Shared;

namespace Dashboard.EndToEnd.Tests.Processes;

/// <summary>
/// The dashboard as a process of its own, as an operator has it, so that it can be killed without warning and started again on the same data.
/// </summary>
public sealed class DashboardProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly string _configFile;
    private readonly StringBuilder _output = new();
    private Process? _process;

    private DashboardProcess(string dataFolder, int port)
    {
        DataFolder = dataFolder;
        BaseAddress = new Uri($"http://127.0.0.1:{port}/");
        _configFile = Path.Combine(dataFolder, "test-settings.json");
    }

    public Uri BaseAddress { get; }

    public string DataFolder { get; }

    /// <summary>Everything the process printed, for the message of a failed test.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <param name="connections">What stands below <c>Dashboard:Connections</c>.</param>
    /// <param name="change">Changes what stands below <c>Dashboard</c> before the start.</param>
    public static async Task<DashboardProcess> StartAsync(JsonArray connections, Action<JsonObject>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-e2e-").FullName;
        var dashboard = new DashboardProcess(folder, FreePort.Find());
        var own = new JsonObject { [nameof(DataFolder)] = Path.Combine(folder, "data"), ["Connections"] = connections };
        change?.Invoke(own);
        var settings = new JsonObject { ["Urls"] = dashboard.BaseAddress.ToString(), ["Dashboard"] = own };
        await File.WriteAllTextAsync(dashboard._configFile, settings.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        await dashboard.StartAsync();
        return dashboard;
    }

    /// <summary>Starts it again after <see cref="Kill"/> or <see cref="StopAsync"/>; returns when it answers.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "exec", WebBinary(), "--config", _configFile })
            start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment.Remove("ASPNETCORE_URLS");

        // What a page's script is told of a failure says what it was.
        start.Environment["DetailedErrors"] = "true";
        _process = Process.Start(start) ?? throw new InvalidOperationException("The dashboard did not start.");
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilReadyAsync();
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGSTOP: it stands still, and its connections with it, until <see cref="ThawAsync"/>.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>SIGTERM, as an init system or Ctrl+C would, and waits for the end.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        await _process!.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(40)).Token);
    }

    /// <summary>The one-time link that is good now.</summary>
    public async Task<string> SignInLinkAsync()
    {
        var file = Path.Combine(DataFolder, "data", "sign-in-link");
        for (var i = 0; i < 100 && !File.Exists(file); i++)
            await Task.Delay(100);
        return await File.ReadAllTextAsync(file);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
        await Task.Run(() => Directory.Delete(DataFolder, recursive: true));
    }

    private async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = BaseAddress };
        var began = Stopwatch.StartNew();
        while (began.Elapsed < StartPatience)
        {
            if (_process!.HasExited)
                throw new InvalidOperationException($"The dashboard ended with {_process.ExitCode}:\n{Output}");
            try
            {
                using var answer = await client.GetAsync(new Uri("readyz", UriKind.Relative));
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"The dashboard was not ready after {StartPatience}:\n{Output}");
    }

    private void Note(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    // The same configuration that the tests were built in.
    private static string WebBinary()
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        return Path.Combine(Repository.Root, "src", "Dashboard.Web", "bin", configuration, "net10.0", "Dashboard.Web.dll");
    }
}
