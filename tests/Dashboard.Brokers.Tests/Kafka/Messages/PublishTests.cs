using System.Text;
using Confluent.Kafka;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Messages;

/// <summary>What is published stands there as it was written, and its fate is told as it is.</summary>
public sealed class PublishTests(TopicsFixture kafka) : IClassFixture<TopicsFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, 250, TimeSpan.Zero);

    [KafkaFact]
    public async Task Send_EveryPart_StandsThereAndOtherClientsReadIt()
    {
        var topic = await kafka.TopicAsync(partitions: 3);
        var outcome = await SendAsync(new OutgoingMessage
        {
            Address = new PublishAddress(topic),
            Body = "value"u8.ToArray(),
            Key = "key"u8.ToArray(),
            Partition = 2,
            Properties = [new MessageField("timestamp", new TimestampValue(Noon))],
            Headers = [new MessageField("h", new TextValue("a")), new MessageField("h", new BytesValue(new byte[] { 0, 255 })), new MessageField("n", new NullValue()), new MessageField("i", new IntegerValue(7))],
        });
        outcome.ShouldBe(new PublishOutcome(PublishOutcomeKind.Confirmed, "partition 2, offset 0"));
        (await SendAsync(new OutgoingMessage { Address = new PublishAddress(topic), Body = default, IsTombstone = true, Key = "key"u8.ToArray(), Partition = 2 })).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
        (await SendAsync(new OutgoingMessage { Address = new PublishAddress(topic), Body = default, Partition = 2 })).Kind.ShouldBe(PublishOutcomeKind.Confirmed);

        var read = kafka.Plain.ReadAll(topic.Name, 2);
        read[0].Message.Timestamp.UnixTimestampMs.ShouldBe(Noon.ToUnixTimeMilliseconds());
        read[0].Message.Headers.Select(header => (header.Key, Convert.ToHexString(header.GetValueBytes() ?? [9, 9]))).ShouldBe([("h", "61"), ("h", "00FF"), ("n", "0909"), ("i", "37")]);
        read.Select(one => one.Message.Value?.Length).ShouldBe([5, null, 0]);
        read.Select(one => one.Message.Key?.Length).ShouldBe([3, 3, null]);
        var told = await kafka.Lab.KcatAsync(null, "-C", "-e", "-q", "-t", topic.Name, "-p", "2", "-f", "%k|%S|%p|%o|%T\\n");
        told.ShouldContain($"key|5|2|0|{Noon.ToUnixTimeMilliseconds()}");
        told.ShouldContain("key|-1|2|1|");
    }

    [KafkaFact]
    public async Task Send_ByKey_GoesWhereJavasClientsSendIt()
    {
        var topic = await kafka.TopicAsync(partitions: 5);
        string[] keys = ["a", "order-1", "order-2", "zoë", "customer-77"];
        foreach (var key in keys)
            await SendAsync(new OutgoingMessage { Address = new PublishAddress(topic), Body = "ours"u8.ToArray(), Key = Encoding.UTF8.GetBytes(key) });
        await kafka.Lab.ToolWithInputAsync("console-producer", string.Concat(keys.Select(key => $"{key}:java\n")), "--topic", topic.Name, "--property", "parse.key=true", "--property", "key.separator=:");
        var placed = Enumerable.Range(0, 5).SelectMany(p => kafka.Plain.ReadAll(topic.Name, p).Select(read => (Key: Encoding.UTF8.GetString(read.Message.Key!), Partition: p))).ToList();
        placed.Count.ShouldBe(10);
        foreach (var key in keys)
            placed.Where(one => one.Key == key).Select(one => one.Partition).Distinct().ShouldHaveSingleItem(key);
    }

    [KafkaFact]
    public async Task Send_WhatTheBrokerDoesNotTake_IsToldAndNotThere()
    {
        var small = await kafka.TopicAsync(1, ("max.message.bytes", "2000"));
        var large = await SendAsync(new OutgoingMessage { Address = new PublishAddress(small), Body = new byte[100_000] });
        large.Kind.ShouldBe(PublishOutcomeKind.Nacked, large.Detail);
        large.Detail!.ShouldContain("max.message.bytes");
        kafka.Plain.Watermarks(small.Name).High.ShouldBe(0);

        var compacted = await kafka.TopicAsync(1, ("cleanup.policy", "compact"));
        var keyless = await SendAsync(new OutgoingMessage { Address = new PublishAddress(compacted), Body = "x"u8.ToArray() });
        keyless.Kind.ShouldBe(PublishOutcomeKind.Nacked, keyless.Detail);
        keyless.Detail!.ShouldContain("key");

        var beyond = await SendAsync(new OutgoingMessage { Address = new PublishAddress(small), Body = "x"u8.ToArray(), Partition = 9 });
        beyond.ShouldSatisfyAllConditions(o => o.Kind.ShouldBe(PublishOutcomeKind.NotSent), o => o.Detail!.ShouldContain("no partition 9"));

        var missing = KafkaCluster.TopicName("missing");
        (await SendAsync(new OutgoingMessage { Address = new PublishAddress(TopicsFixture.Ref(missing)), Body = "x"u8.ToArray() })).Kind.ShouldBe(PublishOutcomeKind.NotSent);
        kafka.Plain.Admin.GetMetadata(TimeSpan.FromSeconds(20)).Topics.Select(t => t.Topic).ShouldNotContain(missing, "a slip of the pen made a topic");
    }

    [KafkaFact]
    public async Task CopyOf_AQueuesMessage_KeepsWhatItHad()
    {
        var topic = await kafka.TopicAsync();
        var original = new MessageEnvelope
        {
            Source = new DestinationRef(new ConnectionId("rabbit"), "queue", "/", "orders.dead"),
            Position = 0,
            Identity = new MessageIdentity("m-1", new string('0', 64)),
            Body = "body"u8.ToArray(),
            BodySize = 4,
            Properties = [new MessageField("content_type", new TextValue("text/plain")), new MessageField("priority", new IntegerValue(3))],
            Headers = [new MessageField("x-tenant", new TextValue("acme")), new MessageField("x-replay-count", new IntegerValue(2))],
            RoutingKey = "eu.new",
        };
        var copy = kafka.Connection.Find<IMessagePublisher>()!.CopyOf(original, new PublishAddress(topic), new ReplayStamp("job", 5, false));
        (await SendAsync(copy)).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
        var arrived = kafka.Plain.ReadAll(topic.Name)[0].Message;
        Encoding.UTF8.GetString(arrived.Key!).ShouldBe("eu.new");
        arrived.Headers.ToDictionary(header => header.Key, header => Encoding.UTF8.GetString(header.GetValueBytes())).ShouldBe(
            new Dictionary<string, string>
            {
                ["x-tenant"] = "acme",
                ["content-type"] = "text/plain",
                ["amqp.priority"] = "3",
                ["x-replay-id"] = "job/5",
                ["x-replay-count"] = "3",
            },
            ignoreOrder: true);
    }

    private async Task<PublishOutcome> SendAsync(OutgoingMessage message)
    {
        await using var session = await kafka.Connection.Find<IMessagePublisher>()!.OpenAsync("", CancellationToken.None);
        return await (await session.SendAsync(message, CancellationToken.None)).WaitAsync(TimeSpan.FromSeconds(60));
    }
}
