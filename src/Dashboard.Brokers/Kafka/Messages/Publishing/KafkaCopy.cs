using System.Globalization;
using Dashboard.Brokers.Kafka.Messages.Envelopes;
using Dashboard.Brokers.Kafka.Messages.Origins;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Publishing;

/// <summary>
/// The copy of a message for a replay, move, copy or restore: key, value and headers are kept, byte for byte and in their order, and stamped. Of another broker's
/// message the properties become headers: the content type <c>content-type</c>, all others <c>x-replay-source-NAME</c>. Pure.
/// </summary>
internal static class KafkaCopy
{
    public const string IdHeader = "x-replay-id";
    public const string CountHeader = "x-replay-count";
    private const string SourcePrefix = "x-replay-source-";
    private const string RoutingKeyHeader = "x-replay-source-routing_key";
    private const string KeyHeader = "x-replay-key";

    public static OutgoingMessage Of(MessageEnvelope original, PublishAddress address, ReplayStamp stamp)
    {
        var headers = new List<MessageField>(original.Headers.Count + 2);
        long count = 0;
        var key = original.Key;
        foreach (var header in original.Headers)
        {
            if (header.Name == CountHeader)
                count = Math.Max(0, CountOf(header.Value));
            else if (header.Name == KeyHeader && original.Partition is null && header.Value is BytesValue kept)
                key ??= kept.Value;
            else if (header.Name != IdHeader)
                headers.Add(header);
        }

        if (original.Partition is null)
            headers.AddRange(Foreign(original));
        headers.Add(new MessageField(IdHeader, new TextValue(stamp.ReplayId)));
        headers.Add(new MessageField(CountHeader, new TextValue((count == long.MaxValue ? count : count + 1).ToString(CultureInfo.InvariantCulture))));
        return new OutgoingMessage { Address = address, Body = original.Body, IsTombstone = original.IsTombstone, Key = key, Headers = headers };
    }

    /// <summary>Headers that are not content: how a record came to where it is, or written anew on each copy.</summary>
    public static bool IsTrace(string name) => name is IdHeader or CountHeader || OriginHeaders.IsOrigin(name);

    private static IEnumerable<MessageField> Foreign(MessageEnvelope original)
    {
        foreach (var property in original.Properties)
            yield return property.Name == "content_type" ? property with { Name = "content-type" } : property with { Name = SourcePrefix + property.Name };
        if (original.RoutingKey is { Length: > 0 } routingKey)
            yield return new MessageField(RoutingKeyHeader, new TextValue(routingKey));
    }

    private static long CountOf(FieldValue value) => value is IntegerValue number
        ? number.Value
        : long.TryParse(FieldTexts.Of(value), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
