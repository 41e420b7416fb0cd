using System.Globalization;
using System.Text;
using System.Text.Json;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>What an export of a topic writes is what an import of it publishes: keys, headers and null values, and the time where it is asked for.</summary>
public sealed class KafkaMessagesTests
{
    private static readonly ConnectionId Id = new("kafka");

    // Brokers refuse what is of the future, and delete what is very old.
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeMilliseconds());

    [KafkaFact]
    public async Task Export_Imported_IsTheSameRecords()
    {
        var (kafka, source, target) = await KafkaReplayTests.TopicsAsync(3);
        await using var engine = new RealEngine([kafka.Settings()]);
        await WriteAsync(engine, source);
        var written = await ReadAsync(engine, source);
        written.Count.ShouldBe(5);

        using var file = new MemoryStream();
        var export = await engine.Reading.ExportAsync(engine.Actor, new BrowseRequest { Destination = KafkaReplayTests.Topic(source), Count = 100, ReadsToEnd = true }, "", file, null, CancellationToken.None);
        export.Matched.ShouldBe(5);
        var lines = Encoding.UTF8.GetString(file.ToArray()).TrimEnd().Split('\n');
        lines.Length.ShouldBe(6);
        JsonElement.Parse(lines[^1]).GetProperty("export_end").GetProperty("is_complete").GetBoolean().ShouldBeTrue();
        file.Position = 0;
        var taken = await engine.Imports.TakeAsync(engine.Actor, Id, "export.jsonl", file, null, CancellationToken.None);
        taken.Problems.ShouldBeEmpty();
        taken.Messages.ShouldBe(5);

        var kept = await engine.RunAsync(Import(taken.ArchiveId!, target, new OperationOptions { KeepTimestamp = true, KeepPartition = true }));
        kept.State.ShouldBe(JobState.Succeeded, kept.Reason);
        (await ReadAsync(engine, target)).Select(message => Words(message, withPlace: true)).Order().ShouldBe(written.Select(message => Words(message, withPlace: true)).Order());

        // Left to itself a copy has the time of now, and its own in a header.
        var (_, other, _) = await KafkaReplayTests.TopicsAsync(1);
        (await engine.RunAsync(Import(taken.ArchiveId!, other, new OperationOptions()))).Accounting.Delivered.ShouldBe(5);
        var anew = await ReadAsync(engine, other);
        anew.Select(message => Words(message, withPlace: false)).Order().ShouldBe(written.Select(message => Words(message, withPlace: false)).Order());
        anew.ShouldAllBe(message => message.Timestamp > At.AddMinutes(1));
        anew.Select(message => ((TextValue)message.Headers.Single(header => header.Name == "x-original-timestamp").Value).Value).Order()
            .ShouldBe(written.Select(message => message.Timestamp!.Value.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)).Order());
    }

    [KafkaFact]
    public async Task Export_OfWhatMatches_HasOnlyThat()
    {
        var (kafka, source, _) = await KafkaReplayTests.TopicsAsync(3);
        await using var engine = new RealEngine([kafka.Settings()]);
        await WriteAsync(engine, source);
        foreach (var (filter, count) in new[] { ("not exists body", 1), ("not exists key", 1), ("header.twice = b", 0), ("header.twice ~ a", 1), ("partition = 2", 3), ("body.n = 1", 1), ("key = 42", 1) })
        {
            using var file = new MemoryStream();
            var export = await engine.Reading.ExportAsync(
                engine.Actor, new BrowseRequest { Destination = KafkaReplayTests.Topic(source), Count = 100, ReadsToEnd = true }, filter, file, null, CancellationToken.None);
            export.Matched.ShouldBe(count, filter);
        }
    }

    /// <summary>One of each kind that a format could lose.</summary>
    internal static async Task WriteAsync(RealEngine engine, string topic)
    {
        var place = new PublishAddress(KafkaReplayTests.Topic(topic));
        OutgoingMessage[] messages =
        [
            new()
            {
                Address = place, Partition = 1, Key = "order-1"u8.ToArray(), Body = Encoding.UTF8.GetBytes("""{"n":1,"name":"zoë 🐇"}"""),
                Headers = [new("twice", new TextValue("a")), new("none", new NullValue()), new("twice", new TextValue("b")), new("binary", new BytesValue(new byte[] { 0, 7, 255 })), new("empty", new TextValue(""))],
            },
            new() { Address = place, Partition = 1, Key = "order-1"u8.ToArray(), Body = default, IsTombstone = true },
            new() { Address = place, Partition = 2, Key = null, Body = default },
            new() { Address = place, Partition = 2, Key = Array.Empty<byte>(), Body = new byte[] { 0, 255, 10, 13, 0 } },
            new() { Address = place, Partition = 2, Key = new byte[] { 0, 0, 0, 42 }, Body = "line\nbreak \u2028 </script>"u8.ToArray() },
        ];
        await using var session = await engine.Find<IMessagePublisher>(Id).OpenAsync("", CancellationToken.None);
        foreach (var (i, message) in messages.Index())
        {
            var at = new MessageField("timestamp", new TimestampValue(At.AddSeconds(i)));
            var outcome = await (await session.SendAsync(message with { Properties = [at] }, CancellationToken.None));
            outcome.Kind.ShouldBe(PublishOutcomeKind.Confirmed, outcome.Detail);
        }
    }

    internal static async Task<IReadOnlyList<MessageEnvelope>> ReadAsync(RealEngine engine, string topic)
        => (await engine.Find<IMessageBrowser>(Id).BrowseAsync(new BrowseRequest { Destination = KafkaReplayTests.Topic(topic), Count = 1000 }, CancellationToken.None)).Messages;

    private static OperationIntent Import(string archive, string target, OperationOptions options) => new()
    {
        Kind = OperationKind.Restore,
        Connection = Id,
        ArchiveJobId = archive,
        Target = new FixedTarget(new PublishAddress(KafkaReplayTests.Topic(target))),
        Options = options,
    };

    /// <summary>All of a record that is its own.</summary>
    private static string Words(MessageEnvelope message, bool withPlace)
    {
        var headers = message.Headers.Where(header => !header.Name.StartsWith("x-replay-", StringComparison.Ordinal) && header.Name != "x-original-timestamp").Select(header => $"{header.Name}={header.Value switch
        {
            BytesValue bytes => Convert.ToHexString(bytes.Value.Span),
            NullValue => "null",
            _ => $"'{((TextValue)header.Value).Value}'",
        }}");
        var place = withPlace ? $"{message.Partition} at {message.Timestamp!.Value.ToUnixTimeMilliseconds()} " : "";
        return $"{place}key {Hex(message.Key)} value {Hex(message.IsTombstone ? null : message.Body)} {string.Join(' ', headers)}";
    }

    private static string Hex(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? $"[{Convert.ToHexString(some.Span)}]" : "null";
}
