using System.Text.Json;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Xunit;

namespace Dashboard.Tests.Shared.RabbitMq;

/// <summary>
/// Class fixture: a vhost of its own on the real broker, deleted with all that is in it at the end. Tests that use it neither see nor
/// disturb what others do.
/// </summary>
public class RabbitMqVhost : IAsyncLifetime
{
    public RabbitMqVhost()
        : this($"test-{Guid.NewGuid():N}")
    {
    }

    protected RabbitMqVhost(string name) => Name = name;

    /// <summary>The vhost.</summary>
    public string Name { get; }

    /// <summary>The vhost, escaped for a path.</summary>
    public string Escaped => Uri.EscapeDataString(Name);

    public RabbitMqBroker Broker { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Broker = await RabbitMqBroker.GetAsync();
        await Broker.CallAsync(HttpMethod.Put, $"vhosts/{Escaped}", new { });
        await Broker.CallAsync(
            HttpMethod.Put, $"permissions/{Escaped}/{Uri.EscapeDataString(Broker.AdminUser)}", new { configure = ".*", write = ".*", read = ".*" });
    }

    public virtual async Task DisposeAsync() => await Broker.CallAsync(HttpMethod.Delete, $"vhosts/{Escaped}");

    /// <summary>
    /// Settings of a RabbitMQ connection to this broker that shows this vhost only, as the administrator; <paramref name="changes"/> replaces
    /// values by key, null takes one away.
    /// </summary>
    public ConnectionSettings Settings(params (string Key, string? Value)[] changes)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["ManagementUrls:0"] = Broker.ManagementUrl,
            ["AmqpEndpoints:0"] = Broker.AmqpUrl,
            ["Username"] = Broker.AdminUser,
            ["Password"] = Broker.AdminPassword,
            ["VirtualHosts:0"] = Name,
        };
        foreach (var (key, value) in changes)
        {
            if (value is null)
                values.Remove(key);
            else
                values[key] = value;
        }

        var info = new ConnectionInfo(new ConnectionId("rabbit"), "Rabbit", new BrokerKind("rabbitmq"), new EnvironmentTag("test"), IsReadOnly: false);
        return new ConnectionSettings(info, values, "Dashboard:Connections:0:RabbitMq");
    }

    /// <summary>Declares a queue; by a definitions import, because no path can hold the names <c>.</c> and <c>..</c>.</summary>
    public Task DeclareQueueAsync(string name, object? arguments = null, bool durable = true) => DeclareQueuesAsync([name], arguments, durable);

    public Task DeclareQueuesAsync(IEnumerable<string> names, object? arguments = null, bool durable = true)
        => Broker.CallAsync(
            HttpMethod.Post, $"definitions/{Escaped}", new { queues = names.Select(name => new { name, durable, auto_delete = false, arguments = arguments ?? new { } }).ToArray() });

    public Task DeclareExchangeAsync(string name, string type = "direct", object? arguments = null)
        => Broker.CallAsync(HttpMethod.Put, $"exchanges/{Escaped}/{Uri.EscapeDataString(name)}", new { type, durable = true, arguments = arguments ?? new { } });

    public Task BindAsync(string exchange, string queue, string routingKey, object? arguments = null)
        => Broker.CallAsync(
            HttpMethod.Post,
            $"bindings/{Escaped}/e/{Uri.EscapeDataString(exchange)}/q/{Uri.EscapeDataString(queue)}",
            new { routing_key = routingKey, arguments = arguments ?? new { } });

    /// <summary>Publishes over the management API; the default exchange is <c>amq.default</c> there. True when it was routed.</summary>
    public async Task<bool> PublishAsync(string exchange, string routingKey, string body)
    {
        var answer = await Broker.CallAsync(
            HttpMethod.Post,
            $"exchanges/{Escaped}/{Uri.EscapeDataString(exchange.Length == 0 ? "amq.default" : exchange)}/publish",
            new { properties = new { delivery_mode = 2 }, routing_key = routingKey, payload = body, payload_encoding = "string" });
        return answer.ValueKind == JsonValueKind.Object && answer.GetProperty("routed").GetBoolean();
    }
}
