using System.Text;
using Dashboard.Core.Filtering.Syntax;
using Dashboard.Core.Model;

namespace Dashboard.Core.Filtering;

/// <summary>
/// A message seen by a filter, as its page shows it. The body is decoded and parsed at most once, and only when a path asks for it. Not thread-safe.
/// </summary>
/// <param name="message">The message.</param>
/// <param name="time">For its age.</param>
/// <param name="payloads">Reads what is neither text nor JSON; null to take all bytes as they are.</param>
public sealed class MessageFilterRow(MessageEnvelope message, TimeProvider time, MessagePayloads? payloads = null) : IFilterRow, ISearchableRow
{
    private MessageBody? _body;

    /// <summary>The names a path over messages may begin with, for <see cref="FilterParser.Parse"/> and for completion.</summary>
    public static IReadOnlyCollection<string> Roots { get; } =
    [
        "age", "body", "content_type", "death", "delivery", "exchange", "fingerprint", "header", "key", "message_id", "offset", "partition", "position",
        "property", "redelivered", "routing_key", "size", "timestamp",
    ];

    private MessageBody Body => _body ??= new MessageBody(message, payloads);

    private string? Key => payloads is not null ? payloads.ReadKey(message) : message.Key is { } key ? Encoding.UTF8.GetString(key.Span) : null;

    public FilterValue Resolve(FieldPath path) => path.Root switch
    {
        "body" when message.IsTombstone => FilterValue.Absent,
        "body" => path.Parts.Count == 1 ? Body.Text : Body.At(path.Parts),
        "header" => FieldTree.At(message.Headers, path.Parts, 1),
        "property" => FieldTree.At(message.Properties, path.Parts, 1),
        "delivery" => FieldTree.At(message.Delivery, path.Parts, 1),
        "death" => Death(path.Parts),
        _ when path.Parts.Count > 1 => FilterValue.Absent,
        "size" => FilterValue.Of((double)message.BodySize),
        "position" or "offset" when message.Partition is not null => FilterValue.Of((double)LogPosition.Unpack(message.Position).Offset),
        "position" => FilterValue.Of((double)message.Position),
        "offset" => FilterValue.Absent,
        "partition" => message.Partition is { } partition ? FilterValue.Of((double)partition) : FilterValue.Absent,
        "age" => message.Timestamp is { } published ? FilterValue.Of((time.GetUtcNow() - published).TotalSeconds) : FilterValue.Absent,
        "timestamp" => message.Timestamp is { } published ? FilterValue.Of(published.ToUnixTimeMilliseconds() / 1000.0) : FilterValue.Absent,
        "key" => Key is { } key ? FilterValue.Of(key) : FilterValue.Absent,
        "routing_key" => TextOr(message.RoutingKey, message.Delivery, path.Parts),
        "content_type" => TextOr(message.ContentType, message.Properties, path.Parts),
        "message_id" => TextOr(message.Identity.MessageId, message.Properties, path.Parts),
        "fingerprint" => FilterValue.Of(message.Identity.Fingerprint),
        _ => FieldTree.At(message.Delivery, path.Parts, 0),
    };

    FilterVerdict ISearchableRow.Find(TextPattern pattern, ref int budget)
    {
        var verdict = FilterVerdict.No;
        foreach (var text in Texts())
        {
            var found = pattern.IsIn(text, ref budget);
            if (found == FilterVerdict.Yes)
                return FilterVerdict.Yes;
            if (found == FilterVerdict.Unjudgeable)
                verdict = FilterVerdict.Unjudgeable;
        }

        var body = Body.Text;
        if (body.Kind != FilterValueKind.Text)
            return FilterVerdict.Unjudgeable;
        var inBody = pattern.IsIn(body.Text!, ref budget);
        return inBody == FilterVerdict.No ? Body.IsInPart ? FilterVerdict.Unjudgeable : verdict : inBody;
    }

    bool ISearchableRow.IsCut(FieldPath path) => path is { Root: "body", Parts.Count: 1 } && Body.IsInPart;

    private IEnumerable<string> Texts()
    {
        if (message.RoutingKey is { } routingKey)
            yield return routingKey;
        if (Key is { } key)
            yield return key;
        // On a log with partitions the delivery is partition and offset: numbers that every other message has too.
        var fields = message.Properties.Concat(message.Headers);
        foreach (var field in message.Partition is null ? fields.Concat(message.Delivery) : fields)
        {
            yield return field.Name;
            if (FieldTree.TextOf(field.Value) is { } text)
                yield return text;
        }
    }

    private static FilterValue TextOr(string? text, IReadOnlyList<MessageField> fields, IReadOnlyList<string> path)
        => text is not null ? FilterValue.Of(text) : FieldTree.At(fields, path, 0);

    // Without a position the latest death speaks, which is the one that brought the message where it is.
    private FilterValue Death(IReadOnlyList<string> path)
    {
        var deaths = message.Deaths;
        if (deaths.Count == 0)
            return FilterValue.Absent;
        if (path.Count == 1)
            return FilterValue.Of((double)deaths.Count);
        var death = deaths[^1];
        var field = 1;
        if (int.TryParse(path[1], out var index))
        {
            if (index < 0 || index >= deaths.Count)
                return FilterValue.Absent;
            death = deaths[index];
            field = 2;
        }

        if (path.Count != field + 1)
            return FilterValue.Absent;
        return path[field].ToLowerInvariant() switch
        {
            "reason" => FilterValue.Of(death.Reason),
            "queue" => FilterValue.Of(death.Queue),
            "exchange" => FilterValue.Of(death.Exchange),
            "routing_key" => death.RoutingKeys.Count == 0 ? FilterValue.Absent : FilterValue.Of(string.Join(' ', death.RoutingKeys)),
            "count" => FilterValue.Of((double)(field == 2 ? death.Count : deaths.Sum(d => d.Count))),
            "at" => death.LastAt is { } at ? FilterValue.Of(at.ToUnixTimeMilliseconds() / 1000.0) : FilterValue.Absent,
            _ => FilterValue.Absent,
        };
    }
}
