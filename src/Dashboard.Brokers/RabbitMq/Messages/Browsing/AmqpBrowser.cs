using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Brokers.RabbitMq.Messages.Inspection;
using Dashboard.Brokers.RabbitMq.Messages.Transfers;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Concurrency;
using Dashboard.Core.Model;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Dashboard.Brokers.RabbitMq.Messages.Browsing;

/// <summary>
/// Looks at messages over AMQP, which shows them as they are; the management API's own way alters headers. A queue is read on a channel of
/// the look's own: when it closes, for whatever reason, the broker puts everything back.
/// </summary>
internal sealed class AmqpBrowser(AmqpConnections connections, QueueReader queues, DeliveryCounts counts, TimeProvider time) : IMessageBrowser, IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    /// <summary>How long messages that are ready may stay away before the look says that they are sent to somebody else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly LookTurns _turns = new();

    public Availability AvailabilityOn(DestinationRef destination) => destination.Kind is "queue" or "stream"
        ? Availability.Yes
        : Availability.No($"a {destination.Kind} holds no messages");

    public async Task<BrowseEffect> DescribeEffectAsync(DestinationRef destination, CancellationToken cancellationToken)
        => BrowseEffects.Of(destination, await queues.FindAsync(destination, cancellationToken), counts);

    public async Task<BrowseResult> BrowseAsync(BrowseRequest request, CancellationToken cancellationToken)
    {
        var answer = await queues.FindAsync(request.Destination, cancellationToken);
        if (answer.Facts is { IsStream: true })
        {
            await using var stream = await connections.RentAsync(request.Destination.Scope, AmqpPurpose.Consuming, cancellationToken);
            return await StreamBrowse.ReadAsync(request, answer.Facts, stream, time, cancellationToken);
        }

        using var turn = await _turns.EnterAsync(request.Destination, cancellationToken);
        if (turn.HadToWait)
            answer = await queues.FindAsync(request.Destination, cancellationToken);
        var effect = BrowseEffects.Of(request.Destination, answer, counts);
        if (!effect.IsAllowed)
            throw new BrokerException(effect.Summary, null, effect.Details.Count > 0 ? effect.Details[0] : null);
        await using var lease = await connections.RentAsync(request.Destination.Scope, AmqpPurpose.Consuming, cancellationToken);
        try
        {
            return await LookAsync(request, lease, answer.Facts, cancellationToken);
        }
        catch (Exception e) when (e is not BrokerException && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw AmqpErrors.Of(e, $"The messages of {request.Destination.Describe()} cannot be looked at.");
        }
    }

    /// <summary>Closes the AMQP connections that all message capabilities of the connection share.</summary>
    public ValueTask DisposeAsync() => connections.DisposeAsync();

    private async Task<BrowseResult> LookAsync(BrowseRequest request, AmqpLease lease, QueueFacts? facts, CancellationToken cancellationToken)
    {
        var limit = facts is { RequeueCounts: true } ? facts.DeliveryLimit : null;
        var look = new QueueLook(request, limit, facts);
        // Where it is not certain that each message can be given back, they are read one by one, so that the look can stop.
        // Where the kind is not known it is consumed too: getting from a stream has the broker close the connection.
        var isPushed = facts is null || (facts.IsQuorum && (limit is null || counts.Judge(request.Destination, facts).Left > 0));
        var channel = await lease.OpenChannelAsync(cancellationToken);
        var window = new SettlementWindow();
        var consumer = new TransferConsumer(channel, $"Looking at {request.Destination.Describe()} was cut off.", window);
        GivenBack? back = null;
        try
        {
            back = await GivenBack.BeforeAsync(channel, request.Destination.Name);
            if (isPushed)
                await ConsumeAsync(look, consumer, request, facts, back.ReadyBefore, cancellationToken);
            else
                await GetAsync(look, channel, request, cancellationToken);
            return look.Result();
        }
        finally
        {
            if (back is not null && (look.Count > 0 || window.Count > 0))
                await back.CountRestAsync(channel, () => isPushed ? window.Count : look.Count, removedNone: true);
            if (!isPushed && facts is not { Type: "classic" })
                await GiveBackAsync(channel, look.LastTag);
            await lease.Link.CloseAsync(channel);
            while (consumer.Deliveries.TryRead(out var unread))
                look.PassOver(unread);
            if (look.SawQuorumQueue)
                counts.Record(request.Destination, look.HighestCount, look.Delivered, look.Redelivered);
            if (back is not null && look.Delivered > 0)
                await back.WaitAsync(lease, time);
        }
    }

    private static async Task GetAsync(QueueLook look, IChannel channel, BrowseRequest request, CancellationToken cancellationToken)
    {
        while (!look.IsOver)
        {
            // The library itself is not cancelled: an answer that comes after its question was given up confuses it.
            if (await channel.BasicGetAsync(request.Destination.Name, autoAck: false, CancellationToken.None).Observed().WaitAsync(cancellationToken) is { } got)
            {
                var delivery = new AmqpDelivery(got.DeliveryTag, got.Redelivered, got.Exchange, got.RoutingKey, got.BasicProperties, got.Body);
                look.Add(delivery with { MessagesLeft = got.MessageCount });
            }
            else
            {
                look.EndOfQueue(readyBefore: 0);
            }
        }
    }

    /// <summary>
    /// A quorum queue mixes the order of what is got and given back; what one consumer held it puts back in order. It is also pushed a lot
    /// faster than it could be got.
    /// </summary>
    private async Task ConsumeAsync(QueueLook look, TransferConsumer consumer, BrowseRequest request, QueueFacts? facts, long ready, CancellationToken cancellationToken)
    {
        var channel = consumer.Channel;
        if (ready == 0)
        {
            look.EndOfQueue(readyBefore: 0);
            return;
        }

        var averageBytes = facts?.ReadyBytes is null ? 1024 * 1024 : facts is { Ready: > 0 and var count, ReadyBytes: > 0 and var bytes } ? Math.Max(1, bytes / count) : 1;
        var prefetch = (ushort)Math.Clamp(request.MaxTotalBytes / averageBytes, 1, Math.Clamp(request.Count, 1, BrowseRequest.MaxCount));
        await channel.BasicQosAsync(0, prefetch, global: false, CancellationToken.None);
        var tag = await channel.BasicConsumeAsync(
            request.Destination.Name, autoAck: false, consumerTag: "", noLocal: false, exclusive: false, arguments: null, consumer, CancellationToken.None);
        var lastCame = time.GetTimestamp();
        while (!look.IsOver && look.Count < prefetch)
        {
            // Where as many were read as were there, the broker is asked at once whether that is all.
            if (await consumer.WaitAsync(look.Count >= ready ? TimeSpan.FromMilliseconds(20) : Quiet, time, cancellationToken))
            {
                ReadWhatCame();
                lastCame = time.GetTimestamp();
            }
            else if (await IsEmptyAsync(channel, request.Destination.Name))
            {
                consumer.ExpectCancel();
                await channel.BasicCancelAsync(tag, noWait: false, CancellationToken.None);
                await consumer.WhenCancelledAsync().WaitAsync(Patience, time, cancellationToken);
                ReadWhatCame();
                if (!look.IsOver)
                    look.EndOfQueue(ready);
            }
            else if (time.GetElapsedTime(lastCame) > Patience)
            {
                look.NothingComes();
            }
        }

        if (!look.IsOver)
            look.EndOfBytes();

        void ReadWhatCame()
        {
            while (!look.IsOver && consumer.Deliveries.TryRead(out var delivery))
                look.Add(delivery with { MessagesLeft = (uint)Math.Max(0, ready - look.Count - 1) });
        }
    }

    /// <summary>
    /// Asked twice: what was on its way to this channel when the first answer was given is sent before the second one, so that no message is taken
    /// for missing that is only late.
    /// </summary>
    private static async Task<bool> IsEmptyAsync(IChannel channel, string queue)
        => await channel.MessageCountAsync(queue, CancellationToken.None) == 0 && await channel.MessageCountAsync(queue, CancellationToken.None) == 0;

    /// <summary>
    /// Closing the channel would do it too; this keeps the order of more messages on quorum queues, which mix what goes back in one frame. A classic
    /// queue keeps the order when the channel closes, and takes all back in a moment, where a nack of many keeps it busy for minutes (docs/benchmarks.md).
    /// </summary>
    private static async Task GiveBackAsync(IChannel channel, ulong lastTag)
    {
        try
        {
            for (var tag = 1UL; tag <= lastTag && channel.IsOpen; tag++)
                await channel.BasicNackAsync(tag, multiple: false, requeue: true, CancellationToken.None);
        }
        catch (Exception e) when (e is OperationInterruptedException or AlreadyClosedException or IOException)
        {
            // The channel went, and the broker has put them back already.
        }
    }
}
