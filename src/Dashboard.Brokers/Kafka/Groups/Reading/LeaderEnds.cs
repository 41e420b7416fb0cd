using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>
/// High watermarks of the partitions in use, asked of each leader by itself. One that was silent the last time is hardly waited for, nor asked again before it has
/// answered or timed out: what the others tell must not become old meanwhile. Not thread-safe.
/// </summary>
internal sealed class LeaderEnds(KafkaClients clients)
{
    private readonly Dictionary<int, Task<LeaderAnswer>> _late = [];
    private readonly HashSet<int> _silent = [];

    /// <summary>The watermarks that were told now. A partition without a leader, or with a silent one, is left out.</summary>
    /// <param name="asked">Partitions by their leader.</param>
    /// <param name="isSilent">Brokers known to be silent from elsewhere.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <exception cref="KafkaException">No partition was told, and no leader is still to answer.</exception>
    /// <exception cref="TimeoutException">No answer.</exception>
    public async Task<IReadOnlyList<(string Topic, int Partition, long High)>> ReadAsync(
        ILookup<int, TopicPartition> asked, Func<int, bool> isSilent, CancellationToken cancellationToken)
    {
        // An answer to an earlier poll is older than what groups have committed since: it only tells that the leader is there.
        foreach (var (leader, answer) in _late.Where(l => l.Value.IsCompleted).ToList())
        {
            _late.Remove(leader);
            Note(leader, await answer);
        }

        var running = asked.Where(leader => !_late.ContainsKey(leader.Key)).ToDictionary(leader => leader.Key, leader => AskAsync([.. leader]));
        await Task.WhenAll(running.Where(r => !_silent.Contains(r.Key) && !isSilent(r.Key)).Select(r => r.Value)).WaitAsync(cancellationToken);
        await Task.WhenAny(Task.WhenAll(running.Values), Task.Delay(Hurry.Patience, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();

        var told = new List<(string, int, long)>(asked.Sum(leader => leader.Count()));
        Exception? failure = null;
        foreach (var (leader, answer) in running)
        {
            if (!answer.IsCompleted)
            {
                _late[leader] = answer;
                _silent.Add(leader);
                continue;
            }

            told.AddRange((await answer).Highs);
            failure ??= (await answer).Failure;
            Note(leader, await answer);
        }

        return told.Count == 0 && _late.Count == 0 && failure is not null ? throw failure : told;
    }

    private async Task<LeaderAnswer> AskAsync(IReadOnlyCollection<TopicPartition> partitions)
    {
        try
        {
            var told = await EndOffsets.ReadAsync(clients, partitions, OffsetSpec.Latest(), CancellationToken.None);
            return new([.. told.Select(t => t.TopicPartitionOffsetError).Where(t => t.Offset.Value >= 0).Select(t => (t.Topic, t.Partition.Value, t.Offset.Value))], null);
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            return new([], failed);
        }
    }

    private void Note(int leader, LeaderAnswer answer)
    {
        if (answer.Failure is { } failed && KafkaErrors.IsWithoutAnswer(KafkaErrors.RawOf(failed)))
            _silent.Add(leader);
        else
            _silent.Remove(leader);
    }

    private sealed record LeaderAnswer(IReadOnlyList<(string Topic, int Partition, long High)> Highs, Exception? Failure);
}
