using System.Text;
using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Messages.Publishing;
using Dashboard.Brokers.Shared;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Tests.Kafka.Messages;

/// <summary>The table of what a message of a queue becomes as a record (<c>docs/crossing-brokers.md</c>), line by line.</summary>
public sealed class ForeignRecordTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void CopyOf_HeadersOfEveryType_AreTextsBytesOrJsonUnderTheirNames()
    {
        var copy = CopyOf(Message(
            new("text", new TextValue("zoë")),
            new("bytes", new BytesValue(new byte[] { 0, 255 })),
            new("number", new IntegerValue(-42)),
            new("fraction", new NumberValue(0.5)),
            new("decimal", new DecimalValue(12.50m)),
            new("flag", new BooleanValue(true)),
            new("time", new TimestampValue(new DateTimeOffset(2026, 11, 21, 2, 14, 7, TimeSpan.Zero))),
            new("void", new NullValue()),
            new("list", new ListValue([new IntegerValue(1), new TextValue("two"), new NullValue()])),
            new("table", new TableValue([new("a", new IntegerValue(1)), new("b", new TextValue("x")), new("a", new IntegerValue(2))])),
            new("x-death", new ListValue([new TableValue([new("queue", new TextValue("orders")), new("count", new IntegerValue(1))])]))));

        HeadersOf(copy).ShouldBe(
        [
            ("text", "zoë"), ("bytes", "\0\ufffd"), ("number", "-42"), ("fraction", "0.5"), ("decimal", "12.50"), ("flag", "true"), ("time", "2026-11-21T02:14:07Z"), ("void", null),
            ("list", """[1,"two",null]"""), ("table", """{"a":2,"b":"x"}"""), ("x-death", """[{"queue":"orders","count":1}]"""), ("x-replay-id", "job/1"), ("x-replay-count", "1"),
        ]);
    }

    [Fact]
    public void CopyOf_Properties_AreHeadersOfTheirNamesAndTwoOfNamesThatOthersKnow()
    {
        var message = Message() with
        {
            Properties =
            [
                new("content_type", new TextValue("text/plain")), new("content_encoding", new TextValue("gzip")), new("message_id", new TextValue("m-1")), new("delivery_mode", new IntegerValue(2)),
                new("expiration", new TextValue("60000")), new("timestamp", new TimestampValue(Noon)),
            ],
        };
        HeadersOf(CopyOf(message)).SkipLast(2).ShouldBe(
        [
            ("content-type", "text/plain"), ("content-encoding", "gzip"), ("amqp.message_id", "m-1"), ("amqp.delivery_mode", "2"), ("amqp.expiration", "60000"), ("amqp.timestamp", "2026-11-21T12:00:00Z"),
        ]);
    }

    [Fact]
    public void CopyOf_Key_IsTheOneFromBeforeElseTheRoutingKeyElseNone()
    {
        var before = CopyOf(Message(new MessageField("x-replay-key", new BytesValue(new byte[] { 0, 255 }))) with { RoutingKey = "eu.new" });
        before.Key!.Value.ToArray().ShouldBe([0, 255]);
        HeadersOf(before).Select(header => header.Name).ShouldNotContain("x-replay-key");
        Encoding.UTF8.GetString(CopyOf(Message() with { RoutingKey = "zoë" }).Key!.Value.Span).ShouldBe("zoë");
        CopyOf(Message() with { RoutingKey = "" }).Key.ShouldBeNull();
        CopyOf(Message()).Key.ShouldBeNull();
        CopyOf(Message(new MessageField("x-replay-key", new NullValue())) with { RoutingKey = "eu.new" }).Key.ShouldBeNull("the record had none");
    }

    [Fact]
    public void CopyOf_EmptyBody_IsAnEmptyValueAndNoTombstone()
    {
        var copy = CopyOf(Message() with { Body = default, BodySize = 0 });
        copy.IsTombstone.ShouldBeFalse();
        copy.Body.Length.ShouldBe(0);
    }

    [Fact]
    public void CopyOf_Time_IsRememberedOrKept()
    {
        var message = Message() with { Timestamp = Noon };
        var remembered = CopyOf(message);
        HeadersOf(remembered)[^1].ShouldBe(("x-original-timestamp", $"{Noon.ToUnixTimeMilliseconds()}"));
        remembered.Properties.ShouldBeEmpty();
        var kept = KafkaCopy.Of(message, Address, new ReplayStamp("job", 1, false) { KeepTimestamp = true });
        HeadersOf(kept).Select(header => header.Name).ShouldNotContain("x-original-timestamp");
        kept.Properties.ShouldHaveSingleItem().ShouldBe(new MessageField("timestamp", new TimestampValue(Noon)));
    }

    [Fact]
    public void CopyOf_CountOfReplays_GoesOnFromTheNumberItHad()
        => HeadersOf(CopyOf(Message(new MessageField("x-replay-count", new IntegerValue(7)), new MessageField("x-replay-id", new TextValue("other/3"))))).ShouldBe([("x-replay-id", "job/1"), ("x-replay-count", "8")]);

    private static PublishAddress Address => new(TopicsFixture.Ref("orders"));

    private static OutgoingMessage CopyOf(MessageEnvelope message) => KafkaCopy.Of(message, Address, new ReplayStamp("job", 1, false));

    private static List<(string Name, string? Value)> HeadersOf(OutgoingMessage copy)
        => [.. ((LazyFieldList<Headers, MessageField>)copy.Headers).State.Select(header => (header.Key, header.GetValueBytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : null))];

    private static MessageEnvelope Message(params MessageField[] headers) => new()
    {
        Source = new DestinationRef(new ConnectionId("rabbit"), "queue", "/", "orders.dead"),
        Position = 0,
        Identity = new MessageIdentity("m-1", new string('0', 64)),
        Body = "body"u8.ToArray(),
        BodySize = 4,
        Headers = headers,
    };
}
