using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Dashboard.Core.Access;
using Dashboard.Tests.Shared;
using Dashboard.Tests.Shared.RabbitMq;
using Dashboard.Web.Auth.Keys;
using Dashboard.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Dashboard.Web.Tests.Api;

/// <summary>
/// A whole dashboard on a real port, a vhost of the real broker, and keys of every kind. Connections: <c>rabbit</c>, <c>live</c> (production),
/// <c>watched</c> (read-only) lead to the vhost; <c>gone</c> leads nowhere.
/// </summary>
public sealed class ApiStage : IAsyncLifetime
{
    public const string Maker = "mona";

    private readonly RabbitMqVhost _vhost = new();
    private TestDashboard? _dashboard;
    private IConnection? _amqp;
    private int _calls;

    public TestDashboard Dashboard => _dashboard!;

    public RabbitMqVhost Vhost => _vhost;

    /// <summary>Where the AMQP and management ports of the broker are, as a stored connection to the vhost names them.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["ManagementUrls:0"] = _vhost.Broker.ManagementUrl,
        ["AmqpEndpoints:0"] = _vhost.Broker.AmqpUrl,
        ["VirtualHosts:0"] = _vhost.Name,
        ["Username"] = _vhost.Broker.AdminUser,
        ["Password"] = _vhost.Broker.AdminPassword,
    };

    public string Viewer { get; private set; } = "";

    public string Operator { get; private set; } = "";

    public string Admin { get; private set; } = "";

    public string Expired { get; private set; } = "";

    public string Revoked { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await _vhost.InitializeAsync();
        _amqp = await new ConnectionFactory
        {
            Uri = new Uri(_vhost.Broker.AmqpUrl),
            UserName = _vhost.Broker.AdminUser,
            Password = _vhost.Broker.AdminPassword,
            VirtualHost = _vhost.Name,
        }.CreateConnectionAsync();
        var closed = FreePort.Find();
        _dashboard = new TestDashboard(
            [
                ("Dashboard:Proxy:KnownProxies:0", "127.0.0.1"),
                ("Dashboard:Masking:Rules:0:Destination", "masked*"),
                ("Dashboard:Masking:Rules:0:Fields:0", "body.number"),
                ("Dashboard:Masking:Rules:0:Fields:1", "header.x-number"),
                .. Connection(0, "rabbit", _vhost.Broker.ManagementUrl, _vhost.Broker.AmqpUrl, "test"),
                .. Connection(1, "live", _vhost.Broker.ManagementUrl, _vhost.Broker.AmqpUrl, "production"),
                .. Connection(2, "watched", _vhost.Broker.ManagementUrl, _vhost.Broker.AmqpUrl, "test", "true"),
                .. Connection(3, "gone", $"http://127.0.0.1:{closed}", $"amqp://127.0.0.1:{closed}", "test"),
            ]).Started();
        await Dashboard.AddAccountAsync(Maker, Role.Admin);
        Viewer = await KeyAsync(Role.Viewer);
        Operator = await KeyAsync(Role.Operator);
        Admin = await KeyAsync(Role.Admin);
        Expired = await ExpiredKeyAsync();
        Revoked = await KeyAsync(Role.Admin);
        var id = Revoked.Split('_')[1];
        await Keys.RevokeAsync(new Actor(Maker, Role.Admin), id, CancellationToken.None);
        await WaitForAsync(async () => (await GetAsync(Viewer, "connections/rabbit"))["connection"]!["health"]!.GetValue<string>() == "up");
    }

    private ApiKeys Keys => Dashboard.Services.GetRequiredService<ApiKeys>();

    /// <summary>A new key's text.</summary>
    public async Task<string> KeyAsync(Role role, string name = "a test", string maker = Maker) =>
        (await Keys.CreateAsync(new Actor(maker, Role.Admin), name, role, null, CancellationToken.None)).Text;

    /// <summary>A client that sends the key, if any.</summary>
    public HttpClient Client(string? key)
    {
        var client = new HttpClient { BaseAddress = new Uri(Dashboard.ClientOptions.BaseAddress, "api/v1/") };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>The answer's JSON; the call must succeed.</summary>
    public async Task<JsonNode> GetAsync(string key, string path)
    {
        using var client = Client(key);
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(response);
    }

    /// <summary>Sends JSON and gives the answer's; the call must succeed.</summary>
    public async Task<JsonNode> SendAsync(string key, HttpMethod method, string path, object? body = null, string? idempotencyKey = null)
    {
        using var response = await TrySendAsync(key, method, path, body, idempotencyKey);
        return await ReadAsync(response);
    }

    public async Task<HttpResponseMessage> TrySendAsync(string? key, HttpMethod method, string path, object? body = null, string? idempotencyKey = null, string mediaType = "application/json")
    {
        using var client = Client(key);
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        // Each from an address of its own, so that one test's wrong keys do not use up another's.
        var number = Interlocked.Increment(ref _calls);
        request.Headers.Add("X-Forwarded-For", $"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}");
        if (body is not null)
            request.Content = body is string text ? new StringContent(text, Encoding.UTF8, mediaType) : JsonContent.Create(body);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await client.SendAsync(request);
    }

    /// <summary>The problem document of a call that must fail with it.</summary>
    public static async Task<JsonNode> ProblemAsync(HttpResponseMessage response, int status, string kind)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json", text);
        var problem = JsonNode.Parse(text)!;
        problem["type"]!.GetValue<string>().ShouldBe($"urn:broker-dashboard:problem:{kind}", text);
        problem["status"]!.GetValue<int>().ShouldBe(status);
        problem["title"]!.GetValue<string>().ShouldNotBeEmpty();
        return problem;
    }

    /// <summary>Declares a queue and puts messages with ids <c>{queue}-{number}</c> and JSON bodies into it.</summary>
    public async Task FillAsync(string queue, int count, IDictionary<string, object?>? arguments = null)
    {
        await using var channel = await _amqp!.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);
        for (var i = 0; i < count; i++)
        {
            var properties = new BasicProperties { Persistent = true, MessageId = $"{queue}-{i}", Headers = new Dictionary<string, object?> { ["x-number"] = i } };
            await channel.BasicPublishAsync("", queue, mandatory: true, properties, Encoding.UTF8.GetBytes($$"""{"number": {{i}}}"""));
        }
    }

    /// <summary>Rejects so many messages.</summary>
    public async Task RejectAsync(string queue, int count)
    {
        await using var channel = await _amqp!.CreateChannelAsync();
        for (var i = 0; i < count; i++)
            await channel.BasicNackAsync((await channel.BasicGetAsync(queue, autoAck: false))!.DeliveryTag, multiple: false, requeue: false);
    }

    /// <summary>Messages that are ready, as the broker says now.</summary>
    public async Task<long> CountAsync(string queue)
    {
        await using var channel = await _amqp!.CreateChannelAsync();
        return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }

    /// <summary>The ids of all messages of the queue, which is emptied.</summary>
    public async Task<List<string?>> DrainAsync(string queue)
    {
        await using var channel = await _amqp!.CreateChannelAsync();
        var ids = new List<string?>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
            ids.Add(message.BasicProperties.MessageId);
        return ids;
    }

    public object Queue(string name) => new { kind = "queue", scope = Vhost.Name, name };

    /// <summary>Waits until the operation has ended, and gives it.</summary>
    public async Task<JsonNode> EndOfAsync(string id)
    {
        JsonNode? job = null;
        await WaitForAsync(async () => (job = await GetAsync(Viewer, $"operations/{id}"))["isEnded"]!.GetValue<bool>());
        return job!;
    }

    /// <summary>Waits for at most half a minute; <paramref name="missing"/> says for what it would have waited longer.</summary>
    public static async Task WaitForAsync(Func<Task<bool>> isThere, Func<string>? missing = null)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await isThere())
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException($"What was waited for did not happen within 30 s. {missing?.Invoke()}");
    }

    public async Task DisposeAsync()
    {
        if (_dashboard is not null)
            await _dashboard.DisposeAsync();
        if (_amqp is not null)
            await _amqp.DisposeAsync();
        await _vhost.DisposeAsync();
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{response.RequestMessage!.RequestUri} gave {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    private async Task<string> ExpiredKeyAsync()
    {
        var (id, text) = ApiKeyText.New();
        var past = DateTimeOffset.UtcNow.AddDays(-1);
        var key = new ApiKey(id, "an old one", Maker, Role.Admin, ApiKeyText.HashOf(text), past.AddDays(-1), past, null, null, null);
        await Dashboard.Services.GetRequiredService<SqliteApiKeyStore>().AddAsync(key, CancellationToken.None);
        Dashboard.Services.GetRequiredService<ApiKeyDirectory>().Remember(key);
        return text;
    }

    private IEnumerable<(string Key, string Value)> Connection(int number, string id, string management, string amqp, string environment, string isReadOnly = "false")
    {
        var prefix = $"Dashboard:Connections:{number}";
        return
        [
            ($"{prefix}:Id", id), ($"{prefix}:Kind", "rabbitmq"), ($"{prefix}:Environment", environment), ($"{prefix}:ReadOnly", isReadOnly),
            ($"{prefix}:RabbitMq:ManagementUrls:0", management), ($"{prefix}:RabbitMq:AmqpEndpoints:0", amqp), ($"{prefix}:RabbitMq:VirtualHosts:0", Vhost.Name),
            ($"{prefix}:RabbitMq:Username", Vhost.Broker.AdminUser), ($"{prefix}:RabbitMq:Password", Vhost.Broker.AdminPassword),
        ];
    }
}
