using System.Security.Cryptography;
using Confluent.Kafka;
using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.Kafka.Messages.Envelopes;

/// <summary>
/// Takes keys and values from the library's memory, and only those that are worth it: the test is asked before anything is copied. The library asks for the key
/// first and for the value on the same thread. For one reader.
/// </summary>
internal sealed class RecordParts(int maxBytes, RawMessageTest? isWorthALook) : IDeserializer<byte[]?>, IDeserializer<RecordValue>
{
    private byte[]? _key;

    byte[]? IDeserializer<byte[]?>.Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => _key = isNull ? null : data.ToArray();

    RecordValue IDeserializer<RecordValue>.Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (isWorthALook is not null && !KafkaHeaders.TellHowToRead(context.Headers) && !isWorthALook(new RawMessage(_key, data, context.Headers is { Count: > 0 })))
            return new RecordValue(null, data.Length, null, IsPassedOver: true);
        if (isNull)
            return default;
        return data.Length <= maxBytes
            ? new RecordValue(data.ToArray(), data.Length, null, IsPassedOver: false)
            : new RecordValue(data[..maxBytes].ToArray(), data.Length, SHA256.HashData(data), IsPassedOver: false);
    }
}
