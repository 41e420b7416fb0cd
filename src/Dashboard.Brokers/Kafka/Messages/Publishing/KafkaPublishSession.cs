using System.Collections.Concurrent;
using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Client.Native;
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

    private const string Closed = "it was closed";

    private readonly KafkaClients _clients;
    private readonly TopicGuard _topics;
    private readonly ConcurrentDictionary<string, bool> _refusesBatches = new(StringComparer.Ordinal);
    private readonly RecordProducer _producer;
    private readonly Lazy<RecordProducer> _alone;
    private readonly Lock _ending = new();
    private volatile string? _lost;
    private volatile bool _isDenied;

    public KafkaPublishSession(KafkaClients clients, TopicOffsets offsets)
    {
        _clients = clients;
        _topics = new TopicGuard(offsets);
        _producer = clients.Producer(Adjust);

        // A broker refuses a whole batch for one record, or for its size: each record of it is tried once more without company.
        _alone = new Lazy<RecordProducer>(() => clients.Producer(config =>
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
        config.Partitioner = Confluent.Kafka.Partitioner.Murmur2Random;
    }

    public string? BlockedReason => null;

    public async ValueTask SendAsync(OutgoingMessage message, IFateListener fate, CancellationToken cancellationToken)
    {
        ThrowIfLost();
        var topic = message.Address.Destination.Name;
        try
        {
            if (await _topics.WhyNotAsync(topic, message.Partition, cancellationToken) is { } reason)
            {
                fate.Told(new PublishOutcome(PublishOutcomeKind.NotSent, reason));
                return;
            }
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, "The message was not sent.", _clients.Fault, $"Describe on topic {topic}");
        }

        // Only what may be refused for its company has to be kept until it is confirmed.
        var record = RecordOf(message);
        var mayBeRefused = record.Timestamp is not null || await MayRefuseBatchesAsync(topic, cancellationToken);
        await SendAsync(_producer, record, new Sending(this, fate, message, mayBeRefused), cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        var open = new List<IRecordListener>();
        lock (_ending)
        {
            if (_lost == Closed)
                return ValueTask.CompletedTask;
            _lost = Closed;
            open.AddRange(_producer.Abandon());
            if (_alone.IsValueCreated)
                open.AddRange(_alone.Value.Abandon());
        }

        foreach (var sending in open.OfType<Sending>())
            sending.Fate.Told(new PublishOutcome(PublishOutcomeKind.Unknown, "The session was closed before the broker confirmed it."));

        // The library waits for its threads.
        _ = Task.Run(() =>
        {
            _producer.Dispose();
            if (_alone.IsValueCreated)
                _alone.Value.Dispose();
        });
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits where the library's queue is full; what it does not take for another reason is told as not sent.</summary>
    /// <exception cref="BrokerException">The session is lost.</exception>
    private async ValueTask SendAsync(RecordProducer producer, OutgoingRecord record, Sending sending, CancellationToken cancellationToken)
    {
        Error? refused;
        while (true)
        {
            lock (_ending)
            {
                ThrowIfLost();
                refused = producer.Produce(record, sending);
            }

            if (refused is not { Code: ErrorCode.Local_QueueFull })
                break;
            await Task.Delay(10, cancellationToken);
        }

        if (refused is null)
            return;
        if (refused.IsFatal || refused.Code == ErrorCode.Local_Fatal)
            Lose(CauseOf(refused), record.Topic);
        ThrowIfLost();
        sending.Fate.Told(new PublishOutcome(PublishOutcomeKind.NotSent, Words(refused, record.Topic)));
    }

    /// <summary>On a thread of its own: opening a producer from inside a report would hold up all other reports.</summary>
    private void SendAlone(Sending sending) => _ = Task.Run(async () =>
    {
        try
        {
            RecordProducer alone;
            lock (_ending)
            {
                ThrowIfLost();
                alone = _alone.Value;
            }

            await SendAsync(alone, RecordOf(sending.Kept!), sending.Again(), CancellationToken.None);
        }
        catch (BrokerException)
        {
            sending.Fate.Told(new PublishOutcome(PublishOutcomeKind.NotSent, "The session was closed before it was sent without others."));
        }
        catch (Exception failed) when (failed is InvalidOperationException || KafkaErrors.IsOfBroker(failed))
        {
            sending.Fate.Told(new PublishOutcome(PublishOutcomeKind.NotSent, $"No client could be opened to send it without others: {failed.Message}"));
        }
    });

    /// <summary>What one message waits for.</summary>
    private sealed class Sending(KafkaPublishSession session, IFateListener fate, OutgoingMessage message, bool mayBeRefused) : IRecordListener
    {
        /// <summary>Who publishes by hand wants to know where it went; of copies nobody asks.</summary>
        private readonly bool _tellsPlace = message.Headers is not LazyFieldList<Headers, MessageField>;

        private readonly string _topic = message.Address.Destination.Name;

        public IFateListener Fate => fate;

        /// <summary>The message, where it may have to be sent once more without others.</summary>
        public OutgoingMessage? Kept { get; } = mayBeRefused ? message : null;

        public Sending Again() => new(session, fate, Kept!, mayBeRefused: false);

        public void Reported(in RecordReport report)
        {
            if (report.Error is not { } error)
            {
                fate.Told(_tellsPlace ? new PublishOutcome(PublishOutcomeKind.Confirmed, $"partition {report.Partition}, offset {report.Offset}") : PublishOutcome.Confirmed);
                return;
            }

            if (error.IsFatal)
                session.Lose(error, _topic);
            if (Kept is not null && session._lost is null && IsOfItsCompany(report))
                session.SendAlone(this);
            else
                fate.Told(session.OutcomeOf(report.Status, error, _topic));
        }

        private static bool IsOfItsCompany(in RecordReport report) => report is
        {
            Status: PersistenceStatus.NotPersisted,
            Error.Code: ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.InvalidRecord or ErrorCode.InvalidTimestamp,
        };
    }

    private PublishOutcome OutcomeOf(PersistenceStatus status, Error told, string topic)
    {
        var error = told.Code == ErrorCode.Local_MsgTimedOut && _clients.Fault.Recent is { } cause
            ? new Error(told.Code, $"{told.Reason} {cause.Reason}")
            : CauseOf(told);
        var kind = status switch
        {
            PersistenceStatus.PossiblyPersisted or PersistenceStatus.Persisted => PublishOutcomeKind.Unknown,
            _ when told.IsLocalError => PublishOutcomeKind.NotSent,
            _ => PublishOutcomeKind.Nacked,
        };
        return new PublishOutcome(kind, Words(error, topic)) { IsRefusal = KafkaErrors.IsRefusal(error.Code) };
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

    private static OutgoingRecord RecordOf(OutgoingMessage message) => new(
        message.Address.Destination.Name,
        message.Partition,
        message.Key,
        message.IsTombstone ? default(ReadOnlyMemory<byte>?) : message.Body,
        message.Headers is LazyFieldList<Headers, MessageField> own ? own.State : message.Headers.Count > 0 ? KafkaHeaders.Of(message.Headers) : null,
        TimestampOf(message.Properties));

    private static long? TimestampOf(IReadOnlyList<MessageField> properties)
    {
        for (var i = 0; i < properties.Count; i++)
        {
            if (properties[i] is { Name: KafkaCopy.TimestampProperty, Value: TimestampValue at })
                return at.Value.ToUnixTimeMilliseconds();
        }

        return null;
    }

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
