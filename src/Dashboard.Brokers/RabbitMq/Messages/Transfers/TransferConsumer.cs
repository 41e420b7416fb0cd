using System.Threading.Channels;
using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Core.Model;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Dashboard.Brokers.RabbitMq.Messages.Transfers;

/// <summary>
/// Receives deliveries of one channel into a buffer that prefetch bounds. Several consumers may follow one another on the channel. When the
/// channel or the queue is lost, the buffer ends with that as its error.
/// </summary>
internal sealed class TransferConsumer(IChannel channel, string failed, SettlementWindow window) : IAsyncBasicConsumer
{
    private readonly Channel<AmqpDelivery> _deliveries = System.Threading.Channels.Channel.CreateUnbounded<AmqpDelivery>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = false });

    private volatile TaskCompletionSource? _cancelled;
    private long _received;
    private long _redelivered;
    private long _highestCount = -1;

    public IChannel Channel => channel;

    public ChannelReader<AmqpDelivery> Deliveries => _deliveries.Reader;

    /// <summary>Deliveries that arrived since the beginning.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Those of them that somebody had been sent before.</summary>
    public long Redelivered => Interlocked.Read(ref _redelivered);

    /// <summary>The highest delivery count that any of them carried; negative where none carried one, which is not a quorum queue.</summary>
    public long HighestCount => Interlocked.Read(ref _highestCount);

    /// <summary>Completes when the cancelled consumer's last delivery is in the buffer.</summary>
    public Task WhenCancelledAsync() => (_cancelled ??= NewSource()).Task;

    /// <summary>To be called before a consumer is cancelled.</summary>
    public void ExpectCancel() => _cancelled = NewSource();

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        _cancelled?.TrySetResult();
        return Task.CompletedTask;
    }

    /// <summary>The broker cancelled it: the queue was deleted, or its node went away.</summary>
    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        End(new BrokerException(failed, "basic.cancel: the broker ended the consumer", "The queue was deleted, or its node went down."));
        return Task.CompletedTask;
    }

    public Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _received);
        window.Add(deliveryTag);
        // The library takes its buffer back when this returns.
        var delivery = new AmqpDelivery(deliveryTag, redelivered, exchange, routingKey, properties, body.ToArray());
        if (redelivered)
            Interlocked.Increment(ref _redelivered);
        if (delivery.DeliveryCount is { } count && count > _highestCount)
            Interlocked.Exchange(ref _highestCount, count);
        _deliveries.Writer.TryWrite(delivery);
        return Task.CompletedTask;
    }

    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
    {
        End(AmqpErrors.OfShutdown(reason, failed));
        return Task.CompletedTask;
    }

    /// <summary>Waits for a delivery; false when none came in time.</summary>
    /// <exception cref="BrokerException">The source was lost.</exception>
    public async Task<bool> WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var reader = _deliveries.Reader;
        if (reader.TryPeek(out _))
            return true;
        using var timeout = new CancellationTokenSource(limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await reader.WaitToReadAsync(linked.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (BrokerException e)
        {
            // The one object that ended the buffer is thrown anew for each who reads it.
            throw new BrokerException(e.Message, e.BrokerWords, e.NextStep, e) { IsRefusal = e.IsRefusal };
        }
    }

    /// <summary>Nothing further will come.</summary>
    public void End(BrokerException error)
    {
        _deliveries.Writer.TryComplete(error);
        (_cancelled ??= NewSource()).TrySetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
