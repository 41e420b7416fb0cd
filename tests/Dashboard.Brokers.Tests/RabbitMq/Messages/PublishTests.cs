using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Tests.RabbitMq.Messages;

public sealed class PublishTests(MessageVhost vhost) : IClassFixture<MessageVhost>
{
    private static readonly ReadOnlyMemory<byte> Body = "hello"u8.ToArray();

    [Fact]
    public async Task Send_ToQueue_IsConfirmedAndStandsThere()
    {
        var queue = await vhost.NewQueueAsync();
        var outcome = await vhost.SendAsync(new OutgoingMessage { Address = vhost.ToQueue(queue), Body = Body });
        outcome.Kind.ShouldBe(PublishOutcomeKind.Confirmed);
        (await vhost.DrainAsync(queue)).ShouldHaveSingleItem().Body.ToArray().ShouldBe(Body.ToArray());
    }

    [Fact]
    public async Task Send_Unroutable_IsReturnedWithTheBrokersWords()
    {
        var outcome = await vhost.SendAsync(new OutgoingMessage { Address = vhost.ToQueue("nobody"), Body = Body });
        outcome.Kind.ShouldBe(PublishOutcomeKind.Returned);
        outcome.Detail.ShouldBe("312 NO_ROUTE");
    }

    [Fact]
    public async Task Send_UnroutableNotMandatory_IsConfirmed()
    {
        var outcome = await vhost.SendAsync(new OutgoingMessage { Address = vhost.ToQueue("nobody"), Body = Body, IsMandatory = false });
        outcome.Kind.ShouldBe(PublishOutcomeKind.Confirmed);
    }

    [Fact]
    public async Task Send_ToFullQueueThatRejects_IsNacked()
    {
        var queue = await vhost.NewQueueAsync(new Dictionary<string, object> { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" });
        await vhost.FillAsync(queue, 1);
        var outcome = await vhost.SendAsync(new OutgoingMessage { Address = vhost.ToQueue(queue), Body = Body });
        outcome.Kind.ShouldBe(PublishOutcomeKind.Nacked);
        (await vhost.ReadyAsync(queue)).ShouldBe(1);
    }

    [Fact]
    public async Task Send_ToMissingExchange_IsRefusedInTheBrokersWordsAndTheSessionIsLost()
    {
        await using var session = await vhost.Publisher.OpenAsync(vhost.Name, CancellationToken.None);
        var message = new OutgoingMessage { Address = vhost.ToExchange("not-there", "k"), Body = Body };
        var outcome = await (await session.SendAsync(message, CancellationToken.None)).WaitAsync(TimeSpan.FromSeconds(20));
        outcome.Kind.ShouldBe(PublishOutcomeKind.Nacked);
        outcome.Detail.ShouldNotBeNull().ShouldContain("NOT_FOUND - no exchange 'not-there'");

        var error = await Should.ThrowAsync<BrokerException>(async () => await session.SendAsync(message, CancellationToken.None));
        error.BrokerWords.ShouldNotBeNull().ShouldContain("404");
        error.NextStep.ShouldNotBeNull().ShouldContain("exchange");
    }

    [Fact]
    public async Task Send_ManyMixedWithoutStamps_EachGetsItsOwnFate()
    {
        var queue = await vhost.NewQueueAsync();
        await using var session = await vhost.Publisher.OpenAsync(vhost.Name, CancellationToken.None);
        var fates = new List<(bool IsRoutable, Task<PublishOutcome> Outcome)>();
        for (var i = 0; i < 500; i++)
        {
            var isRoutable = i % 3 != 0;
            var message = new OutgoingMessage { Address = vhost.ToQueue(isRoutable ? queue : "nobody"), Body = Encoding.UTF8.GetBytes($"m{i}") };
            fates.Add((isRoutable, await session.SendAsync(message, CancellationToken.None)));
        }

        foreach (var (isRoutable, outcome) in fates)
            (await outcome.WaitAsync(TimeSpan.FromSeconds(20))).Kind.ShouldBe(isRoutable ? PublishOutcomeKind.Confirmed : PublishOutcomeKind.Returned);
        (await vhost.ReadyAsync(queue)).ShouldBe(fates.Count(f => f.IsRoutable));
    }

    [Fact]
    public async Task Send_AllPropertiesAndHeaderTypes_ArriveAsTheyWereGiven()
    {
        var queue = await vhost.NewQueueAsync();
        MessageField[] properties =
        [
            new("content_type", new TextValue("application/json", "shortstr")),
            new("content_encoding", new TextValue("gzip", "shortstr")),
            new("delivery_mode", new IntegerValue(2, "uint8")),
            new("priority", new IntegerValue(7, "uint8")),
            new("correlation_id", new TextValue("c-1", "shortstr")),
            new("reply_to", new TextValue("replies", "shortstr")),
            new("expiration", new TextValue("600000", "shortstr")),
            new("message_id", new TextValue("id ü", "shortstr")),
            new("timestamp", new TimestampValue(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000))),
            new("type", new TextValue("order.created", "shortstr")),
            new("user_id", new TextValue(vhost.Broker.AdminUser, "shortstr")),
            new("app_id", new TextValue("shop", "shortstr")),
            new("cluster_id", new TextValue("", "shortstr")),
        ];
        var headers = SampleHeaders.All();
        var outcome = await vhost.SendAsync(new OutgoingMessage { Address = vhost.ToQueue(queue), Body = Body, Properties = properties, Headers = headers });
        outcome.Kind.ShouldBe(PublishOutcomeKind.Confirmed);

        var seen = (await vhost.LookAsync(queue)).Messages.ShouldHaveSingleItem();
        SampleHeaders.Show(seen.Properties).ShouldBe(SampleHeaders.Show(properties));
        SampleHeaders.Show(seen.Headers).ShouldBe(SampleHeaders.Show(headers));
        seen.ContentType.ShouldBe("application/json");
        seen.ContentEncoding.ShouldBe("gzip");
        seen.Timestamp.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        seen.Identity.MessageId.ShouldBe("id ü");
    }

    [Theory]
    [InlineData("message_id", 256)]
    [InlineData("no_such_property", 1)]
    public async Task Send_PropertyThatAmqpCannotHold_IsNotSent(string name, int length)
    {
        var queue = await vhost.NewQueueAsync();
        await using var session = await vhost.Publisher.OpenAsync(vhost.Name, CancellationToken.None);
        var bad = new OutgoingMessage { Address = vhost.ToQueue(queue), Body = Body, Properties = [new(name, new TextValue(new string('x', length)))] };
        var outcome = await await session.SendAsync(bad, CancellationToken.None);
        outcome.Kind.ShouldBe(PublishOutcomeKind.NotSent);
        outcome.Detail.ShouldNotBeNull().ShouldContain(name);

        // The session goes on, and its numbers are still right.
        var good = new OutgoingMessage { Address = vhost.ToQueue(queue), Body = Body };
        (await (await session.SendAsync(good, CancellationToken.None)).WaitAsync(TimeSpan.FromSeconds(20))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
    }

    [Fact]
    public async Task Send_HeadersLargerThanAFrame_IsNotSentAndTheConnectionLives()
    {
        var queue = await vhost.NewQueueAsync();
        await using var session = await vhost.Publisher.OpenAsync(vhost.Name, CancellationToken.None);
        var bad = new OutgoingMessage { Address = vhost.ToQueue(queue), Body = Body, Headers = [new("big", new TextValue(new string('x', 200_000)))] };
        (await await session.SendAsync(bad, CancellationToken.None)).Kind.ShouldBe(PublishOutcomeKind.NotSent);
        var good = new OutgoingMessage { Address = vhost.ToQueue(queue), Body = Body };
        (await (await session.SendAsync(good, CancellationToken.None)).WaitAsync(TimeSpan.FromSeconds(20))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
    }

    [Fact]
    public async Task Open_VhostThatIsNotThere_SaysSoInTheBrokersWords()
    {
        var error = await Should.ThrowAsync<BrokerException>(() => vhost.Publisher.OpenAsync("no-such-vhost", CancellationToken.None));
        error.BrokerWords.ShouldNotBeNull().ShouldContain("no-such-vhost");
        error.NextStep.ShouldNotBeNull().ShouldContain("vhost");
    }

    [Fact]
    public async Task Open_WrongPassword_SaysSoWithoutThePassword()
    {
        await using var connection = vhost.Connect(("Password", "wr0ng-secret"));
        var error = await Should.ThrowAsync<BrokerException>(() => connection.Find<IMessagePublisher>()!.OpenAsync(vhost.Name, CancellationToken.None));
        error.Message.ShouldContain("does not accept user");
        (error.Message + error.BrokerWords + error.NextStep).ShouldNotContain("wr0ng-secret");
    }

    [Fact]
    public async Task Open_FirstEndpointIsDead_UsesTheNext()
    {
        await using var connection = vhost.Connect(("AmqpEndpoints:0", "amqp://127.0.0.1:1"), ("AmqpEndpoints:1", vhost.Broker.AmqpUrl));
        await using var session = await connection.Find<IMessagePublisher>()!.OpenAsync(vhost.Name, CancellationToken.None);
        session.BlockedReason.ShouldBeNull();
    }

    [Fact]
    public async Task Open_NothingListens_SaysWhereAndWhatToDo()
    {
        await using var connection = vhost.Connect(("AmqpEndpoints:0", "amqp://127.0.0.1:1"));
        var error = await Should.ThrowAsync<BrokerException>(() => connection.Find<IMessagePublisher>()!.OpenAsync(vhost.Name, CancellationToken.None));
        error.Message.ShouldContain("127.0.0.1:1");
        error.NextStep.ShouldNotBeNull();
    }
}
