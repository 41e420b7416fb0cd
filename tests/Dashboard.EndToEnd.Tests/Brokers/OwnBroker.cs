using System.Text.Json.Nodes;
using Dashboard.Tests.Shared.RabbitMq;

namespace Dashboard.EndToEnd.Tests.Brokers;

/// <summary>A RabbitMQ that belongs to one journey alone, which may kill it.</summary>
public sealed class OwnBroker : IAsyncDisposable
{
    private readonly OwnLab _lab;

    private OwnBroker(OwnLab lab) => _lab = lab;

    public string ManagementUrl => _lab.Variables["LAB_RABBITMQ_MANAGEMENT_URL"];

    public string AmqpUrl => $"amqp://127.0.0.1:{_lab.Variables["LAB_RABBITMQ_AMQP_PORT"]}";

    public static async Task<OwnBroker> StartAsync() => new(await OwnLab.StartAsync());

    /// <inheritdoc cref="OwnLab.UpAsync"/>
    public Task UpAsync() => _lab.UpAsync();

    /// <inheritdoc cref="OwnLab.DownAsync"/>
    public Task DownAsync() => _lab.DownAsync();

    /// <inheritdoc cref="OwnLab.Kill"/>
    public void Kill() => _lab.Kill();

    /// <summary>The vhost <c>/</c> as the administrator.</summary>
    public Task<BrokerEye> LookAsync() => BrokerEye.OpenAsync(AmqpUrl, _lab.Variables["LAB_RABBITMQ_ADMIN_USER"], _lab.Variables["LAB_RABBITMQ_ADMIN_PASSWORD"], "/");

    /// <param name="id">Id of the connection.</param>
    /// <param name="name">Its name; null for the id.</param>
    /// <param name="environment"><c>production</c> switches the guard on.</param>
    /// <param name="isReadOnly">Without anything that changes the broker.</param>
    /// <param name="vhosts">Those that are shown; none for all.</param>
    public JsonObject Connection(string id, string? name = null, string environment = "test", bool isReadOnly = false, params string[] vhosts) => ConnectionJson.Of(
        id, ManagementUrl, AmqpUrl, _lab.Variables["LAB_RABBITMQ_ADMIN_USER"], _lab.Variables["LAB_RABBITMQ_ADMIN_PASSWORD"], environment, isReadOnly, name, vhosts);

    /// <summary>Connections that open from now on agree on a heartbeat of this many seconds at most.</summary>
    public Task LimitHeartbeatAsync(int seconds) => _lab.RunAsync($"lab/rabbitmqctl eval 'application:set_env(rabbit, heartbeat, {seconds}).'");

    /// <summary>The lab's scene: an order pipeline, dead letters, stuck consumers; it ends with the broker.</summary>
    public Task StartTrafficAsync() => _lab.RunAsync("lab/traffic up");

    public ValueTask DisposeAsync() => _lab.DisposeAsync();
}
