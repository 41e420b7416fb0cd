using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Messages.Inspection;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Publishing;

/// <summary>Publishes with an idempotent producer, confirmed by all replicas that are in sync.</summary>
internal sealed class KafkaPublisher(KafkaClients clients, TopicOffsets offsets, TimeProvider time) : IMessagePublisher
{
    public PublishForm Form { get; } = new()
    {
        AddressLabel = "Topic",
        HasKey = true,
        PartitionHint = "By the key (murmur2, as Java's clients); any for a null key.",
        Properties = [new PublishProperty("timestamp", PublishPropertyType.Time, "now; 2026-11-21T02:14:07.250Z")],
    };

    public CopyChoices Copies => CopyChoices.Timestamp | CopyChoices.Partition;

    public Availability AvailabilityOn(DestinationRef destination) => destination.Kind == "topic"
        ? Availability.Yes
        : Availability.No($"messages cannot be published to a {destination.Kind}");

    public async Task<IPublishSession> OpenAsync(string scope, CancellationToken cancellationToken)
    {
        if (scope.Length > 0)
            throw new BrokerException($"Nothing was published: Kafka has no scopes, and '{scope}' is none.");
        try
        {
            // A producer is made without a word from the brokers: whether they are there is asked first.
            await offsets.GreetAsync(cancellationToken);
            return await Task.Run(() => new KafkaPublishSession(clients, offsets), cancellationToken);
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, "Nothing was published.", clients.Fault);
        }
    }

    public OutgoingMessage CopyOf(MessageEnvelope original, PublishAddress address, ReplayStamp stamp) => KafkaCopy.Of(original, address, stamp);

    public async Task<ICopyReview?> ReviewAsync(PublishAddress address, CancellationToken cancellationToken)
        => new KafkaCopyReview(address, await TopicSettings.ReadAsync(clients, address.Destination.Name, cancellationToken), time);

    public bool IsTrace(string headerName) => KafkaCopy.IsTrace(headerName);
}
