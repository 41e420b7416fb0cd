using System.Diagnostics;
using Dashboard.Brokers.RabbitMq;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.RabbitMq.Messages;

/// <summary>
/// A RabbitMQ of the test's own, without any plugin, for what would disturb others: alarms, kills, freezing. Listens on loopback; is killed
/// at the end by its process id.
/// </summary>
public sealed class OwnBroker : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-rabbit-").FullName;
    private readonly int _port = FreePort.Find();
    private readonly int _distributionPort = FreePort.Find();
    private readonly int _epmdPort = FreePort.Find();
    private readonly Dictionary<string, string> _environment;
    private int _pid;

    public OwnBroker()
    {
        _environment = new Dictionary<string, string>
        {
            ["HOME"] = _folder,
            ["RABBITMQ_NODENAME"] = "own@localhost",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "pid"),
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
            ["ERL_EPMD_PORT"] = $"{_epmdPort}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        };
    }

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_environment["RABBITMQ_CONFIG_FILE"], $"listeners.tcp.1 = 127.0.0.1:{_port}\nvm_memory_high_watermark.absolute = 1GB\ndisk_free_limit.absolute = 10MB\n");
        await File.WriteAllTextAsync(_environment["RABBITMQ_ENABLED_PLUGINS_FILE"], "[].");
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        Kill();
        await RunAsync("epmd", TimeSpan.FromSeconds(5), "-kill");
        for (var i = 0; i < 20 && Directory.Exists(_folder); i++)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (IOException)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>A connection of the dashboard. There is no management plugin, so it has AMQP alone.</summary>
    public IBrokerConnection Connect()
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["ManagementUrls:0"] = "http://127.0.0.1:1",
            ["AmqpEndpoints:0"] = $"amqp://127.0.0.1:{_port}",
            ["Username"] = "guest",
            ["Password"] = "guest",
        };
        var info = new ConnectionInfo(new ConnectionId("own"), "Own", new BrokerKind("rabbitmq"), new EnvironmentTag("test"), IsReadOnly: false);
        return new RabbitMqProvider(NullLoggerFactory.Instance, TimeProvider.System).Create(new ConnectionSettings(info, values, "Own"));
    }

    public DestinationRef Queue(string name) => new(new ConnectionId("own"), "queue", "/", name);

    public async Task<RabbitMQ.Client.IConnection> ClientAsync()
        => await new RabbitMQ.Client.ConnectionFactory { HostName = "127.0.0.1", Port = _port, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

    /// <summary>Runs an expression on the broker.</summary>
    public async Task EvaluateAsync(string expression)
        => (await RunAsync("/usr/lib/rabbitmq/bin/rabbitmqctl", TimeSpan.FromSeconds(60), "-n", "own@localhost", "eval", expression)).ShouldBe(0, expression);

    /// <summary>As by kill -9.</summary>
    public void Kill() => Signal(9);

    /// <summary>Stops it in its tracks (SIGSTOP) or lets it go on (SIGCONT).</summary>
    public void Freeze(bool isFrozen) => Signal(isFrozen ? 19 : 18);

    public async Task StartAsync()
    {
        // Not waited for and without pipes: it lives until it is killed.
        var start = Start("/bin/sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec setsid /usr/lib/rabbitmq/bin/rabbitmq-server >{_folder}/out 2>&1 </dev/null &");
        using (var shell = Process.Start(start)!)
            await shell.WaitForExitAsync();
        for (var i = 0; i < 600; i++)
        {
            try
            {
                await using var connection = await ClientAsync();
                _pid = int.Parse(await File.ReadAllTextAsync(_environment["RABBITMQ_PID_FILE"]));
                return;
            }
            catch (Exception e) when (e is RabbitMQ.Client.Exceptions.BrokerUnreachableException or IOException or FormatException)
            {
                await Task.Delay(200);
            }
        }

        throw new InvalidOperationException($"The broker did not start: {await File.ReadAllTextAsync(Path.Combine(_folder, "out"))}");
    }

    private void Signal(int signal)
    {
        if (_pid > 0)
            Process.Start("/bin/kill", [$"-{signal}", $"{_pid}"]).WaitForExit();
    }

    private async Task<int> RunAsync(string program, TimeSpan limit, params string[] arguments)
    {
        var start = Start(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var cancel = new CancellationTokenSource(limit);
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancel.Token), process.StandardError.ReadToEndAsync(cancel.Token));
        await process.WaitForExitAsync(cancel.Token);
        return process.ExitCode;
    }

    private ProcessStartInfo Start(string program)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = _folder };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        return start;
    }
}
