using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Envelopes;

/// <summary>
/// Who a message on a queue is: SHA-256 over exchange, routing key, properties, headers and body. The same whether it is got or consumed, the
/// first time or again: what the broker writes on a redelivery is left out, and headers count in the order of their names, because a quorum
/// queue sorts them when it writes its count.
/// </summary>
internal static class AmqpFingerprint
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _writer;

    public static MessageIdentity Of(string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlySpan<byte> body)
    {
        var writer = _writer ??= new ArrayBufferWriter<byte>(4096);
        writer.ResetWrittenCount();
        Text(writer, 'e', exchange);
        Text(writer, 'k', routingKey);
        Properties(writer, properties);
        if (properties.Headers is { Count: > 0 } headers)
            Headers(writer, headers);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (body.Length <= 64 * 1024)
        {
            Raw(writer, 'p', body);
            SHA256.HashData(writer.WrittenSpan, hash);
        }
        else
        {
            using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Tagged(writer, 'p', body.Length);
            whole.AppendData(writer.WrittenSpan);
            whole.AppendData(body);
            whole.GetHashAndReset(hash);
        }

        if (writer.Capacity > 1024 * 1024)
            _writer = null; // One huge header table must not stay in memory for each thread.
        return new MessageIdentity(properties.IsMessageIdPresent() ? properties.MessageId : null, Convert.ToHexStringLower(hash));
    }

    /// <summary>Headers that the broker writes anew with each delivery.</summary>
    private static bool ChangesByDelivery(string name) => name is "x-delivery-count" or "x-acquired-count" or "x-stream-offset";

    private static void Properties(ArrayBufferWriter<byte> writer, IReadOnlyBasicProperties p)
    {
        if (p.IsContentTypePresent())
            Text(writer, '1', p.ContentType);
        if (p.IsContentEncodingPresent())
            Text(writer, '2', p.ContentEncoding);
        if (p.IsDeliveryModePresent())
            Number(writer, '3', (long)p.DeliveryMode);
        if (p.IsPriorityPresent())
            Number(writer, '4', p.Priority);
        if (p.IsCorrelationIdPresent())
            Text(writer, '5', p.CorrelationId);
        if (p.IsReplyToPresent())
            Text(writer, '6', p.ReplyTo);
        if (p.IsExpirationPresent())
            Text(writer, '7', p.Expiration);
        if (p.IsMessageIdPresent())
            Text(writer, '8', p.MessageId);
        if (p.IsTimestampPresent())
            Number(writer, '9', p.Timestamp.UnixTime);
        if (p.IsTypePresent())
            Text(writer, 'a', p.Type);
        if (p.IsUserIdPresent())
            Text(writer, 'u', p.UserId);
        if (p.IsAppIdPresent())
            Text(writer, 'i', p.AppId);
        if (p.IsClusterIdPresent())
            Text(writer, 'c', p.ClusterId);
    }

    private static void Headers(ArrayBufferWriter<byte> writer, IDictionary<string, object?> headers)
    {
        var names = ArrayPool<string>.Shared.Rent(headers.Count);
        var count = 0;
        foreach (var name in headers.Keys)
        {
            if (!ChangesByDelivery(name))
                names[count++] = name;
        }

        Array.Sort(names, 0, count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            Text(writer, 'h', names[i]);
            Value(writer, headers[names[i]]);
        }

        ArrayPool<string>.Shared.Return(names, clearArray: true);
    }

    private static void Value(ArrayBufferWriter<byte> writer, object? value)
    {
        switch (value)
        {
            case null:
                Tagged(writer, 'V', 0);
                break;
            case byte[] bytes:
                Raw(writer, 'S', bytes);
                break;
            case string text:
                Text(writer, 'S', text);
                break;
            case BinaryTableValue binary:
                Raw(writer, 'x', binary.Bytes);
                break;
            case bool flag:
                Number(writer, 't', flag ? 1 : 0);
                break;
            case double number:
                Number(writer, 'd', BitConverter.DoubleToInt64Bits(number));
                break;
            case float number:
                Number(writer, 'f', BitConverter.SingleToInt32Bits(number));
                break;
            case decimal number:
                Text(writer, 'D', number.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case AmqpTimestamp timestamp:
                Number(writer, 'T', timestamp.UnixTime);
                break;
            case IDictionary<string, object?> table:
                Tagged(writer, 'F', table.Count);
                foreach (var (name, inner) in table)
                {
                    Text(writer, 'n', name);
                    Value(writer, inner);
                }

                break;
            case IList list:
                Tagged(writer, 'A', list.Count);
                foreach (var item in list)
                    Value(writer, item);
                break;
            default:
                Number(writer, WireLetter(value), AmqpFields.IntegerOf(value) ?? 0);
                break;
        }
    }

    private static char WireLetter(object value) => value switch
    {
        long => 'l',
        int => 'I',
        uint => 'i',
        short => 's',
        ushort => 'w',
        byte => 'B',
        sbyte => 'b',
        _ => '?',
    };

    private static void Text(ArrayBufferWriter<byte> writer, char tag, string? text)
    {
        text ??= "";
        var length = Encoding.UTF8.GetByteCount(text);
        Tagged(writer, tag, length);
        Encoding.UTF8.GetBytes(text, writer.GetSpan(length));
        writer.Advance(length);
    }

    private static void Raw(ArrayBufferWriter<byte> writer, char tag, ReadOnlySpan<byte> bytes)
    {
        Tagged(writer, tag, bytes.Length);
        writer.Write(bytes);
    }

    private static void Number(ArrayBufferWriter<byte> writer, char tag, long value)
    {
        var span = writer.GetSpan(9);
        span[0] = (byte)tag;
        BinaryPrimitives.WriteInt64BigEndian(span[1..], value);
        writer.Advance(9);
    }

    private static void Tagged(ArrayBufferWriter<byte> writer, char tag, int length)
    {
        var span = writer.GetSpan(5);
        span[0] = (byte)tag;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], length);
        writer.Advance(5);
    }
}
