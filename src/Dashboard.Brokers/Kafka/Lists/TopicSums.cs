namespace Dashboard.Brokers.Kafka.Lists;

/// <summary>A topic's partitions summed up.</summary>
/// <param name="Messages">Offsets between low and high; null where a partition has not told.</param>
/// <param name="Rate">Messages per second; null where a partition has not told.</param>
/// <param name="Replicas">The least of all partitions.</param>
/// <param name="UnderReplicated">Partitions with replicas that are not in sync.</param>
/// <param name="Offline">Partitions without a leader.</param>
/// <param name="Open">Partitions with an open transaction.</param>
internal readonly record struct TopicSums(long? Messages, double? Rate, int Replicas, int UnderReplicated, int Offline, int Open)
{
    public static TopicSums Of(TopicMap topic, WatermarkBook book)
    {
        var sums = new TopicSums(0, 0, int.MaxValue, 0, 0, 0);
        foreach (var partition in topic.Partitions)
        {
            var marks = book.Of(topic.Name, partition.Id);
            sums = new TopicSums(
                sums.Messages + marks?.Count,
                sums.Rate + marks?.Rate,
                Math.Min(sums.Replicas, partition.Replicas.Length),
                sums.UnderReplicated + (partition.IsUnderReplicated ? 1 : 0),
                sums.Offline + (partition.HasLeader ? 0 : 1),
                sums.Open + (marks?.OpenSince is null ? 0 : 1));
        }

        return sums;
    }
}
