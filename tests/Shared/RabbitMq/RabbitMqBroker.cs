using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Dashboard.Tests.Shared.RabbitMq;

/// <summary>
/// The real RabbitMQ that tests run against: the one named by <c>LAB_RABBITMQ_*</c> variables, else the lab's own, started when it does not
/// run (<c>lab/up rabbitmq</c>; it is left running). Found once for all tests of a run.
/// </summary>
public sealed class RabbitMqBroker
{
    /// <summary>RabbitMQ closes a connection after 60 s without a request; a PUT that crosses with that is lost.</summary>
    private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10) });

    private static readonly Lazy<Task<RabbitMqBroker>> Only = new(FindAsync);

    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly AuthenticationHeaderValue _authorization;

    private RabbitMqBroker(IReadOnlyDictionary<string, string> variables)
    {
        _variables = variables;
        _authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{AdminUser}:{AdminPassword}")));
    }

    /// <summary>First node's management address, <c>http://127.0.0.1:27673</c>.</summary>
    public string ManagementUrl => _variables["LAB_RABBITMQ_MANAGEMENT_URL"];

    /// <summary>The node's metrics page.</summary>
    public string MetricsUrl => _variables["LAB_RABBITMQ_PROMETHEUS_URL"];

    /// <summary>First node's AMQP address, <c>amqp://127.0.0.1:27672</c>.</summary>
    public string AmqpUrl => $"amqp://{_variables["LAB_RABBITMQ_HOST"]}:{_variables["LAB_RABBITMQ_AMQP_PORT"]}";

    public string AdminUser => _variables["LAB_RABBITMQ_ADMIN_USER"];

    public string AdminPassword => _variables["LAB_RABBITMQ_ADMIN_PASSWORD"];

    /// <summary>Any variable of the lab; null where it is not set.</summary>
    public string? Variable(string name) => _variables.GetValueOrDefault(name);

    public static Task<RabbitMqBroker> GetAsync() => Only.Value;

    /// <summary>A management API call as the administrator that has to succeed.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">Below <c>/api/</c>, escaped.</param>
    /// <param name="body">Sent as JSON; null for none.</param>
    public async Task<JsonElement> CallAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(
            $"{ManagementUrl}/api/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Authorization = _authorization;
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{method} /api/{path} gave {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Declares a user with rights on one vhost: a regular expression each for configure, write and read.</summary>
    public async Task AddUserAsync(string name, string password, string tags, string? virtualHost, string configure = ".*", string write = ".*", string read = ".*")
    {
        await CallAsync(HttpMethod.Put, $"users/{Uri.EscapeDataString(name)}", new { password, tags });
        if (virtualHost is not null)
            await CallAsync(HttpMethod.Put, $"permissions/{Uri.EscapeDataString(virtualHost)}/{Uri.EscapeDataString(name)}", new { configure, write, read });
    }

    private static async Task<RabbitMqBroker> FindAsync()
    {
        var variables = FromEnvironment();
        if (!variables.ContainsKey("LAB_RABBITMQ_MANAGEMENT_URL"))
        {
            await StartLabAsync();
            foreach (var (name, value) in FromFile(Path.Combine(LabFolder, "rabbitmq", "env")))
                variables.TryAdd(name, value);
        }

        var broker = new RabbitMqBroker(variables);
        try
        {
            await broker.CallAsync(HttpMethod.Get, "overview");
        }
        catch (HttpRequestException e)
        {
            throw new InvalidOperationException($"LAB_RABBITMQ_MANAGEMENT_URL names {broker.ManagementUrl}, where nothing answers.", e);
        }

        return broker;
    }

    private static string LabFolder => Environment.GetEnvironmentVariable("LAB_DIR") ?? Path.Combine(Repository.Root, ".lab");

    private static Dictionary<string, string> FromEnvironment()
    {
        var variables = new Dictionary<string, string>();
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            if (entry.Key is string name && name.StartsWith("LAB_RABBITMQ_", StringComparison.Ordinal) && entry.Value is string value)
                variables[name] = value;
        }

        return variables;
    }

    private static IEnumerable<KeyValuePair<string, string>> FromFile(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && !line.StartsWith('#'))
                yield return new(line[..at].Trim(), line[(at + 1)..].Trim().Trim('\'', '"'));
        }
    }

    private static async Task StartLabAsync()
    {
        // Output goes to a file: the broker inherits it and would keep a pipe open for ever.
        var log = Path.Combine(Path.GetTempPath(), $"dashboard-lab-up-{Environment.ProcessId}.log");
        var start = new ProcessStartInfo("/bin/bash") { WorkingDirectory = Repository.Root };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec lab/up rabbitmq >\"$1\" 2>&1 </dev/null");
        start.ArgumentList.Add("lab");
        start.ArgumentList.Add(log);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"lab/up rabbitmq failed ({process.ExitCode}): {await File.ReadAllTextAsync(log)}");
        File.Delete(log);
    }
}
