using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Kafka.Groups.Sections;
using Dashboard.Brokers.Kafka.Lists.Configs;
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
    private readonly SettingsSource _settings;
    private readonly GroupsSource _groups;

    /// <param name="clients">The connection's own.</param>
    /// <param name="state">What sources and changes tell each other.</param>
    /// <param name="groups">The source of groups; disposed with the reader.</param>
    public KafkaSnapshotReader(KafkaClients clients, ClusterState state, GroupsSource groups)
    {
        _groups = groups;
        var metadata = new SharedMetadata(clients, state);
        var cluster = new ClusterSource(clients, metadata);
        var topics = new TopicsSource(clients, state, metadata);
        _settings = new SettingsSource(clients, state, metadata);
        Sources =
        [
            new SectionSource("cluster", [BrokersSection.Id, ClusterSection.Id], 5 * Second, 15 * Second, cluster.ReadAsync) { IsEssential = true },
            new SectionSource("topics", [TopicsSection.Id, PartitionsSection.Id], 5 * Second, 30 * Second, topics.ReadAsync),
            new SectionSource("groups", [GroupsSection.Id, MembersSection.Id, GroupOffsetsSection.Id], 5 * Second, 60 * Second, groups.ReadAsync),
            new SectionSource("configs", [ConfigsSection.Id], 5 * Second, 60 * Second, _settings.ReadAsync),
            new SectionSource("apis", [ApiVersionsSection.Id], 30 * Second, 30 * Second, new ApisSource(clients, metadata).ReadAsync),
            new SectionSource("acls", [AclsSection.Id], 60 * Second, 30 * Second, new AclsSource(clients).ReadAsync),
        ];
    }

    public IReadOnlyList<SectionDefinition> Sections { get; } =
    [
        TopicsSection.Definition,
        PartitionsSection.Definition,
        GroupsSection.Definition,
        MembersSection.Definition,
        GroupOffsetsSection.Definition,
        BrokersSection.Definition,
        ClusterSection.Definition,
        ConfigsSection.Definition,
        AclsSection.Definition,
        ApiVersionsSection.Definition,
    ];

    public IReadOnlyList<SectionSource> Sources { get; }

    /// <summary>A topic was changed by us: its settings are read with the next poll.</summary>
    public void Expire(string topic) => _settings.Expire(topic);

    public ValueTask DisposeAsync() => _groups.DisposeAsync();

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;
}
