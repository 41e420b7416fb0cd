using Dashboard.Brokers.Tests.RabbitMq.Management;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.RabbitMq;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Dashboard.Brokers.Tests.RabbitMq.Diagnosis;

/// <summary>
/// A vhost in which everything goes wrong that clients can make go wrong, each beside a neighbour that is well; played once, judged all the while.
/// One step of the bench is 10 s of the operator's night and about one of ours.
/// </summary>
public sealed class DiagnosisScene : RabbitMqVhost, IDisposable
{
    /// <summary>The last thing to show up: by then all rates have been there for a while.</summary>
    private static readonly (string Signal, string Name)[] Expected =
    [
        ("no-consumer", "lonely"), ("prefetch-full", "stuck"), ("not-acking", "holding"), ("outpaced", "slow"), ("poison-loop", "poison"),
        ("dead-letters-grow", "dead"), ("near-max-length", "full"), ("routes-nothing", "nowhere"), ("shovel-down", "shovel to nobody"), ("federation-down", "exchange"),
    ];

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _traffic = [];
    private ReaderHarness _harness = null!;
    private IConnection _client = null!;

    internal DiagnosisBench Bench { get; private set; } = null!;

    /// <summary>The verdicts of queues after the scene was played, before the long wait for the time-out.</summary>
    public Dictionary<string, string> Verdicts { get; } = [];

    /// <summary>What was found before the long wait, during which nothing rises any more as fast as the clock is turned.</summary>
    private IReadOnlyList<Finding> _played = [];

    /// <summary>What was found about a row; null where nothing was.</summary>
    internal Finding? Find(string signal, string name)
        => Bench.Find(signal, name) ?? _played.FirstOrDefault(f => f.Signal.Id == signal && f.Key?.Parts is [_, var part, ..] && part == name);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _harness = new ReaderHarness(Settings());
        Bench = new DiagnosisBench(_harness.Reader.Sections);
        _client = await new ConnectionFactory { Uri = new Uri(Broker.AmqpUrl), UserName = Broker.AdminUser, Password = Broker.AdminPassword, VirtualHost = Name, ClientProvidedName = "scene" }
            .CreateConnectionAsync();
        await DeclareAsync();
        await StartConsumersAsync();
        await WaitForConsumersAsync();
        await StartTrafficAsync();
        await PlayAsync();
        await WaitForTimeoutAsync();
    }

    public override async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_traffic).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _client.DisposeAsync();
        await _harness.DisposeAsync();
        await base.DisposeAsync();
    }

    public void Dispose() => _stop.Dispose();

    private async Task DeclareAsync()
    {
        foreach (var name in new[] { "lonely", "empty", "polled", "stuck", "busy", "holding", "poison", "dead", "dead.still" })
            await DeclareQueueAsync(name);
        await DeclareQueueAsync("slow", new Dictionary<string, object> { ["x-max-length"] = 100_000 });
        await DeclareQueueAsync("delay", new Dictionary<string, object> { ["x-message-ttl"] = 3_600_000, ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = "busy" });
        await DeclareQueueAsync("rejects", new Dictionary<string, object> { ["x-dead-letter-exchange"] = "dlx", ["x-dead-letter-routing-key"] = "rejected.now" });
        await DeclareQueueAsync("rejected before", new Dictionary<string, object> { ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = "dead.still" });
        await DeclareQueueAsync("full", new Dictionary<string, object> { ["x-max-length"] = 10 });
        await DeclareQueueAsync("roomy", new Dictionary<string, object> { ["x-max-length"] = 100 });
        await DeclareQueueAsync("one at a time", new Dictionary<string, object> { ["x-single-active-consumer"] = true });
        await DeclareExchangeAsync("dlx", "topic");
        await BindAsync("dlx", "dead", "rejected.#");
        await DeclareExchangeAsync("nowhere", "fanout");
        await DeclareExchangeAsync("somewhere", "fanout");
        await BindAsync("somewhere", "busy", "");
        var dead = "amqp://127.0.0.1:9";
        var own = $"amqp://{Uri.EscapeDataString(Broker.AdminUser)}:{Uri.EscapeDataString(Broker.AdminPassword)}@{new Uri(Broker.AmqpUrl).Authority}/{Escaped}";
        await PutShovelAsync("shovel to nobody", own, dead);
        await PutShovelAsync("shovel that runs", own, own);
        await DeclareExchangeAsync("federated");
        await Broker.CallAsync(HttpMethod.Put, $"parameters/federation-upstream/{Escaped}/nobody", new { value = new Dictionary<string, object> { ["uri"] = dead, ["reconnect-delay"] = 1 } });
        await Broker.CallAsync(HttpMethod.Put, $"policies/{Escaped}/federate", new Dictionary<string, object>
        {
            ["pattern"] = "^federated$", ["apply-to"] = "exchanges", ["definition"] = new Dictionary<string, object> { ["federation-upstream"] = "nobody" },
        });
    }

    /// <summary>The bench's clock runs ahead of the broker's statistics: nothing may wait before these know its consumers.</summary>
    private async Task WaitForConsumersAsync()
    {
        await using var reader = new ReaderHarness(Settings());
        await reader.WaitForTableAsync("queues", t => new[] { "stuck", "holding", "busy", "rejects", "poison", "slow", "one at a time" }
            .All(name => t.RowOf(RowKey.Of(Name, name)) is >= 0 and var row && t["consumers"].NumberAt(row) > 0));
    }

    private async Task StartTrafficAsync()
    {
        await PublishManyAsync("lonely", 3);
        await PublishManyAsync("polled", 500);
        await PublishManyAsync("stuck", 20);
        await PublishManyAsync("delay", 4);
        await PublishManyAsync("full", 15);
        await PublishManyAsync("roomy", 15);
        await PublishManyAsync("dead.still", 3);
        await PublishManyAsync("poison", 4);
        await PublishManyAsync("one at a time", 50);
        await PublishManyAsync("slow", 50);
        foreach (var (exchange, key, perSecond) in new[] { ("", "busy", 10), ("", "holding", 10), ("", "slow", 20), ("", "rejects", 5), ("nowhere", "x", 5), ("somewhere", "x", 5) })
            _traffic.Add(PublishSteadilyAsync(exchange, key, perSecond));
        _traffic.Add(PollAsync());
    }

    private async Task StartConsumersAsync()
    {
        await ConsumeAsync("stuck", 5, (_, _) => Task.CompletedTask);
        await ConsumeAsync("holding", 0, (_, _) => Task.CompletedTask);
        await ConsumeAsync("busy", 20, (channel, delivery) => channel.BasicAckAsync(delivery.DeliveryTag, false).AsTask());
        await ConsumeAsync("rejects", 5, (channel, delivery) => channel.BasicRejectAsync(delivery.DeliveryTag, false).AsTask());
        await ConsumeAsync("poison", 1, async (channel, delivery) =>
        {
            await Task.Delay(100, _stop.Token);
            await channel.BasicNackAsync(delivery.DeliveryTag, false, true);
        });
        await ConsumeAsync("slow", 1, async (channel, delivery) =>
        {
            await Task.Delay(250, _stop.Token);
            await channel.BasicAckAsync(delivery.DeliveryTag, false);
        });
        for (var i = 0; i < 2; i++)
        {
            await ConsumeAsync("one at a time", 1, async (channel, delivery) =>
            {
                await Task.Delay(200, _stop.Token);
                await channel.BasicAckAsync(delivery.DeliveryTag, false);
            });
        }
    }

    private async Task PlayAsync()
    {
        for (var step = 0; step < 60 && !Expected.All(Bench.Ever.Contains); step++)
        {
            await Bench.StepAsync(_harness.Reader, TimeSpan.FromSeconds(10));
            await Task.Delay(800);
        }

        _played = Bench.Diagnosis.Findings;
        foreach (var key in Bench.Snapshot.Section("queues")!.Table!.Keys)
            Verdicts[key.Parts[1]] = Bench.VerdictOf("queues", key);
    }

    /// <summary>Twenty-two minutes of the operator's night in a few seconds of ours.</summary>
    private async Task WaitForTimeoutAsync()
    {
        for (var minute = 0; minute < 22; minute++)
            await Bench.StepAsync(_harness.Reader, TimeSpan.FromMinutes(1));
    }

    private Task PutShovelAsync(string name, string from, string to) => Broker.CallAsync(HttpMethod.Put, $"parameters/shovel/{Escaped}/{Uri.EscapeDataString(name)}", new
    {
        value = new Dictionary<string, object>
        {
            ["src-protocol"] = "amqp091", ["src-uri"] = from, ["src-queue"] = "empty", ["dest-protocol"] = "amqp091", ["dest-uri"] = to, ["dest-queue"] = "busy", ["reconnect-delay"] = 1,
        },
    });

    private async Task ConsumeAsync(string queue, ushort prefetch, Func<IChannel, BasicDeliverEventArgs, Task> handle)
    {
        var channel = await _client.CreateChannelAsync();
        await channel.BasicQosAsync(0, prefetch, false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            if (!_stop.IsCancellationRequested)
                await handle(channel, delivery);
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
    }

    private async Task PublishManyAsync(string queue, int count)
    {
        await using var channel = await _client.CreateChannelAsync(new CreateChannelOptions(true, true));
        for (var i = 0; i < count; i++)
            await channel.BasicPublishAsync("", queue, "x"u8.ToArray());
    }

    private async Task PublishSteadilyAsync(string exchange, string key, int perSecond)
    {
        await using var channel = await _client.CreateChannelAsync();
        while (!_stop.IsCancellationRequested)
        {
            await channel.BasicPublishAsync(exchange, key, "x"u8.ToArray(), _stop.Token);
            await Task.Delay(1000 / perSecond, _stop.Token);
        }
    }

    private async Task PollAsync()
    {
        await using var channel = await _client.CreateChannelAsync();
        while (!_stop.IsCancellationRequested)
        {
            await channel.BasicGetAsync("polled", autoAck: true, _stop.Token);
            await Task.Delay(300, _stop.Token);
        }
    }
}
