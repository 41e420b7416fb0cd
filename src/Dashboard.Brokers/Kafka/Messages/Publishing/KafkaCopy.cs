using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Messages.Envelopes;
using Dashboard.Brokers.Kafka.Messages.Origins;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Publishing;

/// <summary>
/// The copy of a message for a replay, move, copy or restore: key, value and every header to the byte, stamped. What comes from a broker with typed headers and
/// properties is written as <c>docs/crossing-brokers.md</c> says.
/// </summary>
internal static class KafkaCopy
{
    public const string IdHeader = "x-replay-id";
    public const string CountHeader = "x-replay-count";
    public const string TimestampHeader = "x-original-timestamp";

    /// <summary>The property of an outgoing message that is the time of the record.</summary>
    public const string TimestampProperty = "timestamp";

    private static readonly byte[] First = "1"u8.ToArray();

    public static OutgoingMessage Of(MessageEnvelope original, PublishAddress address, ReplayStamp stamp)
    {
        var foreign = original.Headers is LazyFieldList<Headers, MessageField> || original.Partition is not null ? null : new ForeignRecord(original);
        var source = original.Headers is LazyFieldList<Headers, MessageField> own ? own.State : KafkaHeaders.Of(foreign?.Headers() ?? original.Headers);
        var headers = new Headers();
        long count = 0;
        var hasTime = false;
        for (var i = 0; i < source.Count; i++)
        {
            var header = source[i];
            if (header.Key == CountHeader)
                count = Math.Max(count, CountOf(header.GetValueBytes()));
            else if (header.Key != IdHeader)
                headers.Add((Header)header);
            hasTime |= header.Key == TimestampHeader;
        }

        headers.Add(IdHeader, Encoding.UTF8.GetBytes(stamp.ReplayId));
        headers.Add(CountHeader, count == 0 ? First : BytesOf(count + 1));

        // A message that was replayed before keeps the time it was first published.
        if (!stamp.KeepTimestamp && !hasTime && original.Timestamp is { } at)
            headers.Add(TimestampHeader, BytesOf(at.ToUnixTimeMilliseconds()));
        return new OutgoingMessage
        {
            Address = address,
            Body = original.Body,
            IsTombstone = original.IsTombstone,
            Key = foreign is null ? original.Key : foreign.Key(),
            Partition = address.Partition ?? (stamp.KeepPartition ? original.Partition : null),
            Properties = stamp.KeepTimestamp && original.Timestamp is { } kept ? [new MessageField(TimestampProperty, new TimestampValue(kept))] : [],
            Headers = new LazyFieldList<Headers, MessageField>(headers, KafkaHeaders.Fields),
        };
    }

    /// <summary>The stamp of a copy; null where there is none.</summary>
    public static string? ReplayIdOf(Headers? headers)
    {
        if (headers is null)
            return null;
        for (var i = headers.Count - 1; i >= 0; i--)
        {
            if (headers[i].Key == IdHeader)
                return headers[i].GetValueBytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
        }

        return null;
    }

    /// <summary>Headers that are not content: how a record came to where it is, or written anew on each copy.</summary>
    public static bool IsTrace(string name) => name is IdHeader or CountHeader or TimestampHeader || OriginHeaders.IsOrigin(name);

    private static byte[] BytesOf(long number)
    {
        Span<byte> text = stackalloc byte[20];
        number.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        return text[..length].ToArray();
    }

    private static long CountOf(byte[]? bytes)
        => long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count < long.MaxValue ? count : 0;
}
