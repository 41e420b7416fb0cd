using System.Globalization;
using Dashboard.Core.Capabilities;
using Dashboard.Tests.Shared.RabbitMq;
using RabbitMQ.Client;

namespace Dashboard.Brokers.Tests.RabbitMq.Messages;

/// <summary>Thousands of messages of a classic queue, looked at and given back at once by closing the channel.</summary>
public sealed class LargeClassicLookTests(MessageVhost vhost) : IClassFixture<MessageVhost>
{
    private const int Count = 8_000;

    [Fact]
    public async Task Browse_ThousandsOfAClassicQueue_GivesAllBackInOrder()
    {
        await vhost.DeclareQueueAsync("large");
        await using var connection = await new ConnectionFactory
        {
            Uri = new Uri(vhost.Broker.AmqpUrl),
            UserName = vhost.Broker.AdminUser,
            Password = vhost.Broker.AdminPassword,
            VirtualHost = vhost.Name,
        }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        for (var i = 0; i < Count; i++)
            await channel.BasicPublishAsync("", "large", mandatory: false, new BasicProperties { Persistent = true, MessageId = i.ToString(CultureInfo.InvariantCulture) }, new byte[200]);
        while (await channel.MessageCountAsync("large") < Count)
            await Task.Delay(50);
        // The kind of the queue is told by the management API; a look that does not know it yet reads another way.
        var result = await vhost.Connection.Find<IMessageBrowser>()!.BrowseAsync(
            new BrowseRequest { Destination = vhost.Queue("large"), Count = Count + 1, MaxTotalBytes = 64 * 1024 * 1024 }, CancellationToken.None);

        result.Messages.Count.ShouldBe(Count);
        result.IsComplete.ShouldBeTrue(result.StopReason);
        (await channel.MessageCountAsync("large")).ShouldBe((uint)Count, "all of them are back when the look has ended");
        for (var i = 0; i < Count; i++)
            (await channel.BasicGetAsync("large", autoAck: true))!.BasicProperties.MessageId.ShouldBe(i.ToString(CultureInfo.InvariantCulture));
    }
}
