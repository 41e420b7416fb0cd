using System.Text;
using System.Text.Unicode;
using Confluent.Kafka;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Envelopes;

/// <summary>Headers of records, which are bytes under names that may stand twice, and fields of messages.</summary>
internal static class KafkaHeaders
{
    /// <summary>What publishers call the header that says how the value is compressed.</summary>
    public static readonly string[] ContentEncoding = ["content-encoding", "contentEncoding", "content_encoding"];

    private const string TextType = "string";
    private const string NullType = "null";

    /// <summary>All of them in order: texts where the bytes are one, null values as such.</summary>
    public static IReadOnlyList<MessageField> Fields(Headers headers)
    {
        var fields = new MessageField[headers.Count];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = new MessageField(headers[i].Key, ValueOf(headers[i].GetValueBytes()));
        return fields;
    }

    /// <summary>The text of the first header of one of these names; null where there is none or it is no text.</summary>
    public static string? TextOf(Headers headers, params ReadOnlySpan<string> names)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            foreach (var name in names)
            {
                if (string.Equals(headers[i].Key, name, StringComparison.OrdinalIgnoreCase))
                    return (ValueOf(headers[i].GetValueBytes()) as TextValue)?.Value;
            }
        }

        return null;
    }

    /// <summary>One of them says that the bytes are compressed, or names the schema they are written with: what they hold cannot be told without it.</summary>
    public static bool TellHowToRead(Headers? headers)
    {
        for (var i = 0; i < headers?.Count; i++)
        {
            var name = headers[i].Key;

            // Asked of each message of a search: nearly all names are of another length.
            if (name.Length is < 15 or > 17)
                continue;
            if (name is "__value_schema_id" or "__key_schema_id" || ContentEncoding.Contains(name, StringComparer.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Fields as headers. Values that are neither text nor bytes are written as their text.</summary>
    public static Headers Of(IEnumerable<MessageField> fields)
    {
        var headers = new Headers();
        foreach (var field in fields)
            headers.Add(field.Name, BytesOf(field.Value));
        return headers;
    }

    /// <summary>What a header's value is on the wire; null for no value.</summary>
    public static byte[]? BytesOf(FieldValue value) => value switch
    {
        NullValue => null,
        BytesValue bytes => bytes.Value.ToArray(),
        _ => Encoding.UTF8.GetBytes(FieldTexts.Of(value)),
    };

    // Four bytes of a number are often valid UTF-8 as well; no text has control characters but for line breaks and tabs.
    private static FieldValue ValueOf(byte[]? bytes)
    {
        if (bytes is null)
            return new NullValue(NullType);
        if (!Utf8.IsValid(bytes) || Array.Exists(bytes, b => b is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r') or 0x7f))
            return new BytesValue(bytes);
        return new TextValue(Encoding.UTF8.GetString(bytes), TextType);
    }
}
