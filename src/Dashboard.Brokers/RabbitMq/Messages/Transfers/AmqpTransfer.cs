using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Brokers.RabbitMq.Messages.Browsing;
using Dashboard.Brokers.RabbitMq.Messages.Inspection;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Messages.Transfers;

/// <summary>Takes messages from queues over AMQP, and reads streams for copies.</summary>
internal sealed class AmqpTransfer(AmqpConnections connections, QueueReader queues, DeliveryCounts counts, TimeProvider time) : IMessageTransfer
{
    private const int MaxWindow = 5_000;

    /// <summary>What may wait in memory, by the average size of the queue's messages.</summary>
    private const long MaxBufferedBytes = 96L * 1024 * 1024;

    public Availability AvailabilityOn(DestinationRef destination) => destination.Kind is "queue" or "stream"
        ? Availability.Yes
        : Availability.No($"messages cannot be taken from a {destination.Kind}");

    public OriginAnswer OriginOf(MessageEnvelope message, bool byOriginalRoute) => ReplayOrigin.Of(message, byOriginalRoute);

    public async Task<ITransferSession> OpenAsync(TransferRequest request, CancellationToken cancellationToken)
    {
        var answer = await queues.FindAsync(request.Source, cancellationToken);
        if (answer is { Facts: null, Problem: null })
            throw new BrokerException($"There is no {request.Source.Describe()}.", null, "It may just have been deleted: refresh the list.");
        if (answer.Facts is { IsStream: true })
        {
            if (request.RemovesMessages)
                throw new BrokerException($"Nothing can be taken out of {request.Source.Describe()}: it is a stream.", null, "Copy from it instead.");
            return await StreamTransferSession.OpenAsync(
                request, answer.Facts, await connections.RentAsync(request.Source.Scope, AmqpPurpose.Consuming, cancellationToken), time, cancellationToken);
        }

        if (answer.Facts is { } facts)
        {
            if (facts is { HasSingleActiveConsumer: true, Consumers: > 0 })
            {
                throw new BrokerException(
                    $"{request.Source.Describe()} has a single active consumer, and it is taken ({facts.SingleActiveConsumer ?? "another one"}): a job would be sent nothing.",
                    null,
                    "Stop that consumer first.");
            }

            if (counts.Judge(request.Source, facts) is { IsAllowed: false } verdict)
                throw new BrokerException($"{request.Source.Describe()} is not read: {verdict.Text}", null, verdict.NextStep);
        }

        var isUnlimited = request.Window == 0 || !request.RemovesMessages;
        var prefetch = Prefetch(request, answer.Facts, isUnlimited);
        var lease = await connections.RentAsync(request.Source.Scope, AmqpPurpose.Consuming, cancellationToken);
        return await AmqpTransferSession.OpenAsync(request, lease, prefetch, isUnlimited, answer.Facts is { Type: "classic" }, counts, time, cancellationToken);
    }

    private static int Prefetch(TransferRequest request, QueueFacts? facts, bool isUnlimited)
    {
        // One consumer for everything where it can be: what several consumers held, a quorum queue takes back in another order.
        var prefetch = isUnlimited ? facts?.ReadyBytes is null ? 1_000 : ushort.MaxValue : Math.Clamp(request.Window, 1, MaxWindow);
        if (facts is { Ready: > 0 and var ready, ReadyBytes: > 0 and var bytes })
            prefetch = (int)Math.Clamp(MaxBufferedBytes / Math.Max(1, bytes / ready), 1, prefetch);
        return (int)Math.Clamp(request.MaxDeliveries, 1, prefetch);
    }
}
