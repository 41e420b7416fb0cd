using System.IO.Compression;
using System.Text;
using Dashboard.Core.Masking;
using Dashboard.Core.Model;

namespace Dashboard.Core.Tests.Masking;

public sealed class MessageMaskTests
{
    [Theory]
    [InlineData("""{"card": {"number": "4111", "name": "A"}, "total": 5}""", """{"card": {"number": "•••• (masked)", "name": "A"}, "total": 5}""")]
    [InlineData("""{"card": {"number": 4111}}""", """{"card": {"number": "•••• (masked)"}}""")]
    [InlineData("""{"card": {"number": {"deep": [1, {"x": 2}]}}, "z": 1}""", """{"card": {"number": "•••• (masked)"}, "z": 1}""")]
    [InlineData("""{"card": [{"number": 1}, {"number": 2}, [{"number": 3}]]}""", """{"card": [{"number": "•••• (masked)"}, {"number": "•••• (masked)"}, [{"number": "•••• (masked)"}]]}""")]
    [InlineData("""{"card": {"number": 1, "number": 2}}""", """{"card": {"number": "•••• (masked)", "number": "•••• (masked)"}}""")]
    [InlineData("""{"card": {"n\u0075mber": 1}}""", """{"card": {"n\u0075mber": "•••• (masked)"}}""")]
    [InlineData("""{"Card": {"NUMBER": 1}}""", """{"Card": {"NUMBER": "•••• (masked)"}}""")]
    [InlineData("""[{"card":{"number":1}}]""", """[{"card":{"number":"•••• (masked)"}}]""")]
    [InlineData("""{"a": {"card": {"number": 1}}, "card": 5}""", """{"a": {"card": {"number": 1}}, "card": 5}""")]
    [InlineData("""{"order": 1}""", """{"order": 1}""")]
    public void Hide_JsonBody_ReplacesTheValueAndNothingElse(string body, string expected)
        => BodyOf(Hide(Message(body), "body.card.number")).ShouldBe(expected);

    [Theory]
    [InlineData("card 4111")]
    [InlineData("""{"card": {"number": 4111}""")]
    [InlineData("""{"a":1}{"card": {"number": 4111}}""")]
    [InlineData("""{"card": {"number": 4111}, "\uD800": 1}""")]
    public void Hide_BodyThatIsNotOneWholeJson_IsHiddenWhole(string body)
    {
        var message = Hide(Message(body), "body.card.number");

        BodyOf(message).ShouldBe(MessageMask.Text);
        message.Masked.ShouldBe(["body.card.number"]);
    }

    [Fact]
    public void Hide_BodyReadInPart_IsHiddenWholeAndItsSizeWithIt()
    {
        var whole = Message("""{"card": {"number": 4111}}""");

        var message = Hide(whole with { Body = whole.Body[..20] }, "body.card.number");

        BodyOf(message).ShouldBe(MessageMask.Text);
        message.BodySize.ShouldBe(message.Body.Length);
        message.IsBodyTruncated.ShouldBeFalse();
    }

    [Fact]
    public void Hide_CompressedBody_IsMaskedInside()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes("""{"card":{"number":1},"total":2}"""));
        var message = Message("") with { Body = packed.ToArray(), BodySize = packed.Length, ContentEncoding = "gzip" };

        var masked = Hide(message, "body.card.number");

        BodyOf(masked).ShouldBe("""{"card":{"number":"•••• (masked)"},"total":2}""");
        masked.ContentEncoding.ShouldBeNull();
        BodyOf(Hide(message with { ContentEncoding = "zstd" }, "body.card.number")).ShouldBe(MessageMask.Text);

        // Pages undo it without being told, too.
        BodyOf(Hide(message with { ContentEncoding = null }, "body.card.number")).ShouldBe(BodyOf(masked));
        BodyOf(Hide(message with { ContentEncoding = null, Body = message.Body[..^9], BodySize = message.BodySize }, "body.card.number")).ShouldBe(MessageMask.Text);
    }

    [Fact]
    public void Hide_HeadersAndProperties_AlsoInTablesAndWhatReplaysRemember()
    {
        var message = Message("x") with
        {
            Headers =
            [
                new("X-Card", new TextValue("4111")),
                new("t", new TableValue([new("list", new ListValue([new TableValue([new("pin", new IntegerValue(1)), new("ok", new IntegerValue(2))])]))])),
                new("x-replay-original", new TableValue([new("user_id", new TextValue("anna")), new("expiration", new TextValue("5"))])),
            ],
            Properties = [new("user_id", new TextValue("anna")), new("type", new TextValue("t"))],
        };

        var masked = Hide(message, "header.x-card", "header.t.list.pin", "property.user_id");

        Flat(masked.Headers).ShouldBe(["X-Card=•••• (masked)", "pin=•••• (masked)", "ok=2", "user_id=•••• (masked)", "expiration=5"]);
        Flat(masked.Properties).ShouldBe(["user_id=•••• (masked)", "type=t"]);
        masked.Masked.ShouldBe(["header.t.list.pin", "header.x-card", "property.user_id"]);
        masked.Identity.ShouldBe(message.Identity);
        BodyOf(masked).ShouldBe("x");
    }

    [Fact]
    public void Hide_PropertiesThatStandTwice_AreHiddenInBothPlaces()
    {
        var message = Message("x") with
        {
            Timestamp = DateTimeOffset.UnixEpoch,
            ContentType = "text/plain",
            Key = "k"u8.ToArray(),
            Properties = [new("timestamp", new TimestampValue(DateTimeOffset.UnixEpoch)), new("content_type", new TextValue("text/plain"))],
        };

        var masked = Hide(message, "property.timestamp", "property.content_type", "key");

        masked.Timestamp.ShouldBeNull();
        masked.ContentType.ShouldBeNull();
        Encoding.UTF8.GetString(masked.Key!.Value.Span).ShouldBe(MessageMask.Text);
        Flat(masked.Properties).ShouldAllBe(field => field.EndsWith(MessageMask.Text));
    }

    [Fact]
    public void Hide_NothingThere_IsTheSameMessage()
    {
        var message = Message("""{"order": 1}""");

        Hide(message, "body.card.number", "header.x-card").ShouldBeSameAs(message);
    }

    private static IEnumerable<string> Flat(IEnumerable<MessageField> fields) => fields.SelectMany(field => field.Value switch
    {
        TableValue table => Flat(table.Fields),
        ListValue list => list.Items.OfType<TableValue>().SelectMany(table => Flat(table.Fields)),
        TextValue text => [$"{field.Name}={text.Value}"],
        IntegerValue number => [$"{field.Name}={number.Value}"],
        _ => [field.Name],
    });

    private static MessageEnvelope Hide(MessageEnvelope message, params string[] fields) => MessageMask.Hide(message, [.. fields.Select(MaskedFieldTests.Parse)]);

    private static string BodyOf(MessageEnvelope message) => Encoding.UTF8.GetString(message.Body.Span);

    private static MessageEnvelope Message(string body) => new()
    {
        Source = new DestinationRef(new ConnectionId("c"), "queue", "/", "payments"),
        Position = 0,
        Identity = new MessageIdentity(null, new string('0', 64)),
        Body = Encoding.UTF8.GetBytes(body),
        BodySize = Encoding.UTF8.GetByteCount(body),
    };
}
