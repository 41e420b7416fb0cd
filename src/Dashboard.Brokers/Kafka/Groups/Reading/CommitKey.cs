using System.Buffers.Binary;
using System.Text;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>Keys of <c>__consumer_offsets</c>: version 0 or 1, group, topic, partition. Others speak of groups and not of offsets.</summary>
internal static class CommitKey
{
    /// <summary>The key under which a group's commits of a partition are remembered: without the version, which changes nothing.</summary>
    public static byte[] Of(string group, string topic, int partition)
    {
        var (groupBytes, topicBytes) = (Encoding.UTF8.GetByteCount(group), Encoding.UTF8.GetByteCount(topic));
        var key = new byte[2 + groupBytes + 2 + topicBytes + 4];
        BinaryPrimitives.WriteInt16BigEndian(key, (short)groupBytes);
        Encoding.UTF8.GetBytes(group, key.AsSpan(2));
        BinaryPrimitives.WriteInt16BigEndian(key.AsSpan(2 + groupBytes), (short)topicBytes);
        Encoding.UTF8.GetBytes(topic, key.AsSpan(4 + groupBytes));
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(4 + groupBytes + topicBytes), partition);
        return key;
    }

    /// <summary>The part of a record's key that <see cref="Of"/> makes; empty where the record is no commit.</summary>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> record)
        => record.Length > 10 && BinaryPrimitives.ReadInt16BigEndian(record) is 0 or 1 ? record[2..] : [];

    /// <summary>The committed offset in a record's value, which begins the same in versions 0 to 4; null for others.</summary>
    public static long? OffsetOf(ReadOnlySpan<byte> value)
        => value.Length >= 10 && BinaryPrimitives.ReadInt16BigEndian(value) is >= 0 and <= 4 ? BinaryPrimitives.ReadInt64BigEndian(value[2..]) : null;
}
