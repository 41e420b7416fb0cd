using System.Text;
using System.Text.Json;
using Dashboard.Brokers.Tests.Kafka.Messages;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Decoding;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Contract.Skipping;

namespace Dashboard.Brokers.Tests.Kafka.Interop;

/// <summary>What is published here is read by other clients bit for bit, what they write is shown as they wrote it, and a key leads all of them to the same partition.</summary>
public sealed class MessagesOfOtherClientsTests(TopicsFixture kafka) : IClassFixture<TopicsFixture>
{
    // Brokers refuse what is of the future, and delete what is very old.
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeMilliseconds());

    private static readonly string[] Keys = ["a", "order-1", "order-2", "zoë", "customer-77", "", "0", "a longer key of some more bytes"];

    [ContractFact]
    public Task Publish_EveryPart_IsReadByKafkaPythonBitForBit() => Publish_IsReadBitForBitAsync(OtherClient.KafkaPython(kafka.Lab));

    [ContractFact]
    public Task Publish_EveryPart_IsReadByConfluentBitForBit() => Publish_IsReadBitForBitAsync(OtherClient.Confluent(kafka.Lab));

    [ContractFact]
    public Task Look_AtWhatKafkaPythonWrote_ShowsItAsItIs() => Look_ShowsWhatWasWrittenAsync(OtherClient.KafkaPython(kafka.Lab), committed: 4, all: 5);

    [ContractFact]
    public async Task Look_AtWhatConfluentWrote_ShowsItAsItIs()
    {
        var look = await Look_ShowsWhatWasWrittenAsync(OtherClient.Confluent(kafka.Lab), committed: 8, all: 9);

        // Its serializer of numbers writes four bytes.
        var decoder = kafka.Connection.Find<IPayloadDecoder>()!;
        decoder.TryDecode(PayloadRequest.ForKey(look.Messages[0]), out var key).ShouldBeTrue();
        Encoding.UTF8.GetString(key!.Text.Span).ShouldBe("-42");
        look.Messages.Count(message => Encoding.UTF8.GetString(message.Body.Span).EndsWith('☃')).ShouldBe(4, "one of each codec");
    }

    [ContractFact]
    public async Task Publish_ByKey_GoesWhereOtherClientsPutThatKey()
    {
        var topic = await kafka.TopicAsync(partitions: 7);
        await SendAsync([.. Keys.Select(key => new OutgoingMessage { Address = new PublishAddress(topic), Body = "ours"u8.ToArray(), Key = Encoding.UTF8.GetBytes(key) })]);
        var ours = (await kafka.LookAsync(topic)).Messages.ToDictionary(message => Encoding.UTF8.GetString(message.Key!.Value.Span), message => message.Partition!.Value);
        ours.Values.Distinct().Count().ShouldBeGreaterThan(2, "keys that all go to one partition tell nothing");

        Placed(await OtherClient.KafkaPython(kafka.Lab).RunAsync("place", [topic.Name, .. Keys])).ShouldBe(ours, ignoreOrder: true);
        Placed(await OtherClient.Confluent(kafka.Lab).RunAsync("place", [topic.Name, "murmur2_random", .. Keys])).ShouldBe(ours, ignoreOrder: true);

        // librdkafka left to itself hashes by CRC-32: had the dashboard not named its partitioner, this would be the same.
        Placed(await OtherClient.Confluent(kafka.Lab).RunAsync("place", [topic.Name, "default", .. Keys])).Any(placed => ours[placed.Key] != placed.Value).ShouldBeTrue();
    }

    private async Task Publish_IsReadBitForBitAsync(OtherClient client)
    {
        var topic = await kafka.TopicAsync(partitions: 3);
        var json = Encoding.UTF8.GetBytes("""{"order":4711,"name":"zoë 🐇","lines":[{"sku":"A-1","price":12.50}]}""");
        MessageField[] headers =
        [
            new("trace", new TextValue("first")), new("none", new NullValue()), new("trace", new TextValue("zweite, ü")),
            new("binary", new BytesValue(new byte[] { 0, 0, 0, 7, 255 })), new("empty", new TextValue("")),
        ];
        await SendAsync(
            Message(topic, "order-1", json, At) with { Headers = headers },
            Message(topic, "order-1", null, At.AddSeconds(1)),
            Message(topic, null, "[]"u8.ToArray(), At.AddSeconds(2)),
            Message(topic, "", "\"\""u8.ToArray(), At.AddSeconds(3)) with { Headers = [new("", new TextValue("a header without a name"))] });
        string[] written =
        [
            WireRecord.Of(2, 0, At.ToUnixTimeMilliseconds(), "order-1"u8.ToArray(), json,
                [("trace", "first"u8.ToArray()), ("none", null), ("trace", "zweite, ü"u8.ToArray()), ("binary", [0, 0, 0, 7, 255]), ("empty", [])]),
            WireRecord.Of(2, 1, At.ToUnixTimeMilliseconds() + 1000, "order-1"u8.ToArray(), null, []),
            WireRecord.Of(2, 2, At.ToUnixTimeMilliseconds() + 2000, null, "[]"u8.ToArray(), []),
            WireRecord.Of(2, 3, At.ToUnixTimeMilliseconds() + 3000, [], "\"\""u8.ToArray(), [("", "a header without a name"u8.ToArray())]),
        ];

        var read = await client.RunAsync("read", topic.Name, $"{topic.Name}-readers", "4");

        read.Select(WireRecord.Of).ShouldBe(written);
        foreach (var (told, meant) in read.Zip([Encoding.UTF8.GetString(json), "null", "[]", "\"\""]))
            JsonElement.DeepEquals(told.GetProperty("json"), JsonElement.Parse(meant)).ShouldBeTrue($"{told.GetProperty("json").GetRawText()} for {meant}");
        (await kafka.LookAsync(topic)).Messages.Select(WireRecord.Of).ShouldBe(written);

        // kcat ends a header's value at its first zero.
        var kcat = await kafka.Lab.KcatAsync(null, "-C", "-e", "-q", "-t", topic.Name, "-p", "2", "-f", "%o|%T|%K|%k|%S|%s|%h\\n");
        kcat.Split('\n')[..2].ShouldBe(
        [
            $"0|{At.ToUnixTimeMilliseconds()}|7|order-1|{json.Length}|{Encoding.UTF8.GetString(json)}|trace=first,none=NULL,trace=zweite, ü,binary=,empty=",
            $"1|{At.ToUnixTimeMilliseconds() + 1000}|7|order-1|-1||",
        ]);
    }

    private async Task<BrowseResult> Look_ShowsWhatWasWrittenAsync(OtherClient client, int committed, int all)
    {
        var topic = await kafka.TopicAsync();
        var written = await client.RunAsync("write", topic.Name);
        written.Count.ShouldBe(all);
        kafka.Plain.WaitForTransactions(topic.Name);

        var look = await kafka.LookAsync(topic);
        var aborted = written.Where(one => one.TryGetProperty("committed", out var commits) && !commits.GetBoolean()).ToList();
        aborted.ShouldHaveSingleItem();
        look.Messages.Select(WireRecord.Of).ShouldBe(written.Except(aborted).Select(WireRecord.Of));
        look.Messages.Count.ShouldBe(committed);
        look.IsComplete.ShouldBeTrue(look.StopReason);
        (await kafka.LookAsync(topic, request => request with { ReadsUncommitted = true })).Messages.Select(WireRecord.Of).ShouldBe(written.Select(WireRecord.Of));
        return look;
    }

    private static OutgoingMessage Message(DestinationRef topic, string? key, byte[]? value, DateTimeOffset at) => new()
    {
        Address = new PublishAddress(topic),
        Body = value,
        IsTombstone = value is null,
        Key = key is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(key),
        Partition = 2,
        Properties = [new MessageField("timestamp", new TimestampValue(at))],
    };

    private async Task SendAsync(params OutgoingMessage[] messages)
    {
        await using var session = await kafka.Connection.Find<IMessagePublisher>()!.OpenAsync("", CancellationToken.None);
        foreach (var message in messages)
        {
            var outcome = await (await session.SendAsync(message, CancellationToken.None)).WaitAsync(TimeSpan.FromSeconds(60));
            outcome.Kind.ShouldBe(PublishOutcomeKind.Confirmed, outcome.Detail);
        }
    }

    private static Dictionary<string, int> Placed(IReadOnlyList<JsonElement> told)
        => told.ToDictionary(one => one.GetProperty("key").GetString()!, one => one.GetProperty("partition").GetInt32());
}
