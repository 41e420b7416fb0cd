using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Brokers.RabbitMq.Messages.Inspection;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Dashboard.Brokers.RabbitMq.Messages.Browsing;

/// <summary>
/// Looks at messages over AMQP, which shows them as they are; the management API's own way alters headers. Queues are read with
/// <c>basic.get</c> on a channel of the look's own: when it closes, for whatever reason, the broker puts everything back.
/// </summary>
internal sealed class AmqpBrowser(AmqpConnections connections, QueueReader queues, DeliveryCounts counts, TimeProvider time) : IMessageBrowser, IAsyncDisposable
{
    public Availability AvailabilityOn(DestinationRef destination) => destination.Kind is "queue" or "stream"
        ? Availability.Yes
        : Availability.No($"a {destination.Kind} holds no messages");

    public async Task<BrowseEffect> DescribeEffectAsync(DestinationRef destination, CancellationToken cancellationToken)
        => BrowseEffects.Of(destination, await queues.FindAsync(destination, cancellationToken), counts);

    public async Task<BrowseResult> BrowseAsync(BrowseRequest request, CancellationToken cancellationToken)
    {
        var answer = await queues.FindAsync(request.Destination, cancellationToken);
        var effect = BrowseEffects.Of(request.Destination, answer, counts);
        if (!effect.IsAllowed)
            throw new BrokerException(effect.Summary, null, effect.Details.Count > 0 ? effect.Details[0] : null);
        await using var lease = await connections.RentAsync(request.Destination.Scope, AmqpPurpose.Consuming, cancellationToken);
        if (answer.Facts is { IsStream: true })
            return await StreamBrowse.ReadAsync(request, lease, time, cancellationToken);
        try
        {
            return await GetAsync(request, lease, answer.Facts, cancellationToken);
        }
        catch (Exception e) when (answer.Facts is null && e is OperationInterruptedException { ShutdownReason.ReplyCode: 540 })
        {
            // Without the management API the broker's own answer tells that it is a stream.
            return await StreamBrowse.ReadAsync(request, lease, time, cancellationToken);
        }
        catch (Exception e) when (e is not BrokerException && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw AmqpErrors.Of(e, $"The messages of {request.Destination.Describe()} cannot be looked at.");
        }
    }

    /// <summary>Closes the AMQP connections that all message capabilities of the connection share.</summary>
    public ValueTask DisposeAsync() => connections.DisposeAsync();

    private async Task<BrowseResult> GetAsync(BrowseRequest request, AmqpLease lease, QueueFacts? facts, CancellationToken cancellationToken)
    {
        var channel = await lease.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
        var look = new QueueLook(request, facts?.RequeueCounts == false ? null : facts?.DeliveryLimit);
        try
        {
            while (!look.IsOver)
            {
                if (await channel.BasicGetAsync(request.Destination.Name, autoAck: false, cancellationToken) is { } got)
                    look.Add(got);
                else
                    look.EndOfQueue();
            }

            return look.Result();
        }
        finally
        {
            if (look.SawQuorumQueue || facts is { IsQuorum: true })
                counts.Record(request.Destination, look.HighestCount, look.Count, look.Redelivered);
            await GiveBackAsync(channel, look.LastTag);
            await lease.Link.CloseAsync(channel);
        }
    }

    /// <summary>At once and in one frame; closing the channel would do it too.</summary>
    private static async Task GiveBackAsync(IChannel channel, ulong lastTag)
    {
        try
        {
            if (lastTag > 0 && channel.IsOpen)
                await channel.BasicNackAsync(lastTag, multiple: true, requeue: true, CancellationToken.None);
        }
        catch (Exception e) when (e is OperationInterruptedException or AlreadyClosedException or IOException)
        {
            // The channel went, and the broker has put them back already.
        }
    }
}
