using System.Text;
using Dashboard.Core.Filtering;
using Dashboard.Core.Model;

namespace Dashboard.Core.Masking;

/// <summary>
/// Hides fields of a message. What cannot be looked into is hidden whole: a body that is no JSON, was read in part, or is compressed in a way
/// that is not known. Pure.
/// </summary>
public static class MessageMask
{
    /// <summary>Stands where a value is hidden.</summary>
    public const string Text = "•••• (masked)";

    private const string WireType = "masked";
    private const string Remembered = "x-replay-original";
    private const string SourceProperty = "x-replay-source-";
    private const string SourceKey = "x-replay-key";

    /// <summary>The message without what is hidden; the same message where nothing of it is.</summary>
    public static MessageEnvelope Hide(MessageEnvelope message, IReadOnlyList<MaskedField> fields)
    {
        if (fields.Count == 0)
            return message;
        var hidden = new SortedSet<string>(StringComparer.Ordinal);
        var masked = HideProperties(message, Of(fields, "property"), hidden);
        masked = HideKey(masked, Of(fields, "key"), hidden);
        masked = HideHeaders(masked, fields, hidden);
        masked = HideBody(masked, Of(fields, "body"), hidden);
        return hidden.Count == 0 ? message : masked with { Masked = [.. hidden] };
    }

    private static List<MaskedField> Of(IReadOnlyList<MaskedField> fields, string root) => [.. fields.Where(field => field.Root == root)];

    private static MessageEnvelope HideProperties(MessageEnvelope message, List<MaskedField> fields, SortedSet<string> hidden)
    {
        if (fields.Count == 0)
            return message;
        var properties = Hide(message.Properties, fields, [], hidden);
        bool IsHidden(string name) => fields.Exists(field => field.Hides([name]));
        return message with
        {
            Properties = properties,
            ContentType = IsHidden("content_type") ? null : message.ContentType,
            Timestamp = IsHidden("timestamp") ? null : message.Timestamp,
        };
    }

    private static MessageEnvelope HideKey(MessageEnvelope message, List<MaskedField> fields, SortedSet<string> hidden)
    {
        if (fields.Count == 0 || message.Key is null)
            return message;
        hidden.Add(fields[0].Text);
        return message with { Key = Encoding.UTF8.GetBytes(Text) };
    }

    /// <summary>Headers, and what a replay put into headers of properties and keys.</summary>
    private static MessageEnvelope HideHeaders(MessageEnvelope message, IReadOnlyList<MaskedField> fields, SortedSet<string> hidden)
    {
        var own = Of(fields, "header");
        var headers = Hide(message.Headers, own, [], hidden);
        var properties = Of(fields, "property");
        var key = Of(fields, "key");
        if (properties.Count + key.Count > 0)
        {
            headers =
            [
                .. headers.Select(header => header switch
                {
                    { Name: Remembered, Value: TableValue table } => new MessageField(Remembered, table with { Fields = Hide(table.Fields, properties, [], hidden) }),
                    _ when header.Name.StartsWith(SourceProperty, StringComparison.Ordinal) && properties.Exists(field => field.Hides([header.Name[SourceProperty.Length..]])) => Masked(header.Name),
                    { Name: SourceKey } when key.Count > 0 => Masked(header.Name),
                    _ => header,
                }),
            ];
        }

        return message with { Headers = headers };
    }

    private static MessageField Masked(string name) => new(name, new TextValue(Text, WireType));

    private static IReadOnlyList<MessageField> Hide(IReadOnlyList<MessageField> fields, List<MaskedField> masks, List<string> path, SortedSet<string> hidden)
    {
        if (masks.Count == 0)
            return fields;
        return
        [
            .. fields.Select(field =>
            {
                List<string> own = [.. path, field.Name];
                if (masks.Find(mask => mask.Hides(own)) is not { } mask)
                    return field with { Value = Inner(field.Value, masks, own, hidden) };
                hidden.Add(mask.Text);
                return Masked(field.Name);
            }),
        ];
    }

    private static FieldValue Inner(FieldValue value, List<MaskedField> masks, List<string> path, SortedSet<string> hidden) => value switch
    {
        TableValue table => table with { Fields = Hide(table.Fields, masks, path, hidden) },
        ListValue list => list with { Items = [.. list.Items.Select(item => Inner(item, masks, path, hidden))] },
        _ => value,
    };

    private static MessageEnvelope HideBody(MessageEnvelope message, List<MaskedField> fields, SortedSet<string> hidden)
    {
        if (fields.Count == 0 || message.BodySize == 0)
            return message;
        var body = new MessageBody(message);
        if (!fields.Exists(field => field.IsWhole) && body.Content is { } content && !body.IsCut)
        {
            var json = content.Span.StartsWith("\uFEFF"u8) ? content.Span[3..] : content.Span;
            var found = new HashSet<string>();
            if (BodyMask.Hide(json, fields, found) is { } rest)
            {
                hidden.UnionWith(found);
                return found.Count == 0 ? message : WithBody(message, rest);
            }
        }

        hidden.UnionWith(fields.Select(field => field.Text));
        return WithBody(message, Encoding.UTF8.GetBytes(Text));
    }

    /// <summary>Its size is the shown one: the true one would tell how long the hidden value is.</summary>
    private static MessageEnvelope WithBody(MessageEnvelope message, byte[] body)
        => message with { Body = body, BodySize = body.Length, ContentEncoding = null };
}
