using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Origins;

/// <summary>
/// Reads where a record came from out of the headers that dead-letter producers write: Kafka Connect (<c>__connect.errors.*</c>), Spring for Kafka
/// (<c>kafka_dlt-*</c>, numbers as big-endian bytes, the newest last) and plain ones (<c>x-original-topic</c>). Pure; headers are hostile and may be any bytes.
/// </summary>
internal static class OriginHeaders
{
    private const string Connect = "__connect.errors.";
    private const string Spring = "kafka_dlt-";
    private const int MaxOrigins = 50;
    private const int MaxWords = 1000;
    private static readonly string[] PlainPrefixes = ["x-original-", "original-", "original_"];

    /// <summary>Whether a header tells the way of a record and not its content.</summary>
    public static bool IsOrigin(string name) => name.StartsWith(Connect, StringComparison.Ordinal) || name.StartsWith(Spring, StringComparison.Ordinal)
        || name.StartsWith(PlainPrefixes[0], StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The ways the record has come, oldest first; empty where its headers tell of none. Of very many the oldest and the newest.
    /// </summary>
    public static IReadOnlyList<RecordOrigin> Of(IReadOnlyList<MessageField> headers)
    {
        // A record has room for ten thousands of headers: they are walked through once.
        var byName = headers.ToLookup(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);
        var origins = new List<RecordOrigin>();
        OfSpring(byName, origins);
        if (Text(byName, Connect + "topic") is { Length: > 0 } connected)
        {
            origins.Add(new RecordOrigin(
                "Kafka Connect",
                connected,
                Int(Number(byName, Connect + "partition")),
                Number(byName, Connect + "offset"),
                null,
                Words(Text(byName, Connect + "exception.class.name")),
                Words(Text(byName, Connect + "exception.message")),
                Words(Text(byName, Connect + "connector.name"))));
        }

        if (origins.Count == 0)
            OfPlain(byName, origins);
        return origins;
    }

    /// <summary>The same as steps of a message's way; queue and exchange are the topic.</summary>
    public static IReadOnlyList<DeathRecord> DeathsOf(IReadOnlyList<MessageField> headers)
        => [.. Of(headers).Select(origin => new DeathRecord(origin.Topic, origin.Topic, [], origin.Reason ?? "put aside", 1, null))];

    // Each time it is put aside Spring adds a set of headers of the same names, unless it is told to replace them.
    private static void OfSpring(ILookup<string, FieldValue> headers, List<RecordOrigin> origins)
    {
        var topics = All("original-topic");
        if (topics.Count == 0)
            return;
        var (partitions, offsets, times) = (All("original-partition"), All("original-offset"), All("original-timestamp"));
        var (classes, messages, groups) = (All("exception-fqcn"), All("exception-message"), All("original-consumer-group"));
        for (var i = 0; i < topics.Count; i++)
        {
            // The oldest tells where it came from, and the newest what happened last.
            if (origins.Count == 1 && topics.Count - i >= MaxOrigins)
                i = topics.Count - MaxOrigins + 1;
            if (TextOf(topics[i]) is not { Length: > 0 } topic)
                continue;
            origins.Add(new RecordOrigin(
                "Spring",
                topic,
                Int(NumberAt(partitions, i)),
                NumberAt(offsets, i),
                Time(NumberAt(times, i)),
                TextAt(classes, i),
                TextAt(messages, i),
                TextAt(groups, i)));
        }

        List<FieldValue> All(string name) => [.. headers[Spring + name]];
        string? TextAt(List<FieldValue> all, int at) => At(all, at) is { } value ? Words(TextOf(value)) : null;
        long? NumberAt(List<FieldValue> all, int at) => At(all, at) is { } value ? NumberOf(value) : null;
        FieldValue? At(List<FieldValue> all, int at) => all.Count == topics.Count ? all[at] : all.Count > 0 ? all[^1] : null;
    }

    private static void OfPlain(ILookup<string, FieldValue> headers, List<RecordOrigin> origins)
    {
        foreach (var prefix in PlainPrefixes)
        {
            if (Text(headers, prefix + "topic") is not { Length: > 0 } topic)
                continue;
            origins.Add(new RecordOrigin(
                prefix + "topic",
                topic,
                Int(Number(headers, prefix + "partition")),
                Number(headers, prefix + "offset"),
                Time(Number(headers, prefix + "timestamp")),
                Words(Text(headers, "x-exception-class") ?? Text(headers, "x-error-class") ?? Text(headers, "x-error-reason") ?? Text(headers, "x-death-reason")),
                Words(Text(headers, "x-exception-message") ?? Text(headers, "x-error-message") ?? Text(headers, "x-error")),
                Words(Text(headers, "x-consumer-group"))));
            return;
        }
    }

    private static string? Text(ILookup<string, FieldValue> headers, string name) => headers[name].LastOrDefault() is { } last ? TextOf(last) : null;

    private static long? Number(ILookup<string, FieldValue> headers, string name) => headers[name].LastOrDefault() is { } last ? NumberOf(last) : null;

    private static string? TextOf(FieldValue value) => value switch
    {
        TextValue text => text.Value,
        BytesValue bytes => Encoding.UTF8.GetString(bytes.Value.Span),
        _ => null,
    };

    /// <summary>What is said of a failure, and not a whole stack of megabytes. Names of topics are never cut: half a name may be another's.</summary>
    private static string? Words(string? text) => text is { Length: > MaxWords } ? text[..MaxWords] + "…" : text;

    // Digits, or a big-endian number of 4 or 8 bytes. Four bytes that are letters and no digits are a number too.
    private static long? NumberOf(FieldValue value)
    {
        if (value is IntegerValue integer)
            return integer.Value;
        ReadOnlySpan<byte> bytes = value switch
        {
            BytesValue raw => raw.Value.Span,
            TextValue text => Encoding.UTF8.GetBytes(text.Value),
            _ => default,
        };
        if (bytes.Length is > 0 and <= 19 && long.TryParse(bytes, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        return bytes.Length switch
        {
            4 => BinaryPrimitives.ReadInt32BigEndian(bytes),
            8 => BinaryPrimitives.ReadInt64BigEndian(bytes),
            _ => null,
        };
    }

    private static int? Int(long? number) => number is >= 0 and <= int.MaxValue ? (int)number : null;

    private static DateTimeOffset? Time(long? milliseconds)
        => milliseconds is > 0 and < 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value) : null;
}
