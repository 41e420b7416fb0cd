using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>Asks for offsets of partitions by their place in the log or by time: one request for each leader.</summary>
internal static class EndOffsets
{
    /// <summary>The client library's work grows with the square of what one call asks for.</summary>
    private const int Batch = 400;

    /// <summary>The answers that are no errors. A partition without a leader, or with a silent one, is left out.</summary>
    /// <exception cref="KafkaException">No partition was told.</exception>
    /// <exception cref="TimeoutException">No answer.</exception>
    public static async Task<IReadOnlyList<ListOffsetsResultInfo>> ReadAsync(
        KafkaClients clients, IReadOnlyCollection<TopicPartition> partitions, OffsetSpec spec, CancellationToken cancellationToken)
    {
        var asked = partitions.Chunk(Batch).Select(some => AskAsync(clients, some, spec, cancellationToken)).ToList();
        await ((Task)Task.WhenAll(asked)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // One of them may be all of a leader that is silent, and the others not.
        var told = asked.Where(one => one.IsCompletedSuccessfully).ToList();
        if (told.Count < asked.Count && (told.Count == 0 || asked.Exists(one => one.IsCanceled || (one.Exception is { InnerException: { } other } && !KafkaErrors.IsOfBroker(other)))))
            await Task.WhenAll(asked);
        return [.. told.SelectMany(one => one.Result)];
    }

    private static async Task<IReadOnlyList<ListOffsetsResultInfo>> AskAsync(KafkaClients clients, TopicPartition[] partitions, OffsetSpec spec, CancellationToken cancellationToken)
    {
        List<ListOffsetsResultInfo> infos;
        try
        {
            var answer = await clients.AdminAsync(
                (admin, limit) => admin.ListOffsetsAsync(
                    partitions.Select(p => new TopicPartitionOffsetSpec { TopicPartition = p, OffsetSpec = spec }),
                    new ListOffsetsOptions { RequestTimeout = limit, IsolationLevel = IsolationLevel.ReadUncommitted }),
                cancellationToken);
            infos = answer.ResultInfos;
        }
        catch (ListOffsetsException partly) when (partly.Result.ResultInfos.Count > 0)
        {
            infos = partly.Result.ResultInfos;
        }

        // The reason of one says more than that there are some.
        return infos.Exists(info => info.IsTold()) || infos is not [var first, ..] ? [.. infos.Where(info => info.IsTold())] : throw new KafkaException(first.Problem());
    }
}
