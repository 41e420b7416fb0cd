using System.Buffers.Binary;
using System.Text;
using Confluent.Kafka;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>Reads what a classic consumer group's leader gave a member: version, topics with their partitions, bytes of the assignor's own.</summary>
internal static class AssignmentBytes
{
    /// <summary>More partitions than any member has: the bytes are something else.</summary>
    private const int MostPartitions = 1_000_000;

    /// <summary>The partitions by topic and number; null where the bytes are none of that form. None for empty bytes.</summary>
    public static IReadOnlyList<TopicPartition>? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return [];
        var reader = new Reader(bytes);
        var found = new List<TopicPartition>();
        if (!reader.TryShort(out var version) || version < 0 || !reader.TryInt(out var topics) || topics < 0)
            return null;
        for (var i = 0; i < topics; i++)
        {
            if (!reader.TryText(out var topic) || !reader.TryInt(out var count) || count < 0 || count > MostPartitions)
                return null;
            for (var j = 0; j < count; j++)
            {
                if (!reader.TryInt(out var partition) || partition < 0)
                    return null;
                found.Add(new TopicPartition(topic, partition));
            }
        }

        found.Sort(static (a, b) => string.CompareOrdinal(a.Topic, b.Topic) is var order and not 0 ? order : a.Partition.Value.CompareTo(b.Partition.Value));
        return found;
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _left = bytes;

        public bool TryShort(out short value)
        {
            var isRead = BinaryPrimitives.TryReadInt16BigEndian(_left, out value);
            _left = isRead ? _left[2..] : _left;
            return isRead;
        }

        public bool TryInt(out int value)
        {
            var isRead = BinaryPrimitives.TryReadInt32BigEndian(_left, out value);
            _left = isRead ? _left[4..] : _left;
            return isRead;
        }

        public bool TryText(out string value)
        {
            value = "";
            if (!TryShort(out var length) || length < 0 || length > _left.Length)
                return false;
            value = Encoding.UTF8.GetString(_left[..length]);
            _left = _left[length..];
            return true;
        }
    }
}
