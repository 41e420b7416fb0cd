using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Brokers.Kafka.Lists.Sources;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists;

/// <summary>Reads all lists of one Kafka cluster through the admin protocol.</summary>
internal sealed class KafkaSnapshotReader : ISnapshotReader
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public KafkaSnapshotReader(KafkaClients clients, TimeProvider time)
    {
        _ = time;
        var state = new ClusterState();
        var cluster = new ClusterSource(clients, state);
        var topics = new TopicsSource(clients, state);
        Sources =
        [
            new SectionSource("cluster", [BrokersSection.Id], 5 * Second, 15 * Second, cluster.ReadAsync) { IsEssential = true },
            new SectionSource("topics", [TopicsSection.Id, PartitionsSection.Id], 5 * Second, 30 * Second, topics.ReadAsync),
        ];
    }

    public IReadOnlyList<SectionDefinition> Sections { get; } = [TopicsSection.Definition, PartitionsSection.Definition, BrokersSection.Definition];

    public IReadOnlyList<SectionSource> Sources { get; }

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;
}
