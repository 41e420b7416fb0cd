using System.Net;
using System.Text;
using Dashboard.Brokers.RabbitMq;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Contract;
using Dashboard.Tests.Shared.RabbitMq;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;

namespace Dashboard.Brokers.Tests.RabbitMq;

/// <summary>RabbitMQ for the contract: a vhost of its own on the real broker, and a plain AMQP client that counts, fills and drains.</summary>
public class RabbitMqUnderTest : RabbitMqVhost, IBrokerUnderTest
{
    private const string ReaderPassword = "read-only-5ecret";
    private const string WrongPassword = "wr0ng-pa55word";

    private readonly string _reader = $"reader-{Guid.NewGuid():N}";
    private IConnection _client = null!;
    private IChannel? _last;

    public IBrokerProvider Provider { get; } = new RabbitMqProvider(NullLoggerFactory.Instance, TimeProvider.System);

    public string DestinationKind => "queue";

    public string Scope => Name;

    public IPEndPoint MessageEndPoint => new(IPAddress.Loopback, new Uri(Broker.AmqpUrl).Port);

    public IReadOnlyList<string> Secrets => [Broker.AdminPassword, ReaderPassword, WrongPassword];

    public IReadOnlyList<BrokenSetting> BrokenSettings =>
    [
        new("ManagementUrls:0", "ftp://rabbit.example"),
        new("AmqpEndpoints:0", "amqp://user:c0nfigured@rabbit.example"),
        new("Username", null),
        new("Password", null),
        new("RequestTimeoutSeconds", "soon"),
        new("MaxResponseMegabytes", "-1"),
        new("Tls:CaFile", "/no/such/authority.pem"),
        new("Tls:SkipHostnameCheck", "perhaps"),
        new("Pasword", WrongPassword),
    ];

    public IReadOnlyList<PublishAddress> MissingAddresses =>
    [
        new(Destination("no such queue")),
        new(Destination("no such exchange") with { Kind = "exchange" }, "key"),
    ];

    /// <summary>Arguments of the queues that are declared.</summary>
    protected virtual IReadOnlyDictionary<string, object> QueueArguments { get; } = new Dictionary<string, object>();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Broker.AddUserAsync(_reader, ReaderPassword, "monitoring", Name, configure: "^$", write: "^$");
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
        await _client.DisposeAsync();
        await Broker.CallAsync(HttpMethod.Delete, $"users/{_reader}");
        await base.DisposeAsync();
    }

    /// <summary>On a machine under load another channel was once seen to count before a closed one's messages were back.</summary>
    public virtual TimeSpan CountLag => TimeSpan.FromSeconds(1);

    public virtual string? WhyNot(ContractPart part) => null;

    public ConnectionSettings Settings() => base.Settings();

    public ConnectionSettings SettingsWithWrongPassword() => Settings(("Password", WrongPassword));

    public ConnectionSettings SettingsOfReader() => Settings(("Username", _reader), ("Password", ReaderPassword));

    public ConnectionSettings SettingsAt(IPEndPoint place, int limitSeconds = 1)
        => Settings(("ManagementUrls:0", $"http://{place}"), ("AmqpEndpoints:0", $"amqp://{place}"), ("RequestTimeoutSeconds", $"{limitSeconds}"));

    public ConnectionSettings SettingsThrough(IPEndPoint relay) => Settings(("AmqpEndpoints:0", $"amqp://{relay}"));

    // Line breaks are cut out of the names of queues and exchanges by the broker itself.
    public bool CanName(string name) => name.Length > 0 && !name.AsSpan().ContainsAny('\r', '\n') && Encoding.UTF8.GetByteCount(name) <= 255 && !name.StartsWith("amq.", StringComparison.Ordinal);

    public async Task<DestinationRef> CreateAsync(string name)
    {
        await (await ChannelAsync()).QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, QueueArguments.ToDictionary(a => a.Key, a => (object?)a.Value));
        return Destination(name);
    }

    public async Task DeleteAsync(DestinationRef destination) => await (await ChannelAsync()).QueueDeleteAsync(destination.Name);

    public async Task PutAsync(DestinationRef destination, IReadOnlyList<KnownMessage> messages)
    {
        if (messages.Count == 0)
            return;

        // The library's own tracking of confirmations would write a header of its own into each message.
        await using var channel = await _client.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false));
        var open = Enumerable.Range(1, messages.Count).Select(i => (ulong)i).ToHashSet();
        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.BasicAcksAsync += (_, ack) =>
        {
            open.RemoveWhere(tag => tag == ack.DeliveryTag || (ack.Multiple && tag < ack.DeliveryTag));
            if (open.Count == 0)
                confirmed.TrySetResult();
            return Task.CompletedTask;
        };
        foreach (var message in messages)
        {
            var properties = new BasicProperties { Persistent = true };
            if (message.Number.Length > 0)
                properties.Headers = new Dictionary<string, object?> { ["number"] = message.Number };
            await channel.BasicPublishAsync("", destination.Name, mandatory: true, properties, message.Body);
        }

        await confirmed.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public virtual async Task<long> CountAsync(DestinationRef destination) => await (await ChannelAsync()).MessageCountAsync(destination.Name);

    public virtual async Task<IReadOnlyList<KnownMessage>> TakeAllAsync(DestinationRef destination)
    {
        var channel = await ChannelAsync();
        var taken = new List<KnownMessage>();
        while (await channel.BasicGetAsync(destination.Name, autoAck: true) is { } got)
            taken.Add(Known(got.Body.ToArray(), got.BasicProperties));
        return taken;
    }

    public async Task<IAsyncDisposable> HoldAsync(DestinationRef destination, int count)
    {
        var holder = await _client.CreateChannelAsync();
        for (var i = 0; i < count; i++)
            (await holder.BasicGetAsync(destination.Name, autoAck: false)).ShouldNotBeNull();
        return holder;
    }

    public async Task<DeadLettered> DeadLetterAsync(KnownMessage message)
    {
        var place = await CreateAsync($"dead-{Guid.NewGuid():N}");
        var origin = Destination($"origin-{Guid.NewGuid():N}");
        var arguments = new Dictionary<string, object?>(QueueArguments.ToDictionary(a => a.Key, a => (object?)a.Value))
        {
            ["x-dead-letter-exchange"] = "",
            ["x-dead-letter-routing-key"] = place.Name,
        };
        await (await ChannelAsync()).QueueDeclareAsync(origin.Name, durable: true, exclusive: false, autoDelete: false, arguments);
        await PutAsync(origin, [message]);
        var channel = await ChannelAsync();
        var got = (await channel.BasicGetAsync(origin.Name, autoAck: false)).ShouldNotBeNull();
        await channel.BasicRejectAsync(got.DeliveryTag, requeue: false);
        for (var tries = 0; tries < 200 && await CountAsync(place) == 0; tries++)
            await Task.Delay(25);
        return new DeadLettered(origin, place);
    }

    public async Task CutOffAsync()
    {
        // The broker lists a connection some moments after it opened.
        for (var tries = 0; tries < 200; tries++)
        {
            var ours = (await Broker.CallAsync(HttpMethod.Get, $"vhosts/{Escaped}/connections")).EnumerateArray()
                .Where(c => c.TryGetProperty("client_properties", out var properties)
                    && properties.TryGetProperty("connection_name", out var name) && name.GetString()!.StartsWith("Broker Dashboard", StringComparison.Ordinal))
                .Select(c => c.GetProperty("name").GetString()!)
                .ToList();
            foreach (var connection in ours)
                await Broker.CallAsync(HttpMethod.Delete, $"connections/{Uri.EscapeDataString(connection)}");
            if (ours.Count > 0)
                return;
            await Task.Delay(50);
        }

        throw new InvalidOperationException("The broker knows of no connection of the dashboard.");
    }

    protected static KnownMessage Known(byte[] body, IReadOnlyBasicProperties properties)
        => new(body, properties.Headers?.TryGetValue("number", out var number) == true && number is byte[] text ? Encoding.UTF8.GetString(text) : "");

    /// <summary>A question about what is not there closes a channel; the next test gets a new one.</summary>
    protected async Task<IChannel> ChannelAsync() => _last is { IsOpen: true }
        ? _last
        : _last = await NewChannelAsync();

    protected Task<IChannel> NewChannelAsync() => _client.CreateChannelAsync();

    private DestinationRef Destination(string name) => new(Settings().Info.Id, "queue", Name, name);
}
