using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations.Lines;

/// <summary>
/// Messages as JSON lines, one object each, with wire types kept: what is exported can be read back without guessing. Bodies that are
/// UTF-8 stand as text (<c>body</c>), all others as base64 (<c>body_base64</c>).
/// </summary>
public static class MessageJsonLines
{
    // Broker names are escaped down to ASCII letters: the file may be opened by anything.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>Writes one line, with its line feed.</summary>
    public static void Write(IBufferWriter<byte> output, MessageEnvelope message)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("source_kind", message.Source.Kind);
            json.WriteString("source_scope", message.Source.Scope);
            json.WriteString("source_name", message.Source.Name);
            json.WriteNumber("position", message.Position);
            if (message.Partition is { } partition)
            {
                json.WriteNumber("partition", partition);
                json.WriteNumber("offset", LogPosition.Unpack(message.Position).Offset);
            }

            json.WriteString("message_id", message.Identity.MessageId);
            json.WriteString("fingerprint", message.Identity.Fingerprint);
            json.WriteString("routing_key", message.RoutingKey);
            if (message.Timestamp is { } at)
                json.WriteString("timestamp", at);
            else
                json.WriteNull("timestamp");
            WriteFields(json, "delivery", message.Delivery);
            WriteFields(json, "properties", message.Properties);
            WriteFields(json, "headers", message.Headers);
            if (message.Key is { } key)
                json.WriteBase64String("key_base64", key.Span);
            WriteBody(json, message);
            WriteMasked(json, message);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteMasked(Utf8JsonWriter json, MessageEnvelope message)
    {
        if (message.Masked is not { Count: > 0 } masked)
            return;
        json.WriteStartArray("masked");
        foreach (var field in masked)
            json.WriteStringValue(field);
        json.WriteEndArray();
    }

    private static void WriteBody(Utf8JsonWriter json, MessageEnvelope message)
    {
        json.WriteNumber("body_size", message.BodySize);
        if (message.IsTombstone)
        {
            json.WriteNull("body");
            return;
        }

        if (message.IsBodyTruncated)
            json.WriteNumber("body_bytes_read", message.Body.Length);
        if (Utf8.IsValid(message.Body.Span))
            json.WriteString("body", message.Body.Span);
        else
            json.WriteBase64String("body_base64", message.Body.Span);
    }

    private static void WriteFields(Utf8JsonWriter json, string name, IReadOnlyList<MessageField> fields)
    {
        json.WriteStartArray(name);
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            WriteValue(json, field.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, FieldValue value)
    {
        json.WriteString("type", value.WireType);
        switch (value)
        {
            case BooleanValue flag:
                json.WriteBoolean("value", flag.Value);
                break;
            case IntegerValue integer:
                json.WriteNumber("value", integer.Value);
                break;
            case NumberValue number when double.IsFinite(number.Value):
                json.WriteNumber("value", number.Value);
                break;
            case NumberValue number:
                json.WriteString("value", number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case DecimalValue number:
                json.WriteNumber("value", number.Value);
                break;
            case TextValue text:
                json.WriteString("value", text.Value);
                break;
            case BytesValue bytes:
                json.WriteBase64String("base64", bytes.Value.Span);
                break;
            case TimestampValue time:
                json.WriteString("value", time.Value);
                break;
            case ListValue list:
                json.WriteStartArray("items");
                foreach (var item in list.Items)
                {
                    json.WriteStartObject();
                    WriteValue(json, item);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                break;
            case TableValue table:
                WriteFields(json, "fields", table.Fields);
                break;
            default:
                json.WriteNull("value");
                break;
        }
    }
}
