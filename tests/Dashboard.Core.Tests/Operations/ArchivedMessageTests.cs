using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Storage;

namespace Dashboard.Core.Tests.Operations;

public sealed class ArchivedMessageTests : IDisposable
{
    private static readonly FieldValue[] Values =
    [
        new NullValue(),
        new BooleanValue(true),
        new IntegerValue(long.MinValue),
        new IntegerValue(200, "uint8"),
        new NumberValue(double.NaN),
        new NumberValue(double.NegativeInfinity),
        new NumberValue(0.1, "float"),
        new DecimalValue(79228162514264337593543950335m),
        new TextValue("<script>\"\\ \u0000 ü 🐇"),
        new BytesValue(new byte[] { 0, 255, 13, 10 }),
        new TimestampValue(DateTimeOffset.FromUnixTimeSeconds(-62135596800)),
        new ListValue([new TextValue("a"), new ListValue([])]),
        new TableValue([new MessageField("x", new NullValue()), new MessageField("x", new TableValue([]))]),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-archive-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Archive_EveryKindOfValue_ComesBackAsItWas()
    {
        var message = Message(7);
        var store = new FileArchiveStore(() => _folder);
        await using (var writer = await store.OpenWriterAsync("job-1", CancellationToken.None))
            await writer.AppendAsync([new ArchivedMessage(7, message)], CancellationToken.None);

        var read = await store.ReadAsync("job-1", 0, CancellationToken.None).SingleAsync();

        read.Sequence.ShouldBe(7);
        read.Message.Body.ToArray().ShouldBe(message.Body.ToArray());
        read.Message.Identity.ShouldBe(message.Identity);
        read.Message.Source.ShouldBe(message.Source);
        read.Message.Timestamp.ShouldBe(message.Timestamp);
        JsonSerializer.Serialize(read.Message, DashboardJson.Options).ShouldBe(JsonSerializer.Serialize(message, DashboardJson.Options));
        var headers = read.Message.Headers;
        for (var i = 0; i < Values.Length; i++)
        {
            headers[i].Value.GetType().ShouldBe(Values[i].GetType());
            headers[i].Value.WireType.ShouldBe(Values[i].WireType);
        }

        headers[4].Value.ShouldBe(Values[4]);
        headers[7].Value.ShouldBe(Values[7]);
        ((BytesValue)headers[9].Value).Value.ToArray().ShouldBe([0, 255, 13, 10]);
    }

    [Fact]
    public async Task Archive_LineCutByACrash_IsDroppedAndWrittenAnew()
    {
        var store = new FileArchiveStore(() => _folder);
        await using (var writer = await store.OpenWriterAsync("job-1", CancellationToken.None))
            await writer.AppendAsync([new ArchivedMessage(1, Message(1)), new ArchivedMessage(2, Message(2))], CancellationToken.None);
        var file = Path.Combine(_folder, "job-1.jsonl");
        await using (var cut = new FileStream(file, FileMode.Open))
            cut.SetLength(cut.Length - 10);

        (await store.ReadAsync("job-1", 0, CancellationToken.None).ToListAsync()).Select(line => line.Sequence).ShouldBe([1]);
        await using (var writer = await store.OpenWriterAsync("job-1", CancellationToken.None))
            await writer.AppendAsync([new ArchivedMessage(3, Message(3))], CancellationToken.None);

        (await store.ReadAsync("job-1", 0, CancellationToken.None).ToListAsync()).Select(line => line.Sequence).ShouldBe([1, 3]);
        (await store.CountAsync("job-1", CancellationToken.None)).ShouldBe(2);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task Archive_IdThatIsNoId_IsRefused(string jobId)
        => await Should.ThrowAsync<ArgumentException>(() => new FileArchiveStore(() => _folder).CountAsync(jobId, CancellationToken.None));

    private static MessageEnvelope Message(int position) => new()
    {
        Source = new DestinationRef(new ConnectionId("lab"), "queue", "shop/eu", "orders <b>"),
        Position = position,
        Identity = new MessageIdentity("m-1", new string('a', 64)),
        Body = new byte[] { 0, 1, 255, 10, 13 },
        BodySize = 5,
        Headers = [.. Values.Select((value, i) => new MessageField($"h{i}", value))],
        Properties = [new MessageField("delivery_mode", new IntegerValue(2, "uint8"))],
        Timestamp = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
        Deaths = [new DeathRecord("q", "x", ["k"], "rejected", 3, null)],
    };
}
