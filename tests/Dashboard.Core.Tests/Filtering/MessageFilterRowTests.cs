using System.IO.Compression;
using System.Text;
using Dashboard.Core.Filtering;
using Dashboard.Core.Model;
using Dashboard.Core.Tests.Snapshots;

namespace Dashboard.Core.Tests.Filtering;

public sealed class MessageFilterRowTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("body.order.id = 42", FilterVerdict.Yes)]
    [InlineData("body.order.id > 41.5", FilterVerdict.Yes)]
    [InlineData("body.items[1].sku = B-2", FilterVerdict.Yes)]
    [InlineData("body.items[9].sku = B-2", FilterVerdict.No)]
    [InlineData("body.customer.vip = true", FilterVerdict.Yes)]
    [InlineData("exists body.nothing", FilterVerdict.No)]
    [InlineData("exists body.empty", FilterVerdict.No)]
    [InlineData("exists body.items", FilterVerdict.Yes)]
    [InlineData("body.items ~ b-2", FilterVerdict.Yes)]
    [InlineData("body ~ \"\\\"vip\\\"\"", FilterVerdict.Yes)]
    [InlineData("body.Order.id = 42", FilterVerdict.No)]
    [InlineData("header.x-tenant = acme", FilterVerdict.Yes)]
    [InlineData("header.X-Tenant = acme", FilterVerdict.Yes)]
    [InlineData("header.retries >= 3", FilterVerdict.Yes)]
    [InlineData("header.\"a b\".c.d = 1", FilterVerdict.Yes)]
    [InlineData("header.hops[1] = two", FilterVerdict.Yes)]
    [InlineData("header.hops ~ two", FilterVerdict.Yes)]
    [InlineData("exists header.hops", FilterVerdict.Yes)]
    [InlineData("exists header.void", FilterVerdict.No)]
    [InlineData("exists header.other", FilterVerdict.No)]
    [InlineData("property.message_id = m-1", FilterVerdict.Yes)]
    [InlineData("message_id ^= m-", FilterVerdict.Yes)]
    [InlineData("property.delivery_mode = 2", FilterVerdict.Yes)]
    [InlineData("routing_key like order.*", FilterVerdict.Yes)]
    [InlineData("exchange = shop", FilterVerdict.Yes)]
    [InlineData("redelivered = yes", FilterVerdict.Yes)]
    [InlineData("size > 100B and size < 1KiB", FilterVerdict.Yes)]
    [InlineData("position = 3", FilterVerdict.Yes)]
    [InlineData("age > 59m and age < 61m", FilterVerdict.Yes)]
    [InlineData("timestamp < 2026-11-21T03:00Z", FilterVerdict.Yes)]
    [InlineData("exists key", FilterVerdict.No)]
    [InlineData("death.reason = expired", FilterVerdict.Yes)]
    [InlineData("death[0].reason = rejected", FilterVerdict.Yes)]
    [InlineData("death.count = 5", FilterVerdict.Yes)]
    [InlineData("death[0].count = 2", FilterVerdict.Yes)]
    [InlineData("death.queue = retry", FilterVerdict.Yes)]
    [InlineData("death[7].queue = retry", FilterVerdict.No)]
    [InlineData("acme", FilterVerdict.Yes)]
    [InlineData("sku", FilterVerdict.Yes)]
    [InlineData("order.created", FilterVerdict.Yes)]
    [InlineData("nowhere", FilterVerdict.No)]
    [InlineData("unheard_of = 1", FilterVerdict.No)]
    public void Judge_Message_GivesTheVerdict(string filter, FilterVerdict expected) => Judge(filter, Message()).ShouldBe(expected);

    [Theory]
    [InlineData("body.a = 1", FilterVerdict.Unjudgeable)]
    [InlineData("not body.a = 1", FilterVerdict.Unjudgeable)]
    [InlineData("body ~ plain", FilterVerdict.Yes)]
    [InlineData("body ~ absent", FilterVerdict.No)]
    public void Judge_BodyIsNoJson_OnlyItsTextIsKnown(string filter, FilterVerdict expected)
        => Judge(filter, Message("just plain text")).ShouldBe(expected);

    [Fact]
    public void Judge_GzipBody_IsReadThrough()
    {
        var message = Message() with { Body = Gzip(Encoding.UTF8.GetBytes("{\"a\":{\"b\":\"c\"}}")), BodySize = 1, ContentEncoding = "GZIP" };

        Judge("body.a.b = c", message).ShouldBe(FilterVerdict.Yes);
        Judge("body ~ '\"c\"'", message).ShouldBe(FilterVerdict.Yes);
    }

    [Fact]
    public void Judge_CompressionThatNobodyDeclared_IsReadThroughByItsFirstBytes()
    {
        var gzip = Gzip(Encoding.UTF8.GetBytes("{\"a\":{\"b\":\"c\"},\"pad\":\"................\"}"));
        var twice = Gzip(gzip);
        foreach (var bytes in (byte[][])[gzip, twice])
        {
            var message = Message() with { Body = bytes, BodySize = bytes.Length };
            Judge("body.a.b = c", message).ShouldBe(FilterVerdict.Yes);
            Judge("body ~ nowhere", message).ShouldBe(FilterVerdict.No);
        }

        Judge("body ~ later", Message() with { Body = gzip.AsMemory(0, gzip.Length - 12), BodySize = gzip.Length }).ShouldBe(FilterVerdict.Unjudgeable);
        Judge("body ~ gz", Message("\u001f\u008b only looks like it, and is long enough")).ShouldBe(FilterVerdict.No);
    }

    [Fact]
    public void Judge_BrokenOrUnknownCompression_CannotBeKnown()
    {
        Judge("body ~ a", Message("lz4 has no reader") with { ContentEncoding = "lz4" }).ShouldBe(FilterVerdict.Unjudgeable);
        Judge("body ~ utf", Message("a utf-8 text") with { ContentEncoding = "utf-8" }).ShouldBe(FilterVerdict.Yes);
        Judge("body ~ a", Message("no gzip at all") with { ContentEncoding = "gzip" }).ShouldBe(FilterVerdict.Unjudgeable);
        Judge("body.a = 1", Message("{\"a\":1}") with { ContentEncoding = "zstd" }).ShouldBe(FilterVerdict.Unjudgeable);
    }

    [Fact]
    public void Judge_CompressionBomb_IsCutAndCannotBeKnown()
    {
        var bomb = Message() with { Body = Gzip(new byte[100 * 1024 * 1024]), BodySize = 1, ContentEncoding = "gzip" };
        var before = GC.GetAllocatedBytesForCurrentThread();

        Judge("body.a = 1", bomb).ShouldBe(FilterVerdict.Unjudgeable);
        Judge("body ~ needle", bomb).ShouldBe(FilterVerdict.Unjudgeable);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(300L * 1024 * 1024);
    }

    [Theory]
    [InlineData("body ~ star", FilterVerdict.Yes)]
    [InlineData("body ~ later", FilterVerdict.Unjudgeable)]
    [InlineData("body $= t", FilterVerdict.Unjudgeable)]
    [InlineData("body ^= st", FilterVerdict.Yes)]
    [InlineData("body = start", FilterVerdict.Unjudgeable)]
    [InlineData("later", FilterVerdict.Unjudgeable)]
    [InlineData("body.a = 1", FilterVerdict.Unjudgeable)]
    public void Judge_BodyWasCut_OnlyAFindIsCertain(string filter, FilterVerdict expected)
        => Judge(filter, Message("start") with { BodySize = 5000 }).ShouldBe(expected);

    [Fact]
    public void Judge_HostileBodies_NeverThrow()
    {
        foreach (var body in (string[])["", "\uFEFF{\"a\":1}", "{\"a\":\"\\ud800\"}", new string('[', 5000), "{\"a\":1,\"a\":2}", "1e999", "\0\0"])
        {
            Judge("body.a = 1", Message(body)).ShouldBeOneOf(FilterVerdict.Yes, FilterVerdict.No, FilterVerdict.Unjudgeable);
            Judge("body ~ x or body[0][0] = 1", Message(body)).ShouldNotBe(FilterVerdict.Yes);
        }

        Judge("body.a = 1", Message("\uFEFF{\"a\":1}")).ShouldBe(FilterVerdict.Yes);
    }

    [Fact]
    public void Roots_AllAreKnownToTheRow()
    {
        foreach (var root in MessageFilterRow.Roots)
            FilterParser.Parse($"exists {root}", MessageFilterRow.Roots).Error.ShouldBeNull();
    }

    private FilterVerdict Judge(string filter, MessageEnvelope message)
    {
        var parse = FilterParser.Parse(filter);
        parse.Error.ShouldBeNull();
        return parse.Filter!.Judge(new MessageFilterRow(message, _time));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return output.ToArray();
    }

    private MessageEnvelope Message(string? body = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body ??
            """{"order":{"id":42},"items":[{"sku":"A-1"},{"sku":"B-2"}],"customer":{"vip":true},"empty":null,"pad":"................"}""");
        return new MessageEnvelope
        {
            Source = new DestinationRef(new ConnectionId("eu"), "queue", "/", "orders"),
            Position = 3,
            Identity = new MessageIdentity("m-1", "abc"),
            Body = bytes,
            BodySize = bytes.Length,
            RoutingKey = "order.created",
            Timestamp = _time.GetUtcNow() - TimeSpan.FromHours(1),
            Delivery = [new("exchange", new TextValue("shop")), new("redelivered", new BooleanValue(true))],
            Properties = [new("message_id", new TextValue("m-1")), new("delivery_mode", new IntegerValue(2))],
            Headers =
            [
                new("x-tenant", new TextValue("acme")),
                new("retries", new IntegerValue(3)),
                new("void", new NullValue()),
                new("a b", new TableValue([new("c", new TableValue([new("d", new IntegerValue(1))]))])),
                new("hops", new ListValue([new TextValue("one"), new TextValue("two")])),
            ],
            Deaths =
            [
                new DeathRecord("orders", "shop", ["order.created"], "rejected", 2, null),
                new DeathRecord("retry", "", ["retry"], "expired", 3, null),
            ],
        };
    }
}
