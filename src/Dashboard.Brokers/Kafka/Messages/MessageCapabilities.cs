using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Messages.Browsing;
using Dashboard.Brokers.Kafka.Messages.Inspection;
using Dashboard.Brokers.Kafka.Messages.Publishing;
using Dashboard.Brokers.Kafka.Messages.Transfers;
using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.Kafka.Messages;

/// <summary>What can be done with the messages of a connection.</summary>
internal static class MessageCapabilities
{
    public static IReadOnlyList<ICapability> Of(KafkaClients clients, TimeProvider time)
    {
        var offsets = new TopicOffsets(clients);
        return [new KafkaBrowser(clients, offsets), new KafkaPublisher(clients, offsets, time), new KafkaTransfer(clients, offsets, time), new KafkaInspector(clients, offsets), new KafkaPurger(clients, offsets)];
    }
}
