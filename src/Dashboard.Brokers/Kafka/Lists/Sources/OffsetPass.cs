using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sources;

/// <summary>One round of questions to one leader. What it answers goes into the book as it comes.</summary>
internal sealed class OffsetPass(KafkaClients clients, WatermarkBook book, LeaderPartitions leader, DateTimeOffset at)
{
    public int Leader => leader.Leader;

    public int Count => leader.Count;

    public DateTimeOffset StartedAt => at;

    /// <summary>Some high watermark was told.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>Ends with null, or with why the broker did not tell all of it. Never throws for what a broker does.</summary>
    /// <param name="withLow">Whether a batch is asked for its first offsets too, by its place among those of the leader.</param>
    /// <param name="withStable">Whether for its last stable offsets too.</param>
    public async Task<SourceException?> RunAsync(Func<int, bool> withLow, Func<int, bool> withStable)
    {
        var problems = await Task.WhenAll(leader.Batches.Select((batch, i) => RunAsync(batch, withLow(i), withStable(i))));
        return Array.Find(problems, problem => problem is not null);
    }

    private async Task<SourceException?> RunAsync(OffsetBatch batch, bool withLow, bool withStable)
    {
        var isTold = false;
        var low = withLow ? AskAsync(batch.Earliest, IsolationLevel.ReadUncommitted, (t, p, offset) => book.NoteLow(t, p, offset)) : Task.FromResult<SourceException?>(null);
        var high = await AskAsync(batch.Latest, IsolationLevel.ReadUncommitted, (t, p, offset) =>
        {
            isTold = true;
            book.NoteHigh(t, p, at, offset);
        });

        // After the high watermarks: a stable offset below one of these is that of an open transaction and not of a moment earlier.
        var stable = withStable && isTold ? await AskAsync(batch.Latest, IsolationLevel.ReadCommitted, (t, p, offset) => book.NoteStable(t, p, at, offset)) : null;
        var problem = high ?? await low ?? stable;
        HasAnswer |= isTold;
        return problem;
    }

    private async Task<SourceException?> AskAsync(IReadOnlyList<TopicPartitionOffsetSpec> specs, IsolationLevel isolation, Action<string, int, long> note)
    {
        try
        {
            var answer = await clients.AdminAsync(
                (admin, limit) => admin.ListOffsetsAsync(specs, new ListOffsetsOptions { RequestTimeout = limit, IsolationLevel = isolation }), CancellationToken.None);
            Note(answer.ResultInfos, note);
            return answer.ResultInfos.TrueForAll(info => info.IsTold()) ? null : KafkaErrors.OfReading(new KafkaException(OffsetAnswers.Silence), clients.Fault);
        }
        catch (ListOffsetsException partly)
        {
            Note(partly.Result.ResultInfos, note);
            var error = partly.Result.ResultInfos.Select(info => info.Problem()).FirstOrDefault(e => e is not null && !IsOfChange(e.Code));
            return error is null ? null : KafkaErrors.OfReading(new KafkaException(error), clients.Fault);
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            return KafkaErrors.OfReading(failed, clients.Fault);
        }
    }

    // The topic was deleted, or its leader changed, since the metadata was read: the next metadata tells.
    private static bool IsOfChange(ErrorCode code) => code is ErrorCode.UnknownTopicOrPart or ErrorCode.NotLeaderForPartition or ErrorCode.LeaderNotAvailable
        or ErrorCode.UnknownLeaderEpoch or ErrorCode.FencedLeaderEpoch or ErrorCode.ReplicaNotAvailable or ErrorCode.OffsetNotAvailable
        or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition;

    private static void Note(List<ListOffsetsResultInfo> infos, Action<string, int, long> note)
    {
        foreach (var info in infos)
        {
            var told = info.TopicPartitionOffsetError;
            if (!told.Error.IsError && told.Offset.Value >= 0)
                note(told.Topic, told.Partition.Value, told.Offset.Value);
        }
    }
}
