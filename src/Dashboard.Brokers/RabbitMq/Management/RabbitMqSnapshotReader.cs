using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Brokers.RabbitMq.Management.Sources;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management;

/// <summary>Reads all lists of one RabbitMQ cluster over its management plugin.</summary>
public sealed class RabbitMqSnapshotReader : ISnapshotReader
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public RabbitMqSnapshotReader(RabbitMqManagementClient client, RabbitMqSettings settings, TimeProvider time)
    {
        var shared = new SharedState();
        var overview = new OverviewSource(client, shared);
        var queues = new QueuesSource(client, settings, shared, new QueueStatisticsRotation(client, shared, time));
        Sources =
        [
            new SectionSource("overview", [ListenersSection.Id], 5 * Second, 15 * Second, overview.ReadAsync) { IsEssential = true },
            new SectionSource("queues", [QueuesSection.Id], 5 * Second, 60 * Second, queues.ReadAsync),
        ];
    }

    public IReadOnlyList<SectionDefinition> Sections { get; } =
    [
        QueuesSection.Definition,
        ListenersSection.Definition,
    ];

    public IReadOnlyList<SectionSource> Sources { get; }

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;
}
