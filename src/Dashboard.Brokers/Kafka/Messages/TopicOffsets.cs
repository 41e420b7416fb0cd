using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.Kafka.Messages;

/// <summary>Asks, at the moment somebody wants to act, which partitions a topic has and what offsets they hold. Makes no topic by asking.</summary>
internal sealed class TopicOffsets(KafkaClients clients)
{
    /// <summary>The topic's partitions, with and without a leader; null where there is no such topic.</summary>
    /// <exception cref="KafkaException">The broker or the library said no.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async Task<TopicDescription?> FindAsync(string topic, CancellationToken cancellationToken)
    {
        if (!IsName(topic))
            return null;
        try
        {
            var answer = await clients.AdminAsync(
                (admin, limit) => admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = limit }),
                cancellationToken);
            return answer.TopicDescriptions[0];
        }
        catch (DescribeTopicsException refused) when (refused.Results.TopicDescriptions is [{ Error.Code: ErrorCode.UnknownTopicOrPart or ErrorCode.TopicException }])
        {
            return null;
        }
    }

    /// <summary>Returns when a broker has answered.</summary>
    /// <exception cref="KafkaException">The broker or the library said no.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task GreetAsync(CancellationToken cancellationToken)
        => clients.AdminAsync((admin, limit) => admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = limit }), cancellationToken);

    /// <summary>First offset and end of each partition that has a leader, by number.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="readsUncommitted">The end is the high watermark, else the last stable offset.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KafkaException">The broker or the library said no.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async Task<IReadOnlyList<PartitionRange>> RangesAsync(TopicDescription topic, bool readsUncommitted, CancellationToken cancellationToken)
    {
        var partitions = Led(topic);
        var isolation = readsUncommitted ? IsolationLevel.ReadUncommitted : IsolationLevel.ReadCommitted;
        var first = OfAsync(partitions, OffsetSpec.Earliest(), isolation, cancellationToken);
        var end = OfAsync(partitions, OffsetSpec.Latest(), isolation, cancellationToken);
        await Task.WhenAll(first, end);
        var (firsts, ends) = (await first, await end);
        return
        [
            .. partitions.Select(p => p.Partition.Value).Order()
                .Where(p => firsts.ContainsKey(p) && ends.ContainsKey(p))
                .Select(p => new PartitionRange(p, firsts[p], Math.Max(firsts[p], ends[p]))),
        ];
    }

    /// <summary>The first offset of this time or later in each partition; partitions without such a message are left out.</summary>
    /// <exception cref="KafkaException">The broker or the library said no.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<IReadOnlyDictionary<int, long>> AtAsync(TopicDescription topic, DateTimeOffset time, CancellationToken cancellationToken)
        => OfAsync(Led(topic), OffsetSpec.ForTimestamp(Math.Max(0, time.ToUnixTimeMilliseconds())), IsolationLevel.ReadUncommitted, cancellationToken, isAllNeeded: true);

    /// <summary>Kafka allows few characters. Whatever else is asked for is not there, and need not be asked for.</summary>
    public static bool IsName(string topic) => topic is { Length: > 0 and < 250 } and not ("." or "..") && topic.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static List<TopicPartition> Led(TopicDescription topic)
        => [.. topic.Partitions.Where(p => p.Leader is { Id: >= 0 }).Select(p => new TopicPartition(topic.Name, p.Partition))];

    private async Task<IReadOnlyDictionary<int, long>> OfAsync(List<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation, CancellationToken cancellationToken, bool isAllNeeded = false)
    {
        if (partitions.Count == 0)
            return new Dictionary<int, long>();
        List<ListOffsetsResultInfo> infos;
        try
        {
            var answer = await clients.AdminAsync(
                (admin, limit) => admin.ListOffsetsAsync(
                    partitions.Select(p => new TopicPartitionOffsetSpec { TopicPartition = p, OffsetSpec = spec }),
                    new ListOffsetsOptions { RequestTimeout = limit, IsolationLevel = isolation }),
                cancellationToken);
            infos = answer.ResultInfos;
        }
        catch (ListOffsetsException partly) when (partly.Result.ResultInfos.Exists(r => !r.TopicPartitionOffsetError.Error.IsError))
        {
            // Partitions whose leader is dying are left out.
            infos = partly.Result.ResultInfos;
        }

        // Where a time begins in a partition that does not tell is not its end.
        if (isAllNeeded && infos.Find(i => !i.IsTold()) is { } silent)
            throw new KafkaException(silent.Problem());
        return infos.Where(i => i.IsTold()).Select(i => i.TopicPartitionOffsetError)
            .Where(told => told.Offset.Value >= 0)
            .ToDictionary(told => told.Partition.Value, told => told.Offset.Value);
    }
}
