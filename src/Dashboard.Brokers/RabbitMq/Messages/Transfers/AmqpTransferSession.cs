using System.Runtime.CompilerServices;
using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Brokers.RabbitMq.Messages.Browsing;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Transfers;

/// <summary>
/// A queue being consumed on a channel of its own: what was read is removed or given back here, what is still to come is the intake's.
/// </summary>
internal sealed class AmqpTransferSession : ITransferSession
{
    /// <summary>
    /// A quorum queue is told of acknowledgements in lots of its own, and the broker forgets those that it has not passed on when the channel
    /// closes: the messages would stand there again. So the channel stays open this long after the last one.
    /// </summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(600);

    private readonly TransferRequest _request;
    private readonly AmqpLease _lease;
    private readonly IChannel _channel;
    private readonly TransferIntake _intake;
    private readonly ChannelCommands _commands = new();
    private readonly OwnReturns _returns = new();
    private readonly SettlementWindow _window = new();
    private readonly DeliveryCounts _counts;
    private readonly TimeProvider _time;
    private readonly int _prefetch;
    private readonly bool _isClassic;
    private readonly GivenBack _back;
    private long? _lastSettled;
    private int _isReading;
    private int _disposed;

    private AmqpTransferSession(TransferRequest request, AmqpLease lease, IChannel channel, int prefetch, bool isUnlimited, bool isClassic, GivenBack back, DeliveryCounts counts, TimeProvider time)
    {
        _request = request;
        _back = back;
        _lease = lease;
        _channel = channel;
        _prefetch = prefetch;
        _isClassic = isClassic;
        _counts = counts;
        _time = time;
        _intake = new TransferIntake(request.Source, channel, _commands, _window, _returns, prefetch, isUnlimited, time);
        channel.ChannelShutdownAsync += _intake.Consumer.HandleChannelShutdownAsync;
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
            await session._intake.ConsumeAsync(CancellationToken.None);
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
            if (await _intake.NextAsync(cancellationToken) is not { } delivery)
                yield break;
            var message = AmqpEnvelope.Of(_request.Source, yielded, delivery);
            if (_returns.Has(delivery, message))
                continue;
            yielded++;
            yield return new TransferDelivery((long)delivery.Tag, message) { ReplayId = delivery.ReplayId };
        }

        await _intake.GiveBackRestAsync(cancellationToken);
    }

    public async ValueTask RemoveAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken)
    {
        if (!_request.RemovesMessages || deliveries.Count == 0)
            return;
        await _commands.SettleAsync(
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
        await _commands.AskAsync(
            token => _channel.BasicQosAsync(0, (ushort)_prefetch, global: false, token),
            "The connection was lost after messages were removed: the broker may have forgotten some of that.",
            cancellationToken);
    }

    public async ValueTask ReleaseAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken)
    {
        if (deliveries.Count == 0)
            return;
        _returns.Expect(deliveries);
        await _commands.SettleAsync(
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
        if (_intake.Consumer.HighestCount >= 0)
            _counts.Record(_request.Source, _intake.Consumer.HighestCount + (held > 0 ? 1 : 0), _intake.Consumer.Received, _intake.Consumer.Redelivered);
        _intake.Consumer.End(new BrokerException("The session was closed."));
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
                await _intake.ReadyAsync(CancellationToken.None);
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

    internal static string Capitalised(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
