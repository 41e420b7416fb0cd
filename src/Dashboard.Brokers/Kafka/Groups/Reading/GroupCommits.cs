using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>Committed offsets of groups: the library asks for one group a call, so that a bounded number of calls is under way at once.</summary>
internal sealed class GroupCommits(KafkaClients clients)
{
    private const int AtOnce = 48;

    /// <summary>After so many failures in a row without an answer the rest is not asked: nobody is there.</summary>
    private const int MostSilent = 4;

    /// <summary>What each group has committed. A group that is refused or gone fails for itself.</summary>
    /// <exception cref="KafkaException">The brokers did not answer for any group.</exception>
    public async Task<IReadOnlyDictionary<string, GroupOffsets>> ReadAsync(IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<string, GroupOffsets>(StringComparer.Ordinal);
        var silent = 0;
        Exception? last = null;
        await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (group, token) =>
        {
            if (Volatile.Read(ref silent) >= MostSilent)
                return;
            try
            {
                found[group] = await ReadAsync(group, token);
                Volatile.Write(ref silent, 0);
            }
            catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
            {
                last = failed;
                Interlocked.Increment(ref silent);
                found[group] = new GroupOffsets([], KafkaErrors.ErrorOf(failed, clients.Fault));
            }
        });
        return last is not null && found.Values.All(one => one.Error is not null && !KafkaErrors.IsRefusal(one.Error.Code))
            ? throw last
            : found;
    }

    /// <summary>What one group has committed.</summary>
    /// <exception cref="KafkaException">No answer.</exception>
    /// <exception cref="TimeoutException">No answer.</exception>
    public async Task<GroupOffsets> ReadAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await clients.AdminAsync(
                (admin, limit) => admin.ListConsumerGroupOffsetsAsync(
                    [new ConsumerGroupTopicPartitions(group, null!)], new ListConsumerGroupOffsetsOptions { RequestTimeout = limit }),
                cancellationToken);
            return new GroupOffsets(answer[0].Partitions, null);
        }
        catch (ListConsumerGroupOffsetsException partly) when (partly.Results is [var only])
        {
            return new GroupOffsets([.. (only.Partitions ?? []).Where(p => !p.Error.IsError)], only.Error.IsError ? only.Error : null);
        }
    }
}

/// <summary>What one group has committed.</summary>
/// <param name="Partitions">As they were answered; a negative offset stands for none.</param>
/// <param name="Error">Why they could not be read; null where they could.</param>
internal sealed record GroupOffsets(IReadOnlyList<TopicPartitionOffsetError> Partitions, Error? Error);
