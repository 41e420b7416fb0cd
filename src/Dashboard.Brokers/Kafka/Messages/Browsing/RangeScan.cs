using System.Diagnostics;
using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Messages.Envelopes;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Browsing;

/// <summary>
/// Reads ranges of a topic with a consumer of its own, which is in no group, on a thread of its own. That a range is read to its end is known by the reader's
/// position and by the broker's word that the partition ends, never by the last message: the tail of a compacted partition, or of an aborted transaction, holds none.
/// </summary>
internal sealed class RangeScan(KafkaClients clients, TopicOffsets offsets, DestinationRef topic, IReadOnlyList<ScanRange> ranges)
{
    private const int PollMilliseconds = 50;

    /// <summary>Nothing came for this long: the brokers are asked whether they are there.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    /// <summary>The same where the library has told of an error since.</summary>
    private static readonly TimeSpan QuietAfterFault = TimeSpan.FromSeconds(1);

    /// <summary>Nothing came for this long though the brokers are there.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<int, ScanRange> _byPartition = ranges.ToDictionary(range => range.Partition);
    private long _lastCame;
    private long _lastAsked;

    public bool ReadsUncommitted { get; init; }

    /// <summary>Goes on beyond the ends.</summary>
    public bool Follows { get; init; }

    /// <summary>Few messages are wanted: little is fetched ahead.</summary>
    public bool IsSmall { get; init; }

    public int MaxBodyBytes { get; init; } = int.MaxValue;

    public RawMessageTest? IsWorthALook { get; init; }

    /// <summary>Told some times a second on the reading thread, and when it ends.</summary>
    public Action? Tell { get; init; }

    /// <summary>Records read, with those that were passed over.</summary>
    public long Read { get; private set; }

    /// <summary>Ends when the consumer is closed, once <see cref="RunAsync"/> has ended.</summary>
    public Task Closing { get; private set; } = Task.CompletedTask;

    /// <summary>Ends when all ranges are read, or when <paramref name="take"/> says so.</summary>
    /// <param name="take">Gets each record on the reading thread, but those that were passed over; false ends the scan.</param>
    /// <param name="cancellationToken">Ends it within a tenth of a second.</param>
    /// <exception cref="BrokerException">Reading was broken off.</exception>
    public Task RunAsync(Func<KafkaRecord, bool> take, CancellationToken cancellationToken)
        => Task.Factory.StartNew(() => Run(take, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(Func<KafkaRecord, bool> take, CancellationToken cancellationToken)
    {
        foreach (var done in ranges.Where(range => !Follows && range.IsAtEnd))
            done.IsClosed = true;
        var open = ranges.Where(range => !range.IsClosed).ToList();
        if (open.Count == 0)
            return;
        var parts = new RecordParts(MaxBodyBytes, IsWorthALook);
        var consumer = clients.Reader<byte[]?, RecordValue>(parts, parts, Adjust);
        try
        {
            consumer.Assign(open.Select(range => new TopicPartitionOffset(topic.Name, range.Partition, range.Next)));
            ReadAll(consumer, open.Count, take, cancellationToken);
        }
        catch (KafkaException failed)
        {
            throw KafkaErrors.Of(failed, BrokenOff, clients.Fault, $"Read on {topic.Describe()}");
        }
        finally
        {
            // Who stops it in the middle is told what was read by then.
            Tell?.Invoke();

            // Closing a consumer takes its time; who reads does not wait for it.
            Closing = Task.Run(consumer.Dispose, CancellationToken.None);
        }
    }

    private string BrokenOff => $"Reading {topic.Describe()} was broken off after {Read:N0} messages.";

    private void ReadAll(IConsumer<byte[]?, RecordValue> consumer, int open, Func<KafkaRecord, bool> take, CancellationToken cancellationToken)
    {
        var told = Stopwatch.GetTimestamp();
        _lastCame = _lastAsked = told;
        for (var polls = 0; Follows || open > 0; polls++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var came = Consume(consumer);
            if (came is null)
            {
                // Where retention has passed the end of a range there is nothing left to come of it.
                foreach (var gone in open > 0 && !Follows ? ranges.Where(one => one is { IsAtEnd: true, IsClosed: false }) : [])
                {
                    gone.IsClosed = true;
                    open--;
                }

                AskWhetherTheyAreThere(cancellationToken);
            }
            else if (_byPartition.GetValueOrDefault(came.Partition.Value) is { IsClosed: false } range)
            {
                if (came.IsPartitionEOF)
                {
                    range.Next = Math.Max(range.Next, came.Offset.Value);
                }
                else if (Follows || came.Offset.Value < range.End)
                {
                    range.Next = came.Offset.Value + 1;
                    Read++;
                    if (!came.Message.Value.IsPassedOver && !take(new KafkaRecord(came)))
                        return;
                }
                else
                {
                    range.Next = range.End;
                }

                if (!Follows && range.IsAtEnd)
                {
                    range.IsClosed = true;
                    if (--open > 0)
                        consumer.Pause([came.TopicPartition]);
                }
            }

            // The clock is not looked at for each of a million messages.
            if (Tell is not null && (came is null || polls % 128 == 0) && Stopwatch.GetElapsedTime(told) > TellEvery)
            {
                told = Stopwatch.GetTimestamp();
                Tell();
            }

            if (came is not null && (polls % 128 == 0 || came.IsPartitionEOF))
                _lastCame = Stopwatch.GetTimestamp();
        }
    }

    private ConsumeResult<byte[]?, RecordValue>? Consume(IConsumer<byte[]?, RecordValue> consumer)
    {
        try
        {
            return consumer.Consume(PollMilliseconds);
        }
        catch (ConsumeException failed) when (!failed.Error.IsFatal && IsOfGroup(failed.Error.Code))
        {
            // The name of a group that the library wants is used for nothing; that it is refused does not matter.
            return null;
        }
        catch (ConsumeException failed) when (failed.Error.Code == ErrorCode.Local_AutoOffsetReset
            && _byPartition.GetValueOrDefault(failed.ConsumerRecord.Partition.Value) is { } range)
        {
            // What stood there was removed meanwhile, by retention as a rule: reading goes on with what is left. The library has given the partition up, and a seek
            // would be refused: all that is read is named anew.
            var first = consumer.QueryWatermarkOffsets(failed.ConsumerRecord.TopicPartition, clients.Settings.RequestTimeout).Low.Value;
            if (first <= range.Next)
                throw;
            range.Next = Follows ? first : Math.Min(first, Math.Max(range.Next, range.End));
            consumer.Assign(ranges.Where(one => Follows || one is { IsClosed: false, IsAtEnd: false }).Select(one => new TopicPartitionOffset(topic.Name, one.Partition, one.Next)));
            return null;
        }
    }

    /// <summary>The library waits for ever where brokers have gone. Silence is normal where nothing is published.</summary>
    private void AskWhetherTheyAreThere(CancellationToken cancellationToken)
    {
        var quiet = clients.Fault.Recent is null ? Quiet : QuietAfterFault;
        if (Stopwatch.GetElapsedTime(_lastCame) < quiet || Stopwatch.GetElapsedTime(_lastAsked) < quiet)
            return;
        try
        {
            if (offsets.FindAsync(topic.Name, cancellationToken).GetAwaiter().GetResult() is not { } there)
                throw new BrokerException($"{BrokenOff} It is not there any more.", null, "It was deleted: refresh the list.");
            if (offsets.RangesAsync(there, ReadsUncommitted, cancellationToken).GetAwaiter().GetResult() is var held && !Follows && held.Count < ranges.Count(range => !range.IsClosed)
                && Stopwatch.GetElapsedTime(_lastCame) > Patience)
                throw new BrokerException($"{BrokenOff} Partitions of it have no leader.", null, "Check that all brokers run.");
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, BrokenOff, clients.Fault);
        }

        clients.Fault.Clear();
        if (!Follows && Stopwatch.GetElapsedTime(_lastCame) > Patience)
            throw new BrokerException($"{BrokenOff} The brokers answer, and send no further message though there should be some.");
        _lastAsked = Stopwatch.GetTimestamp();
    }

    private void Adjust(ConsumerConfig config)
    {
        config.IsolationLevel = ReadsUncommitted ? IsolationLevel.ReadUncommitted : IsolationLevel.ReadCommitted;
        config.FetchWaitMaxMs = 100;

        // With the library's own values a full queue idles for a second.
        config.FetchQueueBackoffMs = IsSmall ? 100 : 5;
        config.QueuedMinMessages = IsSmall ? 1_000 : 1_000_000;
        config.QueuedMaxMessagesKbytes = IsSmall ? 16 * 1024 : 96 * 1024;
        if (IsSmall)
            config.MaxPartitionFetchBytes = 256 * 1024;
    }

    private static bool IsOfGroup(ErrorCode code) => code is ErrorCode.GroupAuthorizationFailed or ErrorCode.NotCoordinatorForGroup
        or ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.GroupLoadInProgress or ErrorCode.Local_NoOffset;
}
