using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>Committed offsets of groups: the library asks for one group a call, so that a bounded number of calls is under way at once.</summary>
internal sealed class GroupCommits(KafkaClients clients)
{
    private const int AtOnce = 48;

    /// <summary>After so many failures in a row without an answer the other groups of a coordinator are not asked for: it is not there.</summary>
    private const int MostSilent = 4;

    /// <summary>What each group has committed; all are in the answer. A group that is refused or gone fails for itself, and those of a silent coordinator do.</summary>
    /// <param name="groups">Of which it is to be told.</param>
    /// <param name="hurries">Some broker is known to be silent: none of these groups is waited for as long as else.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <exception cref="KafkaException">The brokers did not answer for any group.</exception>
    public async Task<IReadOnlyDictionary<string, GroupOffsets>> ReadAsync(IReadOnlyCollection<GroupFacts> groups, bool hurries, CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<string, GroupOffsets>(StringComparer.Ordinal);
        var coordinators = groups.Select(g => g.Coordinator ?? -1).Distinct().ToDictionary(id => id, _ => new Coordinator());
        Exception? last = null;
        await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (group, token) =>
        {
            var coordinator = coordinators[group.Coordinator ?? -1];
            if (coordinator.Silence is { } silence)
            {
                found[group.Id] = new GroupOffsets([], silence);
                return;
            }

            try
            {
                found[group.Id] = await ReadAsync(group.Id, hurries, token);
                coordinator.Answered();
            }
            catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
            {
                last = failed;
                var error = KafkaErrors.ErrorOf(failed, clients.Fault);
                if (KafkaErrors.IsWithoutAnswer(KafkaErrors.RawOf(failed)))
                    coordinator.Failed(error);
                else
                    coordinator.Answered();
                found[group.Id] = new GroupOffsets([], error);
            }
        });
        return last is not null && found.Values.All(one => one.Error is not null && !KafkaErrors.IsRefusal(one.Error.Code))
            ? throw last
            : found;
    }

    /// <summary>What one group has committed.</summary>
    /// <exception cref="KafkaException">No answer.</exception>
    /// <exception cref="TimeoutException">No answer.</exception>
    public Task<GroupOffsets> ReadAsync(string group, CancellationToken cancellationToken) => ReadAsync(group, hurries: false, cancellationToken);

    private async Task<GroupOffsets> ReadAsync(string group, bool hurries, CancellationToken cancellationToken)
    {
        try
        {
            var told = await AskAsync(group, hurries, cancellationToken);
            if (told.Error?.Code != ErrorCode.NotCoordinatorForGroup)
                return told;
        }
        catch (KafkaException moved) when (moved.Error.Code == ErrorCode.NotCoordinatorForGroup)
        {
            // As below.
        }

        // Another broker was its coordinator before; the library has forgotten that by now (eng/librdkafka/coordinator-cache.patch).
        return await AskAsync(group, hurries, cancellationToken);
    }

    private async Task<GroupOffsets> AskAsync(string group, bool hurries, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await clients.AdminAsync(
                (admin, limit) => admin.ListConsumerGroupOffsetsAsync(
                    [new ConsumerGroupTopicPartitions(group, null!)], new ListConsumerGroupOffsetsOptions { RequestTimeout = hurries ? Hurry.Of(limit) : limit }),
                cancellationToken);
            return new GroupOffsets(answer[0].Partitions, null);
        }
        catch (ListConsumerGroupOffsetsException partly) when (partly.Results is [var only])
        {
            return new GroupOffsets([.. (only.Partitions ?? []).Where(p => !p.Error.IsError)], only.Error.IsError ? only.Error : null);
        }
    }

    /// <summary>What came of asking one coordinator. Thread-safe.</summary>
    private sealed class Coordinator
    {
        private int _failures;

        /// <summary>Why it is not asked any more; null while it is.</summary>
        public Error? Silence { get; private set; }

        public void Answered() => Volatile.Write(ref _failures, 0);

        public void Failed(Error error)
        {
            if (Interlocked.Increment(ref _failures) >= MostSilent)
                Silence = error;
        }
    }
}

/// <summary>What one group has committed.</summary>
/// <param name="Partitions">As they were answered; a negative offset stands for none.</param>
/// <param name="Error">Why they could not be read; null where they could.</param>
internal sealed record GroupOffsets(IReadOnlyList<TopicPartitionOffsetError> Partitions, Error? Error);
