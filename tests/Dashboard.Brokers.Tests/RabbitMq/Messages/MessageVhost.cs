using Dashboard.Brokers.RabbitMq;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.RabbitMq;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;

namespace Dashboard.Brokers.Tests.RabbitMq.Messages;

/// <summary>A vhost of one's own, the dashboard's capabilities on it, and a plain client beside them that does what applications do.</summary>
public sealed class MessageVhost : RabbitMqVhost
{
    private IConnection _client = null!;

    public IBrokerConnection Connection { get; private set; } = null!;

    public IMessageBrowser Browser => Connection.Find<IMessageBrowser>()!;

    public IMessagePublisher Publisher => Connection.Find<IMessagePublisher>()!;

    public IMessageTransfer Transfer => Connection.Find<IMessageTransfer>()!;

    public IDestinationPurger Purger => Connection.Find<IDestinationPurger>()!;

    public IDestinationInspector Inspector => Connection.Find<IDestinationInspector>()!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Connection = Connect();
        _client = await new ConnectionFactory
        {
            Uri = new Uri(Broker.AmqpUrl),
            UserName = Broker.AdminUser,
            Password = Broker.AdminPassword,
            VirtualHost = Name,
        }.CreateConnectionAsync();
    }

    public override async Task DisposeAsync()
    {
        await Connection.DisposeAsync();
        await _client.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>A connection of its own, with settings changed as in <see cref="RabbitMqVhost.Settings"/>.</summary>
    public IBrokerConnection Connect(params (string Key, string? Value)[] changes)
        => new RabbitMqProvider(NullLoggerFactory.Instance, TimeProvider.System).Create(Settings(changes));

    /// <summary>A channel of the plain client.</summary>
    public Task<IChannel> ChannelAsync(bool confirms = false) => _client.CreateChannelAsync(new CreateChannelOptions(confirms, confirms));

    public DestinationRef Queue(string name) => new(Connection.Info.Id, "queue", Name, name);

    public DestinationRef Exchange(string name) => new(Connection.Info.Id, "exchange", Name, name);

    public PublishAddress ToQueue(string name) => new(Queue(name));

    public PublishAddress ToExchange(string name, string key) => new(Exchange(name), key);

    /// <summary>A name nobody else uses.</summary>
    public static string NewName(string prefix = "q") => $"{prefix}-{Guid.NewGuid():N}"[..20];

    public async Task<string> NewQueueAsync(object? arguments = null)
    {
        var name = NewName();
        await DeclareQueueAsync(name, arguments);
        return name;
    }

    /// <summary>Ready messages as AMQP counts them now.</summary>
    public async Task<long> ReadyAsync(string queue)
    {
        await using var channel = await ChannelAsync();
        return await channel.MessageCountAsync(queue);
    }

    /// <summary>Waits until the queue has this many ready: giving back is heard a moment later than counting is answered.</summary>
    public async Task ShouldBecomeReadyAsync(string queue, long expected)
    {
        var ready = await ReadyAsync(queue);
        for (var i = 0; i < 50 && ready != expected; i++)
        {
            await Task.Delay(100);
            ready = await ReadyAsync(queue);
        }

        ready.ShouldBe(expected);
    }

    /// <summary>Sends bodies to a queue with the plain client, confirmed.</summary>
    public async Task FillAsync(string queue, IEnumerable<byte[]> bodies, BasicProperties? properties = null)
    {
        // Counted by the queue, not confirmed one by one: that would take a disk write each.
        var before = await ReadyAsync(queue);
        await using var channel = await ChannelAsync();
        var count = 0;
        foreach (var body in bodies)
        {
            await channel.BasicPublishAsync("", queue, true, properties ?? new BasicProperties { Persistent = true }, body);
            count++;
        }

        await ShouldBecomeReadyAsync(queue, before + count);
    }

    public Task FillAsync(string queue, int count) => FillAsync(queue, Enumerable.Range(0, count).Select(i => System.Text.Encoding.UTF8.GetBytes($"m{i}")));

    /// <summary>Sends bodies and waits for all confirmations; for streams, which count otherwise.</summary>
    public async Task SendManyAsync(string queue, int count)
    {
        await using var session = await Publisher.OpenAsync(Name, CancellationToken.None);
        var fates = new List<Task<PublishOutcome>>();
        for (var i = 0; i < count; i++)
            fates.Add(await session.SendAsync(new OutgoingMessage { Address = ToQueue(queue), Body = System.Text.Encoding.UTF8.GetBytes($"m{i}") }, CancellationToken.None));
        foreach (var fate in fates)
            (await fate.WaitAsync(TimeSpan.FromSeconds(20))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
    }

    /// <summary>Takes everything out with the plain client.</summary>
    public async Task<List<BasicGetResult>> DrainAsync(string queue)
    {
        await using var channel = await ChannelAsync();
        var all = new List<BasicGetResult>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } got)
            all.Add(got);
        return all;
    }

    /// <summary>Sends one message and tells its fate.</summary>
    public async Task<PublishOutcome> SendAsync(OutgoingMessage message)
    {
        await using var session = await Publisher.OpenAsync(Name, CancellationToken.None);
        return await (await session.SendAsync(message, CancellationToken.None)).WaitAsync(TimeSpan.FromSeconds(20));
    }

    public Task<BrowseResult> LookAsync(string queue, int count = 100)
        => Browser.BrowseAsync(new BrowseRequest { Destination = Queue(queue), Count = count }, CancellationToken.None);
}
