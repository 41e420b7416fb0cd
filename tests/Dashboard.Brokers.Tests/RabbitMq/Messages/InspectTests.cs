using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Tests.RabbitMq.Messages;

public sealed class InspectTests(MessageVhost vhost) : IClassFixture<MessageVhost>
{
    [Fact]
    public async Task Inspect_Queue_CountsAsOfNow()
    {
        var queue = await vhost.NewQueueAsync();
        await vhost.FillAsync(queue, 7);
        var facts = await vhost.Inspector.InspectAsync(vhost.Queue(queue), CancellationToken.None);
        facts.Exists.ShouldBeTrue();
        facts.Type.ShouldBe("classic");
        facts.IsLog.ShouldBeFalse();
        facts.ReadyMessages.ShouldBe(Metric.Exact(7));
        facts.Consumers.ShouldBe(Metric.Exact(0));
    }

    [Fact]
    public async Task Inspect_Stream_IsALog()
    {
        var stream = await vhost.NewQueueAsync(new Dictionary<string, object> { ["x-queue-type"] = "stream" });
        (await vhost.Inspector.InspectAsync(vhost.Queue(stream), CancellationToken.None)).IsLog.ShouldBeTrue();
    }

    [Fact]
    public async Task Inspect_Gone_DoesNotExist()
        => (await vhost.Inspector.InspectAsync(vhost.Queue("gone"), CancellationToken.None)).Exists.ShouldBeFalse();

    [Theory]
    [InlineData("a/b c%2F..")]
    [InlineData("..")]
    [InlineData("<script>alert('ü')</script>")]
    public async Task Inspect_HostileName_IsFound(string prefix)
    {
        var name = prefix == ".." ? prefix : prefix + MessageVhost.NewName();
        await vhost.DeclareQueueAsync(name);
        await vhost.FillAsync(name, 2);
        var facts = await vhost.Inspector.InspectAsync(vhost.Queue(name), CancellationToken.None);
        facts.Exists.ShouldBeTrue();
        facts.ReadyMessages.ShouldBe(Metric.Exact(2));
        (await vhost.LookAsync(name)).Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Inspect_ManagementIsDown_AmqpTellsAndSaysWhatIsMissing()
    {
        var queue = await vhost.NewQueueAsync();
        await vhost.FillAsync(queue, 3);
        await using var connection = vhost.Connect(("ManagementUrls:0", "http://127.0.0.1:1"));
        var facts = await connection.Find<IDestinationInspector>()!.InspectAsync(vhost.Queue(queue), CancellationToken.None);
        facts.Exists.ShouldBeTrue();
        facts.ReadyMessages.ShouldBe(Metric.Exact(3));
        facts.UnackedMessages.IsAvailable.ShouldBeFalse();
        facts.Consequences.ShouldContain(c => c.Tone == Tone.Warning && c.Text.Contains("management API does not answer"));

        var reach = await connection.Find<IDestinationInspector>()!.ReachAsync(vhost.ToQueue(queue), CancellationToken.None);
        reach.Destinations.ShouldBe([vhost.Queue(queue)]);
        var look = await connection.Find<IMessageBrowser>()!.BrowseAsync(new BrowseRequest { Destination = vhost.Queue(queue), Count = 10 }, CancellationToken.None);
        look.Messages.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Inspect_AmqpIsDown_ManagementTellsAndSaysThatNothingCanBeDone()
    {
        var queue = await vhost.NewQueueAsync();
        await using var connection = vhost.Connect(("AmqpEndpoints:0", "amqp://127.0.0.1:1"));
        var facts = await connection.Find<IDestinationInspector>()!.InspectAsync(vhost.Queue(queue), CancellationToken.None);
        facts.Exists.ShouldBeTrue();
        facts.Consequences.ShouldContain(c => c.Tone == Tone.Bad && c.Text.Contains("refuses connections"));
    }

    [Fact]
    public async Task Inspect_BothAreDown_SaysBoth()
    {
        await using var connection = vhost.Connect(("AmqpEndpoints:0", "amqp://127.0.0.1:1"), ("ManagementUrls:0", "http://127.0.0.1:2"));
        var error = await Should.ThrowAsync<BrokerException>(() => connection.Find<IDestinationInspector>()!.InspectAsync(vhost.Queue("q"), CancellationToken.None));
        error.Message.ShouldContain("127.0.0.1:1");
        error.Message.ShouldContain("127.0.0.1:2");
    }

    [Fact]
    public async Task Reach_ThroughSeveralExchanges_MatchesWhatTheBrokerDoes()
    {
        string Name(string prefix) => MessageVhost.NewName(prefix);
        var (topic, fanout, direct, alternate) = (Name("t"), Name("f"), Name("d"), Name("alt"));
        await vhost.DeclareExchangeAsync(alternate, "fanout");
        await vhost.DeclareExchangeAsync(topic, "topic", new Dictionary<string, object> { ["alternate-exchange"] = alternate });
        await vhost.DeclareExchangeAsync(fanout, "fanout");
        await vhost.DeclareExchangeAsync(direct);
        var (a, b, c, d) = (await vhost.NewQueueAsync(), await vhost.NewQueueAsync(), await vhost.NewQueueAsync(), await vhost.NewQueueAsync());
        await vhost.BindAsync(topic, a, "order.*.eu");
        await vhost.BindAsync(topic, b, "order.#");
        await vhost.BindAsync(fanout, c, "");
        await vhost.BindAsync(alternate, d, "");
        await vhost.BindAsync(direct, a, "order.new.eu");
        await BindExchangeAsync(topic, fanout, "#.eu");
        await BindExchangeAsync(fanout, direct, "");
        await BindExchangeAsync(direct, topic, "order.new.eu"); // A circle.

        foreach (var key in new[] { "order.new.eu", "order", "order.a.b.eu", "x.eu", "nothing", "", "order..eu", "." })
        {
            var reach = await vhost.Inspector.ReachAsync(vhost.ToExchange(topic, key), CancellationToken.None);
            await using (var channel = await vhost.ChannelAsync(confirms: true))
                await channel.BasicPublishAsync(topic, key, false, new RabbitMQ.Client.BasicProperties(), "x"u8.ToArray());
            var arrived = new List<string>();
            foreach (var queue in new[] { a, b, c, d })
            {
                if ((await vhost.DrainAsync(queue)).Count > 0)
                    arrived.Add(queue);
            }

            reach.Unknown.ShouldBeNull();
            reach.Destinations.Select(q => q.Name).Order().ShouldBe(arrived.Order(), $"key '{key}'");
        }
    }

    [Fact]
    public async Task Reach_HeadersExchange_SaysThatItDependsOnTheMessage()
    {
        var exchange = MessageVhost.NewName("h");
        await vhost.DeclareExchangeAsync(exchange, "headers");
        await vhost.BindAsync(exchange, await vhost.NewQueueAsync(), "", new Dictionary<string, object> { ["x-match"] = "all", ["region"] = "eu" });
        var reach = await vhost.Inspector.ReachAsync(vhost.ToExchange(exchange, ""), CancellationToken.None);
        reach.Exists.ShouldBeTrue();
        reach.Unknown.ShouldNotBeNull().ShouldContain("headers");
    }

    [Fact]
    public async Task Reach_MissingExchangeOrQueue_DoesNotExist()
    {
        (await vhost.Inspector.ReachAsync(vhost.ToExchange("gone", "k"), CancellationToken.None)).Exists.ShouldBeFalse();
        (await vhost.Inspector.ReachAsync(vhost.ToQueue("gone"), CancellationToken.None)).Exists.ShouldBeFalse();
    }

    [Fact]
    public async Task Reach_Unroutable_SaysSo()
    {
        var reach = await vhost.Inspector.ReachAsync(vhost.ToExchange("amq.direct", "nobody"), CancellationToken.None);
        reach.Exists.ShouldBeTrue();
        reach.Destinations.ShouldBeEmpty();
        reach.Consequences.ShouldContain(c => c.Tone == Tone.Bad);
    }

    [Fact]
    public async Task Reach_QueueWithLimits_TellsWhatMayHappen()
    {
        var dead = await vhost.NewQueueAsync();
        var full = await vhost.NewQueueAsync(new Dictionary<string, object>
        {
            ["x-max-length"] = 5,
            ["x-message-ttl"] = 60_000,
            ["x-dead-letter-exchange"] = "",
            ["x-dead-letter-routing-key"] = dead,
        });
        var texts = (await vhost.Inspector.ReachAsync(vhost.ToQueue(full), CancellationToken.None)).Consequences.Select(c => c.Text).ToList();
        texts.ShouldContain(t => t.Contains("drop-head") && t.Contains("room for 5"));
        texts.ShouldContain(t => t.Contains("expire") && t.Contains("60 s"));
        texts.ShouldContain(t => t.Contains(dead));

        var strict = await vhost.NewQueueAsync(new Dictionary<string, object> { ["x-max-length"] = 5, ["x-overflow"] = "reject-publish" });
        texts = (await vhost.Inspector.ReachAsync(vhost.ToQueue(strict), CancellationToken.None)).Consequences.Select(c => c.Text).ToList();
        texts.ShouldContain(t => t.Contains("reject-publish"));
    }

    [Fact]
    public async Task Purge_TellsHowManyWent()
    {
        var queue = await vhost.NewQueueAsync();
        await vhost.FillAsync(queue, 12);
        (await vhost.Purger.PurgeAsync(vhost.Queue(queue), CancellationToken.None)).ShouldBe(Metric.Exact(12));
        (await vhost.Purger.PurgeAsync(vhost.Queue(queue), CancellationToken.None)).ShouldBe(Metric.Exact(0));
        var error = await Should.ThrowAsync<BrokerException>(() => vhost.Purger.PurgeAsync(vhost.Queue("gone"), CancellationToken.None));
        error.BrokerWords.ShouldNotBeNull().ShouldContain("NOT_FOUND - no queue 'gone'");
    }

    [Fact]
    public async Task Purge_WithoutTheRight_SaysSoInTheBrokersWords()
    {
        var queue = await vhost.NewQueueAsync();
        await vhost.FillAsync(queue, 1);
        var user = MessageVhost.NewName("u");
        await vhost.Broker.AddUserAsync(user, "p", "monitoring", vhost.Name, read: "^$");
        await using var connection = vhost.Connect(("Username", user), ("Password", "p"));
        var error = await Should.ThrowAsync<BrokerException>(() => connection.Find<IDestinationPurger>()!.PurgeAsync(vhost.Queue(queue), CancellationToken.None));
        error.BrokerWords.ShouldNotBeNull().ShouldContain("ACCESS_REFUSED");
        error.NextStep.ShouldNotBeNull().ShouldContain("permission");
        await vhost.Broker.CallAsync(HttpMethod.Delete, $"users/{user}");
    }

    private Task BindExchangeAsync(string source, string destination, string key)
        => vhost.Broker.CallAsync(HttpMethod.Post, $"bindings/{vhost.Escaped}/e/{source}/e/{destination}", new { routing_key = key, arguments = new { } });
}
