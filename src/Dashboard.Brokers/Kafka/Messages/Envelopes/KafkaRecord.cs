using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Envelopes;

/// <summary>What was read of one record. Knows who it is: partition and offset, and a hash over key, value and headers that is made when it is asked for.</summary>
internal sealed class KafkaRecord(ConsumeResult<byte[]?, RecordValue> read) : IMessageIdentitySource
{
    public int Partition { get; } = read.Partition.Value;

    public long Offset { get; } = read.Offset.Value;

    public byte[]? Key { get; } = read.Message.Key;

    public RecordValue Value { get; } = read.Message.Value;

    public Headers? Headers { get; } = read.Message.Headers is { Count: > 0 } headers ? headers : null;

    public Timestamp Timestamp { get; } = read.Message.Timestamp;

    public int? LeaderEpoch { get; } = read.LeaderEpoch;

    public string MessageId => string.Create(CultureInfo.InvariantCulture, $"{Partition}-{Offset}");

    public string Fingerprint
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Append(hash, Key);
            Append(hash, Value.Bytes is { } bytes ? Value.WholeHash ?? SHA256.HashData(bytes) : null);
            foreach (var header in Headers ?? [])
            {
                Append(hash, Encoding.UTF8.GetBytes(header.Key));
                Append(hash, header.GetValueBytes());
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    // Lengths keep what stands side by side apart; null is no length at all.
    private static void Append(IncrementalHash hash, byte[]? part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, part?.Length ?? -1);
        hash.AppendData(length);
        hash.AppendData(part.AsSpan());
    }
}
