using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.Tests.RabbitMq.Messages;

/// <summary>What a copy keeps, and where a message came from, on messages that the broker itself dead-lettered.</summary>
public sealed class ReplayCopyTests(MessageVhost vhost) : IClassFixture<MessageVhost>
{
    private static readonly ReplayStamp Stamp = new("job-1", 7, KeepExpiration: false);

    [Fact]
    public async Task CopyOf_DeadLetter_KeepsAllButWhatWouldMislead()
    {
        var (queue, dead, message) = await DeadLetterAsync();
        var copy = vhost.Publisher.CopyOf(message, vhost.ToQueue(queue), Stamp);
        (await vhost.SendAsync(copy)).Kind.ShouldBe(PublishOutcomeKind.Confirmed);

        // It was thrown back into the same queue and did not vanish into the broker's cycle detection.
        var back = (await vhost.LookAsync(queue)).Messages.ShouldHaveSingleItem();
        back.Body.ToArray().ShouldBe(message.Body.ToArray());
        SampleHeaders.Show(back.Properties).ShouldBe(SampleHeaders.Show(message.Properties.Where(p => p.Name is not "expiration")));
        var names = back.Headers.Select(h => h.Name).ToList();
        names.ShouldNotContain("x-death");
        names.ShouldNotContain("x-first-death-queue");
        names.ShouldNotContain("CC");
        var kept = SampleHeaders.All().Select(h => h.Name).ToHashSet();
        SampleHeaders.Show(back.Headers.Where(h => kept.Contains(h.Name)).OrderBy(h => h.Name, StringComparer.Ordinal))
            .ShouldBe(SampleHeaders.Show(SampleHeaders.All().OrderBy(h => h.Name, StringComparer.Ordinal)));
        Header(back, "x-replay-id").ShouldBe(new TextValue("job-1/7"));
        Header(back, "x-replay-count").ShouldBe(new IntegerValue(1));
        var original = Header(back, "x-replay-original").ShouldBeOfType<TableValue>().Fields.Select(f => f.Name).ToList();
        original.ShouldContain("x-death");
        original.ShouldContain("x-first-death-queue");
        dead.ShouldNotBe(queue);
    }

    [Fact]
    public async Task CopyOf_Twice_CountsAndStillKnowsTheOrigin()
    {
        var (queue, _, message) = await DeadLetterAsync();
        var parking = await vhost.NewQueueAsync();
        (await vhost.SendAsync(vhost.Publisher.CopyOf(message, vhost.ToQueue(parking), Stamp))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
        var parked = (await vhost.LookAsync(parking)).Messages.ShouldHaveSingleItem();
        vhost.Transfer.OriginOf(parked, byOriginalRoute: false).Address.ShouldBe(vhost.ToQueue(queue));

        var copy = vhost.Publisher.CopyOf(parked, vhost.ToQueue(queue), Stamp with { Sequence = 8 });
        copy.Headers.Single(h => h.Name == "x-replay-count").Value.ShouldBe(new IntegerValue(2));
        copy.Headers.Single(h => h.Name == "x-replay-id").Value.ShouldBe(new TextValue("job-1/8"));
        copy.Headers.Count(h => h.Name == "x-replay-original").ShouldBe(1);
    }

    [Fact]
    public async Task OriginOf_DeadLetter_IsTheQueueOrTheFirstRoute()
    {
        var (queue, _, message) = await DeadLetterAsync();
        vhost.Transfer.OriginOf(message, byOriginalRoute: false).Address.ShouldBe(vhost.ToQueue(queue));
        vhost.Transfer.OriginOf(message, byOriginalRoute: true).Address.ShouldBe(vhost.ToExchange("amq.direct", "key-" + queue));
        message.Deaths[0].Queue.ShouldBe(queue);
        message.Deaths[0].Reason.ShouldBe("rejected");
        message.Deaths[0].RoutingKeys.ShouldContain("key-" + queue);
    }

    [Fact]
    public async Task OriginOf_MessageThatNeverDied_SaysWhyThereIsNone()
    {
        var queue = await vhost.NewQueueAsync();
        await vhost.FillAsync(queue, 1);
        var answer = vhost.Transfer.OriginOf((await vhost.LookAsync(queue)).Messages[0], byOriginalRoute: false);
        answer.Address.ShouldBeNull();
        answer.Reason.ShouldNotBeNull().ShouldContain("x-death");
    }

    [Fact]
    public async Task CopyOf_ExpirationAndUserId_AsAsked()
    {
        var queue = await vhost.NewQueueAsync();
        var message = Envelope([new("expiration", new TextValue("60000", "shortstr")), new("user_id", new TextValue("somebody-else", "shortstr"))], []);
        var without = vhost.Publisher.CopyOf(message, vhost.ToQueue(queue), Stamp);
        without.Properties.ShouldNotContain(p => p.Name == "expiration" || p.Name == "user_id");
        var original = without.Headers.Single(h => h.Name == "x-replay-original").Value.ShouldBeOfType<TableValue>();
        original.Fields.Select(f => f.Name).Order().ShouldBe(["expiration", "user_id"]);
        var with = vhost.Publisher.CopyOf(message, vhost.ToQueue(queue), Stamp with { KeepExpiration = true });
        with.Properties.ShouldContain(p => p.Name == "expiration");

        var own = Envelope([new("user_id", new TextValue(vhost.Broker.AdminUser, "shortstr"))], []);
        vhost.Publisher.CopyOf(own, vhost.ToQueue(queue), Stamp).Properties.ShouldContain(p => p.Name == "user_id");
        (await vhost.SendAsync(without)).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
    }

    [Fact]
    public async Task CopyOf_CarbonCopies_ReachOnlyWhereItIsSent()
    {
        var (queue, other) = (await vhost.NewQueueAsync(), await vhost.NewQueueAsync());
        var message = Envelope([], [new("CC", new ListValue([new TextValue(other)])), new("BCC", new ListValue([new TextValue(other)]))]);
        (await vhost.SendAsync(vhost.Publisher.CopyOf(message, vhost.ToQueue(queue), Stamp))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
        (await vhost.ReadyAsync(queue)).ShouldBe(1);
        (await vhost.ReadyAsync(other)).ShouldBe(0);
    }

    [Fact]
    public async Task CopyOf_MessageOfAnotherBroker_IsMapped()
    {
        var queue = await vhost.NewQueueAsync();
        var message = Envelope([new("partition", new IntegerValue(3, "int32")), new("message_id", new TextValue(new string('x', 300)))], [new("trace", new BytesValue(new byte[] { 0xff }))]) with
        {
            Key = new byte[] { 1, 2 },
            ContentType = "text/plain",
            Timestamp = DateTimeOffset.FromUnixTimeSeconds(1_600_000_000),
        };
        (await vhost.SendAsync(vhost.Publisher.CopyOf(message, vhost.ToQueue(queue), Stamp))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
        var arrived = (await vhost.LookAsync(queue)).Messages.ShouldHaveSingleItem();
        arrived.ContentType.ShouldBe("text/plain");
        arrived.Timestamp.ShouldBe(message.Timestamp);
        Header(arrived, "x-replay-source-partition").ShouldBe(new IntegerValue(3, "int32"));
        Header(arrived, "x-replay-source-message_id").ShouldBe(new TextValue(new string('x', 300)));
        Header(arrived, "x-replay-key").ShouldBeOfType<BytesValue>().Value.ToArray().ShouldBe([1, 2]);
        Header(arrived, "trace").ShouldBeOfType<BytesValue>().Value.ToArray().ShouldBe([0xff]);
    }

    /// <summary>A message with everything in it that was published by key, rejected, and so came into a dead-letter queue.</summary>
    private async Task<(string Queue, string Dead, MessageEnvelope Message)> DeadLetterAsync()
    {
        var dead = await vhost.NewQueueAsync();
        var queue = await vhost.NewQueueAsync(new Dictionary<string, object> { ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = dead });
        await vhost.BindAsync("amq.direct", queue, "key-" + queue);
        (await vhost.SendAsync(new OutgoingMessage
        {
            Address = vhost.ToExchange("amq.direct", "key-" + queue),
            Body = new byte[] { 0, 1, 0xff, 0x80 },
            Properties = [new("delivery_mode", new IntegerValue(2, "uint8")), new("message_id", new TextValue("m-1")), new("user_id", new TextValue(vhost.Broker.AdminUser))],
            Headers = SampleHeaders.All(),
        })).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
        await using (var channel = await vhost.ChannelAsync())
        {
            var got = (await channel.BasicGetAsync(queue, autoAck: false)).ShouldNotBeNull();
            await channel.BasicRejectAsync(got.DeliveryTag, requeue: false);
            await channel.CloseAsync();
        }

        await vhost.ShouldBecomeReadyAsync(dead, 1);
        return (queue, dead, (await vhost.LookAsync(dead)).Messages.ShouldHaveSingleItem());
    }

    private MessageEnvelope Envelope(IReadOnlyList<MessageField> properties, IReadOnlyList<MessageField> headers) => new()
    {
        Source = vhost.Queue("source"),
        Position = 0,
        Identity = new MessageIdentity(null, new string('0', 64)),
        Body = new byte[] { 1 },
        BodySize = 1,
        Properties = properties,
        Headers = headers,
    };

    private static FieldValue Header(MessageEnvelope message, string name) => message.Headers.Single(h => h.Name == name).Value;
}
