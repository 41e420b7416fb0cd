using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>Asks for offsets of partitions by their place in the log or by time: one request for each leader.</summary>
internal static class EndOffsets
{
    /// <summary>The client library's work grows with the square of what one call asks for.</summary>
    private const int Batch = 400;

    /// <summary>The answers that are no errors. A partition without a leader is left out.</summary>
    /// <exception cref="KafkaException">No partition was told.</exception>
    /// <exception cref="TimeoutException">No answer.</exception>
    public static async Task<IReadOnlyList<ListOffsetsResultInfo>> ReadAsync(
        KafkaClients clients, IReadOnlyCollection<TopicPartition> partitions, OffsetSpec spec, CancellationToken cancellationToken)
        => [.. (await Task.WhenAll(partitions.Chunk(Batch).Select(some => AskAsync(clients, some, spec, cancellationToken)))).SelectMany(told => told)];

    private static async Task<IReadOnlyList<ListOffsetsResultInfo>> AskAsync(KafkaClients clients, TopicPartition[] partitions, OffsetSpec spec, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await clients.AdminAsync(
                (admin, limit) => admin.ListOffsetsAsync(
                    partitions.Select(p => new TopicPartitionOffsetSpec { TopicPartition = p, OffsetSpec = spec }),
                    new ListOffsetsOptions { RequestTimeout = limit, IsolationLevel = IsolationLevel.ReadUncommitted }),
                cancellationToken);
            return answer.ResultInfos;
        }
        catch (ListOffsetsException partly) when (partly.Result.ResultInfos.Exists(r => !r.TopicPartitionOffsetError.Error.IsError))
        {
            return [.. partly.Result.ResultInfos.Where(r => !r.TopicPartitionOffsetError.Error.IsError)];
        }
        catch (ListOffsetsException failed) when (failed.Result.ResultInfos is [var first, ..])
        {
            // The reason of one says more than that there are some.
            throw new KafkaException(first.TopicPartitionOffsetError.Error, failed);
        }
    }
}
