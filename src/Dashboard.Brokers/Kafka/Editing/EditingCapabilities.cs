using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Groups.Editing;
using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.Kafka.Editing;

/// <summary>All that changes topics, and tells what is in force on them.</summary>
internal static class EditingCapabilities
{
    /// <summary>Makes them. Connects to nothing yet.</summary>
    /// <param name="clients">The connection's own.</param>
    /// <param name="changed">Called with the name of a topic after each change of it.</param>
    public static IEnumerable<ICapability> Create(KafkaClients clients, Action<string> changed)
        => [new KafkaEditor([new TopicEditor(clients, new TopicReading(clients), changed), new GroupEditor(clients)]), new KafkaSettingsExplainer(clients)];
}
