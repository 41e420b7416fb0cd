using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Brokers.RabbitMq.Messages.Browsing;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Transfers;

/// <summary>
/// A queue being consumed on a channel of its own. Prefetch bounds what is held; where there is no limit, one consumer of a bounded prefetch
/// follows another, so that a deep queue does not arrive all at once.
/// </summary>
internal sealed class AmqpTransferSession : ITransferSession
{
    /// <summary>How long the source has to be silent before it is asked whether anything is left.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// A quorum queue is told of acknowledgements in lots of its own, and the broker forgets those that it has not passed on when the channel
    /// closes: the messages would stand there again. So the channel stays open this long after the last one.
    /// </summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(600);

    private const int WorthWaking = 50;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(3);

    /// <summary>Messages are there, nothing is held up by us, and none comes.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    private readonly TransferRequest _request;
    private readonly AmqpLease _lease;
    private readonly IChannel _channel;
    private readonly TransferConsumer _consumer;
    private readonly SettlementWindow _window;
    private readonly DeliveryCounts _counts;
    private readonly TimeProvider _time;
    private readonly int _prefetch;
    private readonly bool _isUnlimited;
    private readonly SemaphoreSlim _commands = new(1, 1);
    private readonly SemaphoreSlim _settling = new(1, 1);
    private readonly Lock _releasedLock = new();
    private readonly Dictionary<string, int> _released = [];
    private readonly bool _isClassic;
    private readonly GivenBack _back;
    private string? _consumerTag;
    private long? _lastSettled;
    private int _sinceConsume;
    private long _taken;
    private int _keptBack;
    private int _isReading;
    private int _disposed;

    private AmqpTransferSession(TransferRequest request, AmqpLease lease, IChannel channel, int prefetch, bool isUnlimited, bool isClassic, GivenBack back, DeliveryCounts counts, TimeProvider time)
    {
        _request = request;
        _back = back;
        _lease = lease;
        _channel = channel;
        _prefetch = prefetch;
        _isUnlimited = isUnlimited;
        _isClassic = isClassic;
        _counts = counts;
        _time = time;
        _window = new SettlementWindow();
        _consumer = new TransferConsumer(channel, $"Reading {request.Source.Describe()} was cut off; what was not removed is back there.", _window);
        channel.ChannelShutdownAsync += _consumer.HandleChannelShutdownAsync;
    }

    /// <summary>Opens the session and starts consuming; it gives the lease back.</summary>
    /// <param name="request">What is read.</param>
    /// <param name="lease">A consuming connection.</param>
    /// <param name="prefetch">Deliveries held at most, or per consumer where there is no limit.</param>
    /// <param name="isUnlimited">Everything may be held.</param>
    /// <param name="isClassic">It is known to be a classic queue, which hears acknowledgements at once.</param>
    /// <param name="counts">Told what goes back.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<AmqpTransferSession> OpenAsync(
        TransferRequest request, AmqpLease lease, int prefetch, bool isUnlimited, bool isClassic, DeliveryCounts counts, TimeProvider time, CancellationToken cancellationToken)
    {
        IChannel? channel = null;
        try
        {
            channel = await lease.OpenChannelAsync(cancellationToken);
            var back = await GivenBack.BeforeAsync(channel, request.Source.Name);
            var session = new AmqpTransferSession(request, lease, channel, prefetch, isUnlimited, isClassic, back, counts, time);
            await channel.BasicQosAsync(0, (ushort)prefetch, global: false, CancellationToken.None);
            await session.ConsumeAsync(CancellationToken.None);
            return session;
        }
        catch (Exception e)
        {
            if (channel is not null)
                await lease.Link.CloseAsync(channel);
            await lease.DisposeAsync();
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
                throw;
            throw AmqpErrors.Of(e, $"{Capitalised(request.Source.Describe())} cannot be read.");
        }
    }

    public async IAsyncEnumerable<TransferDelivery> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isReading, 1) != 0)
            throw new InvalidOperationException("A session is read once.");
        long yielded = 0;
        while (yielded < _request.MaxDeliveries)
        {
            if (await NextAsync(cancellationToken) is not { } delivery)
                yield break;
            var message = AmqpEnvelope.Of(_request.Source, yielded, delivery);
            if (IsOwnReturn(delivery, message))
                continue;
            yielded++;
            yield return new TransferDelivery((long)delivery.Tag, message) { ReplayId = delivery.ReplayId };
        }

        await GiveBackRestAsync(cancellationToken);
    }

    public async ValueTask RemoveAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken)
    {
        if (!_request.RemovesMessages || deliveries.Count == 0)
            return;
        await CommandAsync(
            _settling,
            async token =>
            {
                var (upTo, single) = _window.Acknowledge([.. deliveries.Select(delivery => (ulong)delivery.Tag)]);
                if (upTo > 0)
                    await _channel.BasicAckAsync(upTo, multiple: true, token);
                foreach (var tag in single)
                    await _channel.BasicAckAsync(tag, multiple: false, token);
                _lastSettled = _time.GetTimestamp();
            },
            "The connection was lost while messages were being removed: whether they were is not known.",
            cancellationToken);
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_lastSettled is null)
            return;
        await LetSettleAsync();
        // An answer to any question comes after what was told before it; the queue itself may be gone with its last consumer.
        await CommandAsync(
            _commands,
            token => _channel.BasicQosAsync(0, (ushort)_prefetch, global: false, token),
            "The connection was lost after messages were removed: the broker may have forgotten some of that.",
            cancellationToken);
    }

    public async ValueTask ReleaseAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken)
    {
        if (deliveries.Count == 0)
            return;
        lock (_releasedLock)
        {
            foreach (var delivery in deliveries)
                _released[delivery.Message.Identity.Fingerprint] = _released.GetValueOrDefault(delivery.Message.Identity.Fingerprint) + 1;
        }

        await CommandAsync(
            _settling,
            async token =>
            {
                foreach (var delivery in deliveries)
                {
                    if (_window.Remove((ulong)delivery.Tag))
                        await _channel.BasicNackAsync((ulong)delivery.Tag, multiple: false, requeue: true, token);
                }
            },
            "The connection was lost while messages were being given back; the broker does that itself when it notices.",
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        // Closing in order makes the broker hear the last acknowledgements first; then it takes back what is outstanding.
        await LetSettleAsync();
        var held = _window.Count;
        if (held > 0)
            await _back.CountRestAsync(_channel, () => _window.Count, removedNone: false);
        await _lease.Link.CloseAsync(_channel);
        if (_consumer.HighestCount >= 0)
            _counts.Record(_request.Source, _consumer.HighestCount + (held > 0 ? 1 : 0), _consumer.Received, _consumer.Redelivered);
        _consumer.End(new BrokerException("The session was closed."));
        if (held > 0)
            await _back.WaitAsync(_lease, _time);
        await _lease.DisposeAsync();
    }

    private async Task LetSettleAsync()
    {
        try
        {
            var settling = SettlingTime;
            while (!_isClassic && _lastSettled is { } last && _time.GetElapsedTime(last) < settling && _channel.IsOpen)
            {
                // A broker that is slow to answer is slow to settle, too.
                var asked = _time.GetTimestamp();
                await ReadyAsync(CancellationToken.None);
                if (_time.GetElapsedTime(asked) * 20 is var slow && slow > settling)
                    settling = slow < SettlingTime * 10 ? slow : SettlingTime * 10;
                await Task.Delay(SettlingTime / 6, _time, CancellationToken.None);
            }
        }
        catch (BrokerException)
        {
            // Lost: there is nothing to wait for any more.
        }
    }

    /// <summary>The next delivery, or null when the source has nothing further.</summary>
    private async Task<AmqpDelivery?> NextAsync(CancellationToken cancellationToken)
    {
        var emptyAnswers = 0;
        var stalledSince = _time.GetTimestamp();
        while (true)
        {
            if (_consumer.Deliveries.TryRead(out var delivery))
            {
                _taken++;
                _sinceConsume++;
                return delivery;
            }

            if (_isUnlimited && _sinceConsume >= _prefetch)
                await FollowUpAsync(cancellationToken);
            if (await _consumer.WaitAsync(Quiet, _time, cancellationToken))
            {
                emptyAnswers = 0;
                await GatherAsync(cancellationToken);
                continue;
            }

            if (!_isUnlimited && _window.Count >= _prefetch)
            {
                if (_keptBack >= _prefetch)
                    return null; // All that still comes is what was given back.
                stalledSince = _time.GetTimestamp(); // It is our own side that waits.
                continue;
            }

            // Two empty answers with silence before, between and after: a delivery that was under way at the first has arrived by the second.
            if (await ReadyAsync(cancellationToken) > 0)
            {
                emptyAnswers = 0;
                if (_time.GetElapsedTime(stalledSince) > StallLimit)
                    throw Stalled();
            }
            else if (++emptyAnswers == 2)
            {
                return await DrainAsync(cancellationToken);
            }
        }
    }

    /// <summary>
    /// Deliveries come one by one, and whoever waits would be woken for each: on a busy machine that costs more than all that is done with it. So the first
    /// one waits for those that are close behind it.
    /// </summary>
    private async Task GatherAsync(CancellationToken cancellationToken)
    {
        if (_consumer.Received - _taken < WorthWaking)
            await Task.Delay(Gathering, _time, cancellationToken);
    }

    /// <summary>Enough was read: what was sent beyond goes back at once, for others to take.</summary>
    private async Task GiveBackRestAsync(CancellationToken cancellationToken)
    {
        await CancelConsumerAsync(cancellationToken);
        while (_consumer.Deliveries.TryRead(out var rest))
        {
            if (_window.Remove(rest.Tag))
                await CommandAsync(_settling, async token => await _channel.BasicNackAsync(rest.Tag, multiple: false, requeue: true, token), "Messages that were read ahead go back when the broker notices.", cancellationToken);
        }
    }

    /// <summary>Ends the consumer; what it had been sent before is still read.</summary>
    private async Task<AmqpDelivery?> DrainAsync(CancellationToken cancellationToken)
    {
        if (_consumerTag is not null)
            await CancelConsumerAsync(cancellationToken);
        if (_consumer.Deliveries.TryRead(out var last))
            return last;
        // A cut that happened meanwhile must not look like the end.
        if (_consumer.Deliveries.Completion.IsFaulted)
            await _consumer.Deliveries.Completion;
        return null;
    }

    /// <summary>The consumer's prefetch is used up and everything of it is held: the next consumer brings the next lot.</summary>
    private async Task FollowUpAsync(CancellationToken cancellationToken)
    {
        await CancelConsumerAsync(cancellationToken);
        if (_consumer.Deliveries.TryPeek(out _))
            return; // It was sent more in the meantime, because some were settled.
        _sinceConsume = 0;
        await CommandAsync(_commands, ConsumeAsync, $"Reading {_request.Source.Describe()} was cut off.", cancellationToken);
    }

    private async Task ConsumeAsync(CancellationToken cancellationToken)
        => _consumerTag = await _channel.BasicConsumeAsync(
            _request.Source.Name, autoAck: false, consumerTag: "", noLocal: false, exclusive: false, arguments: null, _consumer, cancellationToken);

    private async Task CancelConsumerAsync(CancellationToken cancellationToken)
    {
        if (_consumerTag is not { } tag)
            return;
        _consumer.ExpectCancel();
        await CommandAsync(
            _commands, token => _channel.BasicCancelAsync(tag, noWait: false, token), $"Reading {_request.Source.Describe()} was cut off.", cancellationToken);
        _consumerTag = null;
        await _consumer.WhenCancelledAsync().WaitAsync(TimeSpan.FromSeconds(20), _time, cancellationToken);
    }

    private async Task<long> ReadyAsync(CancellationToken cancellationToken)
    {
        long ready = 0;
        await CommandAsync(
            _commands,
            async token => ready = (await _channel.QueueDeclarePassiveAsync(_request.Source.Name, token)).MessageCount,
            $"{Capitalised(_request.Source.Describe())} cannot be read any more.",
            cancellationToken);
        return ready;
    }

    /// <summary>
    /// Channel commands one at a time, with errors in the operator's words. Settling must not overlap itself, or a tag would be settled
    /// twice; it need not wait for an answer to a question. What was begun is not cancelled: the client library is confused by an answer
    /// that comes after its question was abandoned.
    /// </summary>
    private static async Task CommandAsync(SemaphoreSlim gate, Func<CancellationToken, Task> command, string failed, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await command(CancellationToken.None);
        }
        catch (Exception e)
        {
            throw AmqpErrors.Of(e, failed);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>What was given back during this session comes again at once; it is kept back until the session ends.</summary>
    private bool IsOwnReturn(AmqpDelivery delivery, MessageEnvelope message)
    {
        if (!delivery.IsRedelivered)
            return false;
        lock (_releasedLock)
        {
            var fingerprint = message.Identity.Fingerprint;
            if (!_released.TryGetValue(fingerprint, out var count))
                return false;
            if (count == 1)
                _released.Remove(fingerprint);
            else
                _released[fingerprint] = count - 1;
        }

        _keptBack++;
        return true;
    }

    private BrokerException Stalled() => new(
        $"{Capitalised(_request.Source.Describe())} has messages ready but sends none to this job for {StallLimit.TotalSeconds:0} s.",
        null,
        "Another consumer may have the right to all of them (single active consumer, priority), or the queue has no majority of its replicas.");

    private static string Capitalised(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
