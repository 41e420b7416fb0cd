using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Dashboard.Brokers.RabbitMq.Messages.Publishing;

/// <summary>A channel in confirm mode. Tracks its own confirmations: the library's tracking writes a header and limits what may be in flight.</summary>
internal sealed class AmqpPublishSession : IPublishSession
{
    private readonly AmqpLease _lease;
    private readonly IChannel _channel;
    private readonly ConfirmTracker _tracker = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile BrokerException? _lost;
    private int _disposed;

    private AmqpPublishSession(AmqpLease lease, IChannel channel)
    {
        _lease = lease;
        _channel = channel;
        channel.BasicAcksAsync += OnAckAsync;
        channel.BasicNacksAsync += OnNackAsync;
        channel.BasicReturnAsync += OnReturnAsync;
        channel.ChannelShutdownAsync += OnShutdownAsync;
        if (channel.CloseReason is { } reason)
            Lose(reason);
    }

    public string? BlockedReason => _lease.Link.BlockedReason;

    /// <summary>Opens a session on a connection of its purpose; the session gives the lease back.</summary>
    public static async Task<AmqpPublishSession> OpenAsync(AmqpLease lease, CancellationToken cancellationToken)
    {
        try
        {
            var channel = await lease.OpenChannelAsync(
                cancellationToken, new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false));
            return new AmqpPublishSession(lease, channel);
        }
        catch (Exception e)
        {
            await lease.DisposeAsync();
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
                throw;
            throw AmqpErrors.Of(e, $"No channel for publishing in vhost '{lease.Link.VirtualHost}' could be opened.");
        }
    }

    public async ValueTask SendAsync(OutgoingMessage message, IFateListener fate, CancellationToken cancellationToken)
    {
        BasicProperties properties;
        try
        {
            properties = PropertiesOf(message);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            fate.Told(new PublishOutcome(PublishOutcomeKind.NotSent, e.Message));
            return;
        }

        if (AmqpLimits.Problem(message, properties, _lease.Connection.FrameMax) is { } problem)
        {
            fate.Told(new PublishOutcome(PublishOutcomeKind.NotSent, problem));
            return;
        }

        var address = AmqpAddress.Of(message.Address);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (_lost is { } lost)
                    throw Again(lost);
                if (BlockedReason is null)
                    break;
                await _lease.Link.WhenUnblockedAsync(cancellationToken);
            }

            var sequence = _tracker.Open(message, fate);
            try
            {
                await _channel.BasicPublishAsync(address.Exchange, address.RoutingKey, message.IsMandatory, properties, message.Body, cancellationToken);
            }
            catch (Exception e) when (e is ArgumentException or RabbitMQ.Client.Exceptions.WireFormattingException)
            {
                // It could not be put into a frame, so nothing was written, and the library takes its number back too.
                _tracker.TakeBack(sequence);
                fate.Told(new PublishOutcome(PublishOutcomeKind.NotSent, $"It cannot be written as an AMQP message: {e.Message}"));
            }
            catch (Exception e)
            {
                // Cut while writing: whether it went out is not known, and neither are the numbers that follow.
                var isCancelled = e is OperationCanceledException && cancellationToken.IsCancellationRequested;
                Lose(isCancelled
                    ? new BrokerException("Publishing was stopped while a message was being written.", null, null, e)
                    : AmqpErrors.Of(e, "The channel for publishing was lost while a message was being written."));
                _lease.Link.IsRetired |= _channel.IsOpen && isCancelled;
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        Lose(new BrokerException("The session was closed."));
        await _lease.Link.CloseAsync(_channel);
        await _lease.DisposeAsync();
    }

    private static BasicProperties PropertiesOf(OutgoingMessage message)
    {
        var properties = message.Properties is AmqpPropertyList list ? new BasicProperties(list.Raw) : AmqpProperties.Encode(message.Properties);
        properties.Headers = message.Headers switch
        {
            AmqpHeaderList headers => headers.Raw,
            { Count: 0 } => null,
            var fields => AmqpFields.EncodeTable(fields),
        };
        return properties;
    }

    /// <summary>An exception object is thrown once; each caller gets its own.</summary>
    private static BrokerException Again(BrokerException lost) => new(lost.Message, lost.BrokerWords, lost.NextStep, lost) { IsRefusal = lost.IsRefusal };

    private void Lose(ShutdownEventArgs reason)
    {
        // Class 60, method 40: the broker closed the channel over a publish (no such exchange, access refused, too large).
        var isRefusal = reason.Initiator == ShutdownInitiator.Peer && reason is { ClassId: 60, MethodId: 40 };
        Lose(AmqpErrors.OfShutdown(reason, "The channel for publishing was closed."), isRefusal);
    }

    private void Lose(BrokerException reason, bool isRefusalOfOne = false)
    {
        if (Interlocked.CompareExchange(ref _lost, reason, null) is null)
            _tracker.Abandon(reason.BrokerWords ?? reason.Message, isRefusalOfOne, reason.IsRefusal);
        else
            _tracker.Abandon(_lost.BrokerWords ?? _lost.Message, isRefusalOfOne: false, _lost.IsRefusal);
    }

    private Task OnAckAsync(object sender, BasicAckEventArgs args)
    {
        _tracker.Confirm(args.DeliveryTag, args.Multiple);
        return Task.CompletedTask;
    }

    private Task OnNackAsync(object sender, BasicNackEventArgs args)
    {
        _tracker.Nack(args.DeliveryTag, args.Multiple);
        return Task.CompletedTask;
    }

    private Task OnReturnAsync(object sender, BasicReturnEventArgs args)
    {
        var replayId = args.BasicProperties.Headers is { } headers && headers.TryGetValue("x-replay-id", out var value) ? AmqpFields.TextOf(value) : null;
        var messageId = args.BasicProperties.IsMessageIdPresent() ? args.BasicProperties.MessageId : null;
        _tracker.Return(args.Exchange, args.RoutingKey, replayId, messageId, args.Body.Span, $"{args.ReplyCode} {args.ReplyText}");
        return Task.CompletedTask;
    }

    private Task OnShutdownAsync(object sender, ShutdownEventArgs args)
    {
        Lose(args);
        return Task.CompletedTask;
    }
}
