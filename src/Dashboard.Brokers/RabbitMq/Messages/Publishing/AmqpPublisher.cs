using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Messages.Publishing;

/// <summary>Publishes over AMQP, always with confirmations.</summary>
internal sealed class AmqpPublisher(AmqpConnections connections) : IMessagePublisher
{
    private readonly ReplayCopy _copy = new(connections.Username);

    public PublishForm Form => AmqpPublishForm.Form;

    public Availability AvailabilityOn(DestinationRef destination) => destination.Kind is "queue" or "stream" or "exchange"
        ? Availability.Yes
        : Availability.No($"messages cannot be published to a {destination.Kind}");

    public async Task<IPublishSession> OpenAsync(string scope, CancellationToken cancellationToken)
        => await AmqpPublishSession.OpenAsync(await connections.RentAsync(scope, AmqpPurpose.Publishing, cancellationToken), cancellationToken);

    public OutgoingMessage CopyOf(MessageEnvelope original, PublishAddress address, ReplayStamp stamp) => _copy.Of(original, address, stamp);

    public bool IsTrace(string headerName) => ReplayCopy.IsTrace(headerName);
}
