using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Brokers.Kafka.Lists.Sources;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists;

/// <summary>Reads all lists of one Kafka cluster through the admin protocol.</summary>
internal sealed class KafkaSnapshotReader : ISnapshotReader, IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly GroupsSource _groups;

    /// <param name="clients">The connection's own.</param>
    /// <param name="time">The clock.</param>
    /// <param name="window">How far back verdicts about groups look; null for the usual.</param>
    public KafkaSnapshotReader(KafkaClients clients, TimeProvider time, LagWindow? window = null)
    {
        var state = new ClusterState();
        var cluster = new ClusterSource(clients, state);
        var topics = new TopicsSource(clients, state);
        _groups = new GroupsSource(clients, state, time, window ?? LagWindow.Default);
        Sources =
        [
            new SectionSource("cluster", [BrokersSection.Id], 5 * Second, 15 * Second, cluster.ReadAsync) { IsEssential = true },
            new SectionSource("topics", [TopicsSection.Id, PartitionsSection.Id], 5 * Second, 30 * Second, topics.ReadAsync),
            new SectionSource("groups", [GroupsSection.Id, MembersSection.Id, GroupOffsetsSection.Id], 5 * Second, 60 * Second, _groups.ReadAsync),
        ];
    }

    public IReadOnlyList<SectionDefinition> Sections { get; } = 
    [
        TopicsSection.Definition, PartitionsSection.Definition,
        GroupsSection.Definition, MembersSection.Definition, GroupOffsetsSection.Definition,
        BrokersSection.Definition,
    ];

    public IReadOnlyList<SectionSource> Sources { get; }

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public ValueTask DisposeAsync() => _groups.DisposeAsync();
}
