using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Messages.Inspection;

/// <summary>Purges queues over AMQP, where the broker tells how many messages went.</summary>
internal sealed class AmqpPurger(AmqpConnections connections, QueueReader queues) : IDestinationPurger
{
    public Availability AvailabilityOn(DestinationRef destination) => destination.Kind switch
    {
        "queue" => Availability.Yes,
        "stream" => Availability.No("a stream cannot be purged; its retention removes messages"),
        _ => Availability.No($"a {destination.Kind} holds no messages"),
    };

    public async Task<Metric> PurgeAsync(DestinationRef destination, CancellationToken cancellationToken)
    {
        // Asked first, because the broker's own answer for a stream closes the channel with words that help nobody.
        if ((await queues.FindAsync(destination, cancellationToken)).Facts is { IsStream: true })
            throw new BrokerException($"Nothing was purged: {destination.Describe()} is a stream.", null, "Its retention (max-age, max-length-bytes) removes messages.");
        await using var lease = await connections.RentAsync(destination.Scope, AmqpPurpose.Commanding, cancellationToken);
        try
        {
            var channel = await lease.OpenChannelAsync(cancellationToken);
            try
            {
                return Metric.Exact(await channel.QueuePurgeAsync(destination.Name, CancellationToken.None));
            }
            finally
            {
                await lease.Link.CloseAsync(channel);
            }
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw AmqpErrors.Of(e, $"The purge of {destination.Describe()} failed.");
        }
    }
}
