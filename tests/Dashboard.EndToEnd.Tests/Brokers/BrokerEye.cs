using Dashboard.Tests.Shared.RabbitMq;
using RabbitMQ.Client;

namespace Dashboard.EndToEnd.Tests.Brokers;

/// <summary>
/// Looks at the broker and changes it over an AMQP connection of its own: what a journey makes and counts does not go through anything it tests.
/// </summary>
public sealed class BrokerEye : IAsyncDisposable
{
    private readonly IConnection _connection;

    private BrokerEye(IConnection connection) => _connection = connection;

    public static Task<BrokerEye> OpenAsync(RabbitMqVhost vhost)
        => OpenAsync(vhost.Broker.AmqpUrl, vhost.Broker.AdminUser, vhost.Broker.AdminPassword, vhost.Name);

    public static async Task<BrokerEye> OpenAsync(string amqpUrl, string user, string password, string vhost)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(amqpUrl),
            UserName = user,
            Password = password,
            VirtualHost = vhost,
            ClientProvidedName = "end-to-end tests",
        };
        return new BrokerEye(await factory.CreateConnectionAsync());
    }

    public async Task DeclareQueueAsync(string name, IDictionary<string, object?>? arguments = null)
    {
        await using var channel = await _connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, arguments);
    }

    public async Task DeleteQueueAsync(string name)
    {
        await using var channel = await _connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(name);
    }

    /// <summary>A direct exchange, bound to a queue with the queue's name as the key.</summary>
    public async Task DeclareExchangeAsync(string name, string boundTo)
    {
        await using var channel = await _connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(name, ExchangeType.Direct, durable: true);
        await channel.QueueBindAsync(boundTo, name, boundTo);
    }

    /// <summary>A queue that hands what is rejected to <c>{name}.dead</c>, through the default exchange; both are declared.</summary>
    public async Task DeclareWithDeadLettersAsync(string name)
    {
        await DeclareQueueAsync($"{name}.dead");
        await DeclareQueueAsync(name, new Dictionary<string, object?> { ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = $"{name}.dead" });
    }

    public Task PublishAsync(string queue, ReadOnlyMemory<byte> body, Action<BasicProperties>? change = null)
        => PublishAsync(queue, 1, _ => body, (properties, _) => change?.Invoke(properties));

    /// <summary>Publishes persistent messages with ids <c>{queue}-{number}</c> through the default exchange and waits until all are confirmed.</summary>
    public async Task PublishAsync(string queue, int count, Func<int, ReadOnlyMemory<byte>> body, Action<BasicProperties, int>? change = null)
    {
        await using var channel = await _connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var pending = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            var properties = new BasicProperties { Persistent = true, MessageId = $"{queue}-{i}" };
            change?.Invoke(properties, i);
            pending.Add(channel.BasicPublishAsync("", queue, mandatory: true, properties, body(i)).AsTask());
            if (pending.Count >= 100)
            {
                await Task.WhenAll(pending);
                pending.Clear();
            }
        }

        await Task.WhenAll(pending);
    }

    /// <summary>Rejects this many messages of the queue, as a consumer does that cannot use them.</summary>
    public async Task RejectAsync(string queue, int count)
    {
        await using var channel = await _connection.CreateChannelAsync();
        ulong last = 0;
        for (var i = 0; i < count; i++)
            last = (await channel.BasicGetAsync(queue, autoAck: false) ?? throw new InvalidOperationException($"{queue} is empty after {i}.")).DeliveryTag;
        await channel.BasicNackAsync(last, multiple: true, requeue: false);
    }

    /// <summary>A consumer that takes so many messages and settles none, until it is disposed.</summary>
    public async Task<IAsyncDisposable> HoldAsync(string queue, ushort count)
    {
        var channel = await _connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, count, global: false);
        await channel.BasicConsumeAsync(queue, autoAck: false, new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel));
        return channel;
    }

    /// <summary>Messages that are ready, exactly and now.</summary>
    public async Task<long> CountAsync(string queue)
    {
        await using var channel = await _connection.CreateChannelAsync();
        return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }

    /// <summary>Waits until so many messages are ready.</summary>
    public async Task WaitForCountAsync(string queue, long count)
    {
        long seen = -1;
        for (var i = 0; i < 100 && seen != count; i++)
        {
            seen = await CountAsync(queue);
            if (seen != count)
                await Task.Delay(100);
        }

        seen.ShouldBe(count, $"messages ready in {queue}");
    }

    /// <summary>Takes everything out of the queue.</summary>
    public async Task<IReadOnlyList<BasicGetResult>> DrainAsync(string queue)
    {
        await using var channel = await _connection.CreateChannelAsync();
        var all = new List<BasicGetResult>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
            all.Add(message);
        return all;
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();
}
