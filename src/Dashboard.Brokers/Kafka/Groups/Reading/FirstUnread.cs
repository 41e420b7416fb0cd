using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Client;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>
/// Reads the first message from certain offsets on, for its timestamp: a bounded number of partitions at a time, one message each, in the
/// background. Joins no group and commits nothing. Transactions that were aborted or are open are not read.
/// </summary>
internal sealed class FirstUnread(KafkaClients clients) : IAsyncDisposable
{
    /// <summary>Partitions of one round.</summary>
    public const int MostAtOnce = 64;

    private static readonly TimeSpan RoundLimit = TimeSpan.FromSeconds(4);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Dictionary<(PartitionLog Log, long Offset), Unread> _known = [];
    private HashSet<(PartitionLog Log, long Offset)> _unanswered = [];
    private IConsumer<byte[]?, byte[]?>? _reader;
    private Task _round = Task.CompletedTask;

    /// <summary>What is known of the message at an offset or after it; null where it was not read.</summary>
    public Unread? Of(PartitionLog log, long offset)
    {
        lock (_gate)
            return _known.TryGetValue((log, offset), out var found) ? found : null;
    }

    /// <summary>Forgets what is not wanted any more, and begins to read what is wanted and not known unless a round is still under way.</summary>
    /// <param name="wanted">The most wanted first.</param>
    public void Want(IReadOnlyList<(PartitionLog Log, long Offset)> wanted)
    {
        var kept = wanted.ToHashSet();
        List<(PartitionLog Log, long Offset)> missing;
        lock (_gate)
        {
            _known = _known.Where(one => kept.Contains(one.Key)).ToDictionary();

            // Where nothing was left there may be something by now. One offset of a partition at a time: what was not answered in the last round does not keep the others from it.
            missing =
            [
                .. wanted.Where(one => !_known.TryGetValue(one, out var known) || (known.AtMs is null && !known.HoldsFor(one.Log)))
                    .OrderBy(_unanswered.Contains).DistinctBy(one => one.Log).Take(MostAtOnce),
            ];
        }

        if (missing.Count > 0 && _round.IsCompleted && !_stop.IsCancellationRequested)
            _round = Task.Factory.StartNew(() => Read(missing), _stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _round.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_reader is { } reader)
            await Task.Run(reader.Dispose, CancellationToken.None);
        _stop.Dispose();
    }

    private void Read(List<(PartitionLog Log, long Offset)> wanted)
    {
        var open = wanted.ToDictionary(one => new TopicPartition(one.Log.Topic, one.Log.Partition));
        try
        {
            _reader ??= clients.Reader(config =>
            {
                // One message of each partition is all that is read.
                config.FetchMaxBytes = 1_048_576;
                config.MaxPartitionFetchBytes = 4_096;
                config.QueuedMinMessages = 1;
                config.QueuedMaxMessagesKbytes = 1_024;
                config.IsolationLevel = IsolationLevel.ReadCommitted;
            });
            _reader.Assign(open.Select(one => new TopicPartitionOffset(one.Key, one.Value.Offset)));
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            limit.CancelAfter(RoundLimit);
            while (open.Count > 0)
                ReadOne(_reader, open, limit.Token);
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed) || failed is OperationCanceledException)
        {
            // What was not read stays unknown and is tried again in the next round.
        }
        finally
        {
            lock (_gate)
                _unanswered = [.. open.Values];
            TryLetGo();
        }
    }

    private void ReadOne(IConsumer<byte[]?, byte[]?> reader, Dictionary<TopicPartition, (PartitionLog Log, long Offset)> open, CancellationToken cancellationToken)
    {
        try
        {
            Take(reader.Consume(cancellationToken), open);
        }
        catch (ConsumeException failed) when (open.Remove(failed.ConsumerRecord.TopicPartition))
        {
            // Deleted meanwhile, or not to be read: the others go on.
        }
    }

    private void Take(ConsumeResult<byte[]?, byte[]?> read, Dictionary<TopicPartition, (PartitionLog Log, long Offset)> open)
    {
        if (!open.Remove(read.TopicPartition, out var asked))
            return;
        var timestamp = read.IsPartitionEOF || read.Message.Timestamp.Type == TimestampType.NotAvailable ? (long?)null : read.Message.Timestamp.UnixTimestampMs;
        if (timestamp is null && !read.IsPartitionEOF)
            return;
        lock (_gate)
            _known[asked] = new Unread(timestamp, asked.Log.High, asked.Log.LastStable);
        _reader!.IncrementalUnassign([read.TopicPartition]);
    }

    private void TryLetGo()
    {
        try
        {
            _reader?.Unassign();
        }
        catch (KafkaException)
        {
            // The next round assigns anew.
        }
    }
}

/// <summary>The first message from an offset on.</summary>
/// <param name="AtMs">Its timestamp, milliseconds since 1970; null where the log ended before there was one.</param>
/// <param name="High">The high watermark when it was read.</param>
/// <param name="LastStable">Where an open transaction began when it was read; negative for none.</param>
internal readonly record struct Unread(long? AtMs, long High, long LastStable)
{
    /// <summary>That there is nothing more is so until something is written, or for as long as one and the same transaction is open before it.</summary>
    public bool HoldsFor(PartitionLog log) => High == log.High || (LastStable >= 0 && LastStable == log.LastStable);
}
