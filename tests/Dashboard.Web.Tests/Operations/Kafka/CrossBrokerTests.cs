using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Kafka;
using Dashboard.Tests.Shared.RabbitMq;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>A queue of RabbitMQ into a topic of Kafka and back, counted at both brokers.</summary>
public sealed class CrossBrokerTests(RabbitMqVhost vhost) : IClassFixture<RabbitMqVhost>
{
    private const int Count = 400;

    [KafkaFact]
    public async Task Move_AQueueIntoATopicAndBack_KeepsWhatTheTableSays()
    {
        var kafka = await KafkaLab.GetAsync();
        var topic = KafkaCluster.TopicName("from-rabbit");
        await kafka.CreateTopicAsync(topic, 3);
        var rabbit = vhost.Settings();
        var (id, kafkaId) = (rabbit.Info.Id, new ConnectionId("kafka"));
        foreach (var queue in new[] { "dead", "back" })
            await vhost.Broker.CallAsync(HttpMethod.Put, $"queues/{vhost.Escaped}/{queue}", new { durable = true });
        await using var engine = new RealEngine([rabbit, kafka.Settings()]);
        var dead = new DestinationRef(id, "queue", vhost.Name, "dead");
        await SeedAsync(engine.Find<IMessagePublisher>(id), dead);
        var there = new DestinationRef(kafkaId, "topic", "", topic);
        var across = new OperationIntent { Kind = OperationKind.Move, Connection = id, Source = dead, Target = new FixedTarget(new PublishAddress(there)) };

        var plan = await engine.PlanAsync(across);
        plan.Refusal.ShouldBeNull();
        plan.Consequences.ShouldContain(one => one.Text.Contains("go to another connection"));
        var report = await engine.DryRunAsync(across);
        report.Eligible.ShouldBe(Count);
        report.Remarks.Single(remark => remark.Text.Contains("other types than text")).Messages.ShouldBe(Count);
        report.Remarks.Single(remark => remark.Text.Contains("mean nothing to Kafka")).Messages.ShouldBe(Count);
        await WaitForAsync(engine.Find<IDestinationInspector>(id), dead, Count);
        var job = await engine.RunAsync(across);
        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        job.Accounting.ShouldBe(new JobAccounting(Count, Count, 0, 0, 0, 0, 0));
        var records = await TopicEye.ReadAsync(kafka, topic);
        records.Select(record => record.Value!).Order().ShouldBe(Enumerable.Range(0, Count).Select(i => $"body {i}").Order());
        var first = records.Single(record => record.Value == "body 7");
        first.Key.ShouldBe("dead", "the routing key");
        foreach (var header in new[] { "text=zoë", "number=42", "list=[1,\"two\"]", "content-type=text/plain", "content-encoding=utf-8", "amqp.message_id=id-7", "amqp.priority=3", "amqp.delivery_mode=2", "x-replay-count=1" })
            first.Headers.ShouldContain(header);
        await WaitForAsync(engine.Find<IDestinationInspector>(id), dead, 0);

        // And back: what AMQP has a place for is in its place again.
        var back = dead with { Name = "back" };
        var home = await engine.RunAsync(new OperationIntent { Kind = OperationKind.Move, Connection = kafkaId, Source = there, Target = new FixedTarget(new PublishAddress(back)) });
        home.State.ShouldBe(JobState.Succeeded, home.Reason);
        home.Accounting.ShouldBe(new JobAccounting(Count, Count, 0, 0, 0, 0, 0));
        await WaitForAsync(engine.Find<IDestinationInspector>(id), back, Count);
        var look = await engine.Find<IMessageBrowser>(id).BrowseAsync(new BrowseRequest { Destination = back, Count = Count }, CancellationToken.None);
        look.Messages.Select(message => Encoding.UTF8.GetString(message.Body.Span)).Order().ShouldBe(Enumerable.Range(0, Count).Select(i => $"body {i}").Order());
        var message = look.Messages.Single(message => message.Identity.MessageId == "id-7");
        message.ContentType.ShouldBe("text/plain");
        message.ContentEncoding.ShouldBe("utf-8");
        TextOf(message.Headers, "text").ShouldBe("zoë");
        TextOf(message.Headers, "x-replay-count").ShouldBe("2");
        message.Properties.Single(property => property.Name == "priority").Value.ShouldBeOfType<IntegerValue>().Value.ShouldBe(3);
        message.Headers.ShouldNotContain(header => header.Name.StartsWith("amqp."));
        Encoding.UTF8.GetString(((BytesValue)message.Headers.Single(header => header.Name == "x-replay-key").Value).Value.Span).ShouldBe("dead");
    }

    private static string TextOf(IReadOnlyList<MessageField> fields, string name) => fields.Single(field => field.Name == name).Value switch
    {
        TextValue text => text.Value,
        IntegerValue number => number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        var other => other.ToString(),
    };

    private static async Task WaitForAsync(IDestinationInspector inspector, DestinationRef queue, int count)
    {
        for (var i = 0; i < 100; i++)
        {
            if ((await inspector.InspectAsync(queue, CancellationToken.None)).ReadyMessages is { IsAvailable: true } ready && (int)ready.Value == count)
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException($"{queue.Describe()} does not have {count} messages.");
    }

    private static async Task SeedAsync(IMessagePublisher publisher, DestinationRef queue)
    {
        await using var session = await publisher.OpenAsync(queue.Scope, CancellationToken.None);
        for (var i = 0; i < Count; i++)
        {
            var fate = await session.SendAsync(
                new OutgoingMessage
                {
                    Address = new PublishAddress(queue),
                    Body = Encoding.UTF8.GetBytes($"body {i}"),
                    Properties =
                    [
                        new("message_id", new TextValue($"id-{i}")),
                        new("content_type", new TextValue("text/plain")),
                        new("content_encoding", new TextValue("utf-8")),
                        new("delivery_mode", new IntegerValue(2)),
                        new("priority", new IntegerValue(3)),
                    ],
                    Headers =
                    [
                        new("text", new TextValue("zoë")),
                        new("number", new IntegerValue(42)),
                        new("list", new ListValue([new IntegerValue(1), new TextValue("two")])),
                    ],
                },
                CancellationToken.None);
            (await fate).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
        }
    }
}
