using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Dashboard.Bench.Measuring;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Bench.Lab;

/// <summary>The RabbitMQ that <c>lab/up</c> started in <c>LAB_DIR</c>.</summary>
internal sealed class LabBroker : IDisposable
{
    private readonly Dictionary<string, string> _variables;
    private readonly string _folder;

    /// <exception cref="BenchException">No lab is up.</exception>
    public LabBroker()
    {
        _folder = Path.Combine(Environment.GetEnvironmentVariable("LAB_DIR") ?? throw new BenchException("LAB_DIR is not set: use bench/run."), "rabbitmq");
        var file = Path.Combine(_folder, "env");
        if (!File.Exists(file))
            throw new BenchException($"There is no {file}: use bench/run, or lab/up.");
        _variables = File.ReadLines(file).Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1].Trim('\'', '"'));
        ManagementUrl = new Uri(_variables["LAB_RABBITMQ_MANAGEMENT_URL"]);
        Management = ManagementClient();
    }

    public string Version => _variables["LAB_RABBITMQ_VERSION"];

    public Uri ManagementUrl { get; }

    public string AmqpUrl => _variables["LAB_RABBITMQ_AMQP_URLS"].Split(',')[0];

    public string Username => _variables["LAB_RABBITMQ_ADMIN_USER"];

    public string Password => _variables["LAB_RABBITMQ_ADMIN_PASSWORD"];

    /// <summary>The management API, signed in as the administrator.</summary>
    public HttpClient Management { get; }

    /// <summary>The broker's own process.</summary>
    public ProcessFigures Process()
        => new(int.Parse(File.ReadAllText(Path.Combine(_folder, "node1", "pid")).Split(' ')[0], CultureInfo.InvariantCulture));

    public Task<IConnection> ConnectAsync(string name, string virtualHost = "/") => new ConnectionFactory
    {
        Uri = new Uri(AmqpUrl),
        VirtualHost = virtualHost,
        UserName = Username,
        Password = Password,
        ClientProvidedName = name,
        AutomaticRecoveryEnabled = false,
    }.CreateConnectionAsync();

    /// <summary>The settings by which the dashboard connects to it.</summary>
    /// <param name="managementUrl">Another way to its management API; null for the direct one.</param>
    public ConnectionSettings Settings(Uri? managementUrl = null)
        => new(
            new ConnectionInfo(new ConnectionId("lab"), "Lab", new BrokerKind("rabbitmq"), new EnvironmentTag("development"), false),
            new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
            {
                ["ManagementUrls:0"] = (managementUrl ?? ManagementUrl).ToString(),
                ["AmqpEndpoints:0"] = AmqpUrl,
                [nameof(Username)] = Username,
                [nameof(Password)] = Password,
            },
            "Dashboard:Connections:0:RabbitMq");

    /// <summary>The same, as it stands in a configuration file.</summary>
    public JsonObject SettingsJson(Uri? managementUrl = null) => new()
    {
        ["Id"] = "lab",
        ["Name"] = "Lab",
        ["Kind"] = "rabbitmq",
        ["RabbitMq"] = new JsonObject
        {
            ["ManagementUrls"] = new JsonArray((managementUrl ?? ManagementUrl).ToString()),
            ["AmqpEndpoints"] = new JsonArray(AmqpUrl),
            [nameof(Username)] = Username,
            [nameof(Password)] = Password,
        },
    };

    /// <param name="path">Below <c>/api/</c>.</param>
    /// <param name="body">What is put there.</param>
    public async Task PutAsync(string path, JsonObject body)
    {
        using var answer = await Management.PutAsJsonAsync($"api/{path}", body);
        answer.EnsureSuccessStatusCode();
    }

    public async Task DeleteAsync(string path)
    {
        using var answer = await Management.DeleteAsync($"api/{path}");
        if (answer.StatusCode != System.Net.HttpStatusCode.NotFound)
            answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => Management.Dispose();

    private HttpClient ManagementClient()
    {
        // The broker closes a connection after 60 s without a request; a PUT that crosses with that is lost.
        var handler = new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10) };
        var client = new HttpClient(handler) { BaseAddress = ManagementUrl, Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Username}:{Password}")));
        return client;
    }
}
