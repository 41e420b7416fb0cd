using System.Collections.Concurrent;
using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Messages.Envelopes;
using Dashboard.Brokers.Kafka.Messages.Inspection;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Publishing;

/// <summary>
/// One producer. It retries by itself and writes nothing twice; what it could not get confirmed in time is told as unknown where it may have been written, and as
/// not sent where it cannot have been.
/// </summary>
internal sealed class KafkaPublishSession : IPublishSession
{
    /// <summary>How long a message is tried. Short enough to wait for, long enough for a new leader to be chosen.</summary>
    private static readonly TimeSpan MessageTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The standard of <c>max.message.bytes</c>, above any batch of the library.</summary>
    private const long UsualMessageBytes = 1_048_588;

    private readonly KafkaClients _clients;
    private readonly TopicGuard _topics;
    private readonly ConcurrentDictionary<string, bool> _refusesBatches = new(StringComparer.Ordinal);
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly Lazy<IProducer<byte[]?, byte[]?>> _alone;
    private readonly ConcurrentDictionary<TaskCompletionSource<PublishOutcome>, byte> _open = new();
    private readonly Lock _ending = new();
    private readonly ConcurrentQueue<(TaskCompletionSource<PublishOutcome> Fate, PublishOutcome Outcome)> _told = new();
    private volatile string? _lost;
    private volatile bool _isDenied;
    private int _toTell;

    public KafkaPublishSession(KafkaClients clients, TopicOffsets offsets)
    {
        _clients = clients;
        _topics = new TopicGuard(offsets);
        _producer = clients.Producer(config => Adjust(config));

        // A broker refuses a whole batch for one record, or for its size: each record of it is tried once more without company.
        _alone = new Lazy<IProducer<byte[]?, byte[]?>>(() => clients.Producer(config =>
        {
            Adjust(config);
            config.BatchNumMessages = 1;
        }));
    }

    /// <summary>A usual topic takes whatever batch the library makes; one with a small limit or compaction does not, and of one that cannot be asked it is not known.</summary>
    private async ValueTask<bool> MayRefuseBatchesAsync(string topic, CancellationToken cancellationToken)
    {
        if (_refusesBatches.TryGetValue(topic, out var known))
            return known;
        var settings = await TopicSettings.ReadAsync(_clients, topic, cancellationToken);
        return _refusesBatches[topic] = settings is null or { IsCompacted: true } or { MaxMessageBytes: null or < UsualMessageBytes };
    }

    private static void Adjust(ProducerConfig config)
    {
        config.MessageTimeoutMs = (int)MessageTimeout.TotalMilliseconds;

        // Topics differ in what they take: the broker says no, not the library.
        config.MessageMaxBytes ??= 100_000_000;
        config.QueueBufferingMaxKbytes = 64 * 1024;
        config.DeliveryReportFields = "status";
        config.Partitioner = Confluent.Kafka.Partitioner.Murmur2Random;
    }

    public string? BlockedReason => null;

    public async ValueTask<Task<PublishOutcome>> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        ThrowIfLost();
        var topic = message.Address.Destination.Name;
        try
        {
            if (await _topics.WhyNotAsync(topic, message.Partition, cancellationToken) is { } reason)
                return Task.FromResult(new PublishOutcome(PublishOutcomeKind.NotSent, reason));
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, "The message was not sent.", _clients.Fault, $"Describe on topic {topic}");
        }

        // Completed by the thread that tells fates: what follows runs there, one burst of reports at a time, and not on the library's own thread.
        var fate = new TaskCompletionSource<PublishOutcome>();
        var place = new TopicPartition(topic, message.Partition is { } partition ? new Partition(partition) : Partition.Any);
        var record = RecordOf(message);

        // Only what may be refused for its company has to be kept until it is confirmed.
        var kept = await MayRefuseBatchesAsync(topic, cancellationToken) || record.Timestamp.Type != TimestampType.NotAvailable ? record : null;

        // Who publishes by hand wants to know where it went; of copies nobody asks.
        var tellsPlace = message.Headers is not LazyFieldList<Headers, MessageField>;
        while (true)
        {
            ThrowIfLost();
            try
            {
                lock (_ending)
                {
                    ThrowIfLost();
                    _open.TryAdd(fate, 0);
                    _producer.Produce(place, record, report => Report(fate, place, kept, report, tellsPlace));
                }

                return fate.Task;
            }
            catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                await Task.Delay(10, cancellationToken);
            }
            catch (KafkaException refused)
            {
                _open.TryRemove(fate, out _);
                if (refused.Error.IsFatal || refused.Error.Code == ErrorCode.Local_Fatal)
                    Lose(CauseOf(refused.Error), topic);
                ThrowIfLost();
                return Task.FromResult(new PublishOutcome(PublishOutcomeKind.NotSent, Words(refused.Error, topic)));
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_ending)
        {
            if (_lost == Closed)
                return ValueTask.CompletedTask;
            _lost = Closed;
        }

        foreach (var open in _open.Keys)
            Tell(open, new PublishOutcome(PublishOutcomeKind.Unknown, "The session was closed before the broker confirmed it."));
        _open.Clear();

        // The library waits for what is under way.
        _ = Task.Run(() =>
        {
            _producer.Dispose();
            if (_alone.IsValueCreated)
                _alone.Value.Dispose();
        });
        return ValueTask.CompletedTask;
    }

    private const string Closed = "it was closed";

    private void Report(TaskCompletionSource<PublishOutcome> fate, TopicPartition place, Message<byte[]?, byte[]?>? kept, DeliveryReport<byte[]?, byte[]?> report, bool tellsPlace)
    {
        if (report is { Status: PersistenceStatus.NotPersisted, Error.Code: ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.InvalidRecord or ErrorCode.InvalidTimestamp }
            && kept is not null && TrySendAlone(fate, place, kept, tellsPlace))
        {
            return;
        }

        Report(fate, report, tellsPlace);
    }

    /// <summary>On a thread of its own: opening a producer from inside a report would hold up all other reports.</summary>
    private bool TrySendAlone(TaskCompletionSource<PublishOutcome> fate, TopicPartition place, Message<byte[]?, byte[]?> record, bool tellsPlace)
    {
        if (_lost is not null)
            return false;
        _ = Task.Run(async () =>
        {
            while (true)
            {
                try
                {
                    lock (_ending)
                    {
                        if (_lost is not null)
                        {
                            fate.TrySetResult(new PublishOutcome(PublishOutcomeKind.NotSent, "The session was closed before it was sent without others."));
                            return;
                        }

                        _alone.Value.Produce(place, record, report => Report(fate, report, tellsPlace));
                        return;
                    }
                }
                catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
                {
                    await Task.Delay(10);
                }
                catch (KafkaException refused)
                {
                    _open.TryRemove(fate, out _);
                    fate.TrySetResult(new PublishOutcome(PublishOutcomeKind.NotSent, Words(refused.Error, place.Topic)));
                    return;
                }
            }
        });
        return true;
    }

    private void Report(TaskCompletionSource<PublishOutcome> fate, DeliveryReport<byte[]?, byte[]?> report, bool tellsPlace)
    {
        _open.TryRemove(fate, out _);
        if (report.Error.IsFatal)
            Lose(report.Error, report.Topic);
        Tell(fate, report.Error.IsError ? OutcomeOf(report)
            : tellsPlace ? new PublishOutcome(PublishOutcomeKind.Confirmed, $"partition {report.Partition.Value}, offset {report.Offset.Value}")
            : PublishOutcome.Confirmed);
    }

    private void Tell(TaskCompletionSource<PublishOutcome> fate, PublishOutcome outcome)
    {
        _told.Enqueue((fate, outcome));
        if (Interlocked.Increment(ref _toTell) == 1)
            ThreadPool.UnsafeQueueUserWorkItem(static session => session.TellAll(), this, preferLocal: false);
    }

    private void TellAll()
    {
        var told = 0;
        do
        {
            told = 0;
            while (_told.TryDequeue(out var next))
            {
                next.Fate.TrySetResult(next.Outcome);
                told++;
            }
        }
        while (Interlocked.Add(ref _toTell, -told) > 0);
    }

    private PublishOutcome OutcomeOf(DeliveryReport<byte[]?, byte[]?> report)
    {
        var error = report.Error.Code == ErrorCode.Local_MsgTimedOut && _clients.Fault.Recent is { } cause
            ? new Error(report.Error.Code, $"{report.Error.Reason} {cause.Reason}")
            : CauseOf(report.Error);
        var kind = report.Status switch
        {
            PersistenceStatus.PossiblyPersisted or PersistenceStatus.Persisted => PublishOutcomeKind.Unknown,
            _ when report.Error.IsLocalError => PublishOutcomeKind.NotSent,
            _ => PublishOutcomeKind.Nacked,
        };
        return new PublishOutcome(kind, Words(error, report.Topic)) { IsRefusal = KafkaErrors.IsRefusal(error.Code) };
    }

    /// <summary>A producer that cannot go on throws away what it has, and says why only once, apart from the messages.</summary>
    private Error CauseOf(Error error)
        => error.Code is ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight or ErrorCode.Local_Fatal && _clients.Fault.Recent is { IsFatal: true } cause ? cause : error;

    private static string Words(Error error, string topic) => error.Code switch
    {
        ErrorCode.TopicAuthorizationFailed => $"{KafkaErrors.Lacking($"Write on topic {topic}")} {error.Reason}",
        ErrorCode.ClusterAuthorizationFailed => $"{KafkaErrors.Lacking("Write on a topic, or IdempotentWrite on the cluster")} {error.Reason}",
        ErrorCode.MsgSizeTooLarge => $"It is larger than the topic takes (max.message.bytes). {error.Reason}",
        ErrorCode.InvalidRecord => $"The topic does not take it: a compacted topic needs a key. {error.Reason}",
        _ => error.Reason,
    };

    private static Message<byte[]?, byte[]?> RecordOf(OutgoingMessage message)
    {
        var record = new Message<byte[]?, byte[]?>
        {
            Key = message.Key is { } key ? BytesOf(key) : null,
            Value = message.IsTombstone ? null : BytesOf(message.Body),
            Headers = message.Headers is LazyFieldList<Headers, MessageField> own ? own.State : message.Headers.Count > 0 ? KafkaHeaders.Of(message.Headers) : null,
        };
        foreach (var property in message.Properties)
        {
            if (property is { Name: "timestamp", Value: TimestampValue at })
                record.Timestamp = new Timestamp(at.Value.ToUnixTimeMilliseconds(), TimestampType.CreateTime);
        }

        return record;
    }

    private static byte[] BytesOf(ReadOnlyMemory<byte> memory)
        => System.Runtime.InteropServices.MemoryMarshal.TryGetArray(memory, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : memory.ToArray();

    private void Lose(Error why, string topic)
    {
        lock (_ending)
        {
            _isDenied |= _lost is null && KafkaErrors.IsRefusal(why.Code);
            _lost ??= Words(why, topic);
        }
    }

    private void ThrowIfLost()
    {
        if (_lost is { } why)
            throw new BrokerException("Nothing was sent: the way to the brokers is lost.", why, "Begin anew.") { IsRefusal = _isDenied };
    }
}
