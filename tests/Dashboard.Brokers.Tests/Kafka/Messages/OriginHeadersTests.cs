using System.Text;
using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Messages.Envelopes;
using Dashboard.Brokers.Kafka.Messages.Origins;

namespace Dashboard.Brokers.Tests.Kafka.Messages;

/// <summary>Where a dead letter came from, as its headers tell it, whatever bytes these are.</summary>
public sealed class OriginHeadersTests
{
    [Theory]
    [InlineData("x-original-")]
    [InlineData("original-")]
    [InlineData("original_")]
    [InlineData("X-Original-")]
    public void Of_PlainHeaders_AreTextsUnderEachOfTheirNames(string prefix)
    {
        var origin = Of((prefix + "topic", "orders"), (prefix + "partition", "2"), (prefix + "offset", "1042"), (prefix + "timestamp", "1763690400000"), ("x-error-reason", "no such customer"))
            .ShouldHaveSingleItem();
        origin.ShouldBe(new RecordOrigin(prefix.ToLowerInvariant() + "topic", "orders", 2, 1042, DateTimeOffset.FromUnixTimeMilliseconds(1_763_690_400_000), "no such customer", null, null));
    }

    [Fact]
    public void Of_Connect_IsTexts()
        => Of(
            ("__connect.errors.topic", "orders"),
            ("__connect.errors.partition", "3"),
            ("__connect.errors.offset", "77"),
            ("__connect.errors.connector.name", "sink"),
            ("__connect.errors.exception.class.name", "java.lang.IllegalStateException"),
            ("__connect.errors.exception.message", "no such customer"))
            .ShouldBe([new RecordOrigin("Kafka Connect", "orders", 3, 77, null, "java.lang.IllegalStateException", "no such customer", "sink")]);

    [Fact]
    public void Of_Spring_NumbersAreBigEndianOfFourOrEightBytes()
    {
        var headers = new Headers
        {
            { "kafka_dlt-original-topic", "orders"u8.ToArray() },
            { "kafka_dlt-original-partition", [0, 0, 0, 2] },
            { "kafka_dlt-original-offset", [0, 0, 0, 1, 0, 0, 0, 7] },
            { "kafka_dlt-original-timestamp", [0, 0, 1, 0x9a, 0xa0, 0x65, 0x7d, 0] },
            { "kafka_dlt-original-consumer-group", "billing"u8.ToArray() },
        };
        var origin = Of(headers).ShouldHaveSingleItem();
        (origin.Topic, origin.Partition, origin.Offset, origin.By).ShouldBe(("orders", 2, 4_294_967_303, "billing"));
        origin.Timestamp.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(0x19aa0657d00));

        // The offset as four bytes, and a partition as text: some write them so.
        Of(new Headers { { "kafka_dlt-original-topic", "orders"u8.ToArray() }, { "kafka_dlt-original-offset", [0, 0, 1, 0] }, { "kafka_dlt-original-partition", "11"u8.ToArray() } })
            .ShouldHaveSingleItem().ShouldSatisfyAllConditions(o => o.Offset.ShouldBe(256), o => o.Partition.ShouldBe(11));
    }

    [Fact]
    public void Of_SpringPutAsideSeveralTimes_TheOldestComesFirst()
    {
        var headers = new Headers();
        foreach (var (topic, partition) in new[] { ("orders", (byte)4), ("orders-retry", (byte)1), ("orders-retry-2", (byte)0) })
        {
            headers.Add("kafka_dlt-original-topic", Encoding.UTF8.GetBytes(topic));
            headers.Add("kafka_dlt-original-partition", [0, 0, 0, partition]);
        }

        Of(headers).Select(origin => (origin.Topic, origin.Partition)).ShouldBe([("orders", 4), ("orders-retry", 1), ("orders-retry-2", 0)]);
    }

    [Fact]
    public void Of_SeveralConventions_SpringThenConnectThenPlain()
    {
        Of(("x-original-topic", "plain"), ("__connect.errors.topic", "connect"), ("kafka_dlt-original-topic", "spring")).Select(origin => origin.Topic).ShouldBe(["spring", "connect"]);
        Of(("original_topic", "last"), ("original-topic", "second"), ("x-original-topic", "first")).Select(origin => origin.Topic).ShouldBe(["first"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0002")]
    [InlineData("000002")]
    [InlineData("0000000002")]
    [InlineData("00000000000000000000000000000002")]
    [InlineData("ffffffff")]
    [InlineData("ffffffffffffffff")]
    [InlineData("c328")]
    [InlineData("2d31")]
    public void Of_NumbersOfAnotherWidthOrBelowZero_AreNotTold(string hex)
    {
        var headers = new Headers
        {
            { "kafka_dlt-original-topic", "orders"u8.ToArray() },
            { "kafka_dlt-original-partition", Convert.FromHexString(hex) },
            { "kafka_dlt-original-timestamp", Convert.FromHexString(hex) },
        };
        var origin = Of(headers).ShouldHaveSingleItem();
        origin.Topic.ShouldBe("orders");
        origin.Partition.ShouldBeNull();
        origin.Timestamp.ShouldBeNull();
    }

    [Fact]
    public void Of_EmptyOrNullTopic_IsNone()
    {
        foreach (var name in new[] { "kafka_dlt-original-topic", "__connect.errors.topic", "x-original-topic" })
        {
            Of(new Headers { { name, [] } }).ShouldBeEmpty(name);
            Of(new Headers { { name, null } }).ShouldBeEmpty(name);
        }
    }

    [Fact]
    public void Of_BytesThatAreNoText_GiveANameThatNoTopicHas()
    {
        var origin = Of(new Headers { { "x-original-topic", [0x6f, 0xff, 0xfe, 0x6f] }, { "x-error-reason", [0xff] } }).ShouldHaveSingleItem();
        Brokers.Kafka.Messages.TopicOffsets.IsName(origin.Topic).ShouldBeFalse();
        origin.Reason.ShouldBe("\ufffd");
    }

    [Fact]
    public void Of_AMegabyte_IsCutWhereItIsWordsAndNeverWhereItIsAName()
    {
        var large = new string('a', 1_000_000);
        var origin = Of(("kafka_dlt-original-topic", large), ("kafka_dlt-original-partition", large), ("kafka_dlt-exception-fqcn", large), ("kafka_dlt-exception-message", large)).ShouldHaveSingleItem();
        origin.Topic.Length.ShouldBe(1_000_000, "half a name may be the name of another topic");
        origin.Partition.ShouldBeNull();
        origin.Reason!.Length.ShouldBe(1001);
        origin.Message!.Length.ShouldBe(1001);
    }

    [Fact]
    public void Of_ThirtyThousandHeaders_TellsTheOldestAndTheNewest()
    {
        var headers = new Headers();
        for (var i = 0; i < 30_000; i++)
        {
            headers.Add("kafka_dlt-original-topic", Encoding.UTF8.GetBytes($"t{i}"));
            headers.Add("kafka_dlt-original-partition", [0, 0, 0, (byte)(i % 100)]);
        }

        var origins = Of(headers);
        origins.Count.ShouldBe(50);
        origins[0].Topic.ShouldBe("t0");
        origins.Skip(1).Select(origin => origin.Topic).ShouldBe(Enumerable.Range(29_951, 49).Select(i => $"t{i}"));
        origins[^1].Partition.ShouldBe(99);
    }

    private static IReadOnlyList<RecordOrigin> Of(params (string Name, string Value)[] headers)
    {
        var all = new Headers();
        foreach (var (name, value) in headers)
            all.Add(name, Encoding.UTF8.GetBytes(value));
        return Of(all);
    }

    private static IReadOnlyList<RecordOrigin> Of(Headers headers) => OriginHeaders.Of(KafkaHeaders.Fields(headers));
}
