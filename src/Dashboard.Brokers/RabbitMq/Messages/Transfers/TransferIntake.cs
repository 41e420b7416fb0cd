using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Transfers;

/// <summary>
/// What a session is sent, one by one, until its source has nothing further. Prefetch bounds what is held; where there is no limit, one consumer of a bounded
/// prefetch follows another, so that a deep queue does not arrive all at once.
/// </summary>
/// <param name="source">The queue.</param>
/// <param name="channel">The session's own.</param>
/// <param name="commands">Its commands.</param>
/// <param name="window">Told what arrives.</param>
/// <param name="returns">What the session gave back itself.</param>
/// <param name="prefetch">Deliveries held at most, or per consumer where there is no limit.</param>
/// <param name="isUnlimited">Everything may be held.</param>
/// <param name="time">The clock.</param>
internal sealed class TransferIntake(
    DestinationRef source, IChannel channel, ChannelCommands commands, SettlementWindow window, OwnReturns returns, int prefetch, bool isUnlimited, TimeProvider time)
{
    /// <summary>How long the source has to be silent before it is asked whether anything is left.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    private const int WorthWaking = 50;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(3);

    /// <summary>Messages are there, nothing is held up by us, and none comes.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    private string? _consumerTag;
    private int _sinceConsume;
    private long _taken;

    /// <summary>Receives the deliveries; to be told of the channel's end.</summary>
    public TransferConsumer Consumer { get; } = new(channel, $"Reading {source.Describe()} was cut off; what was not removed is back there.", window);

    /// <summary>Starts consuming.</summary>
    public async Task ConsumeAsync(CancellationToken cancellationToken)
        => _consumerTag = await channel.BasicConsumeAsync(
            source.Name, autoAck: false, consumerTag: "", noLocal: false, exclusive: false, arguments: null, Consumer, cancellationToken);

    /// <summary>The next delivery, or null when the source has nothing further.</summary>
    /// <exception cref="BrokerException">The source was lost, or sends nothing of what it has.</exception>
    public async Task<AmqpDelivery?> NextAsync(CancellationToken cancellationToken)
    {
        var emptyAnswers = 0;
        var stalledSince = time.GetTimestamp();
        while (true)
        {
            if (Consumer.Deliveries.TryRead(out var delivery))
            {
                _taken++;
                _sinceConsume++;
                return delivery;
            }

            if (isUnlimited && _sinceConsume >= prefetch)
                await FollowUpAsync(cancellationToken);
            if (await Consumer.WaitAsync(Quiet, time, cancellationToken))
            {
                emptyAnswers = 0;
                await GatherAsync(cancellationToken);
                continue;
            }

            if (!isUnlimited && window.Count >= prefetch)
            {
                if (returns.KeptBack >= prefetch)
                    return null; // All that still comes is what was given back.
                stalledSince = time.GetTimestamp(); // It is our own side that waits.
                continue;
            }

            // Two empty answers with silence before, between and after: a delivery that was under way at the first has arrived by the second.
            if (await ReadyAsync(cancellationToken) > 0)
            {
                emptyAnswers = 0;
                if (time.GetElapsedTime(stalledSince) > StallLimit)
                    throw Stalled();
            }
            else if (++emptyAnswers == 2)
            {
                return await DrainAsync(cancellationToken);
            }
        }
    }

    /// <summary>Enough was read: what was sent beyond goes back at once, for others to take.</summary>
    public async Task GiveBackRestAsync(CancellationToken cancellationToken)
    {
        await CancelAsync(cancellationToken);
        while (Consumer.Deliveries.TryRead(out var rest))
        {
            if (window.Remove(rest.Tag))
                await commands.SettleAsync(async token => await channel.BasicNackAsync(rest.Tag, multiple: false, requeue: true, token), "Messages that were read ahead go back when the broker notices.", cancellationToken);
        }
    }

    /// <summary>How many messages the queue would still send.</summary>
    /// <exception cref="BrokerException">It did not tell.</exception>
    public async Task<long> ReadyAsync(CancellationToken cancellationToken)
    {
        long ready = 0;
        await commands.AskAsync(
            async token => ready = (await channel.QueueDeclarePassiveAsync(source.Name, token)).MessageCount,
            $"{AmqpTransferSession.Capitalised(source.Describe())} cannot be read any more.",
            cancellationToken);
        return ready;
    }

    /// <summary>
    /// Deliveries come one by one, and whoever waits would be woken for each: on a busy machine that costs more than all that is done with it. So the first
    /// one waits for those that are close behind it.
    /// </summary>
    private async Task GatherAsync(CancellationToken cancellationToken)
    {
        if (Consumer.Received - _taken < WorthWaking)
            await Task.Delay(Gathering, time, cancellationToken);
    }

    /// <summary>Ends the consumer; what it had been sent before is still read.</summary>
    private async Task<AmqpDelivery?> DrainAsync(CancellationToken cancellationToken)
    {
        if (_consumerTag is not null)
            await CancelAsync(cancellationToken);
        if (Consumer.Deliveries.TryRead(out var last))
            return last;
        // A cut that happened meanwhile must not look like the end.
        if (Consumer.Deliveries.Completion.IsFaulted)
            await Consumer.Deliveries.Completion;
        return null;
    }

    /// <summary>The consumer's prefetch is used up and everything of it is held: the next consumer brings the next lot.</summary>
    private async Task FollowUpAsync(CancellationToken cancellationToken)
    {
        await CancelAsync(cancellationToken);
        if (Consumer.Deliveries.TryPeek(out _))
            return; // It was sent more in the meantime, because some were settled.
        _sinceConsume = 0;
        await commands.AskAsync(ConsumeAsync, $"Reading {source.Describe()} was cut off.", cancellationToken);
    }

    private async Task CancelAsync(CancellationToken cancellationToken)
    {
        if (_consumerTag is not { } tag)
            return;
        Consumer.ExpectCancel();
        await commands.AskAsync(token => channel.BasicCancelAsync(tag, noWait: false, token), $"Reading {source.Describe()} was cut off.", cancellationToken);
        _consumerTag = null;
        await Consumer.WhenCancelledAsync().WaitAsync(TimeSpan.FromSeconds(20), time, cancellationToken);
    }

    private BrokerException Stalled() => new(
        $"{AmqpTransferSession.Capitalised(source.Describe())} has messages ready but sends none to this job for {StallLimit.TotalSeconds:0} s.",
        null,
        "Another consumer may have the right to all of them (single active consumer, priority), or the queue has no majority of its replicas.");
}
