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
        var queues = new QueuesSource(client, settings, shared, new QueueStatisticsRotation(client, settings, shared, time), time);
        var nodes = new NodesSource(client, shared);
        var policies = new PoliciesSource(client, settings, time, new Cadence(10 * Second, 60 * Second));

        // Exchanges and bindings change with deployments and can be many: slowly, and at once when the overview's numbers change.
        var exchanges = new Cadence(5 * Second, 60 * Second);
        var bindings = new Cadence(15 * Second, 60 * Second);
        shared.Topology.Add(exchanges);
        shared.Topology.Add(bindings);

        Sources =
        [
            new SectionSource("overview", [ListenersSection.Id], 5 * Second, 20 * Second, overview.ReadAsync) { IsEssential = true },
            new SectionSource("queues", [QueuesSection.Id], 5 * Second, 60 * Second, queues.ReadAsync),
            List(ExchangesSection.Section, exchanges),
            List(BindingsSection.Section, bindings),
            List(ConsumersSection.Section, new Cadence(5 * Second, 30 * Second)),
            List(ConnectionsSection.Section, new Cadence(5 * Second, 30 * Second)),
            List(ChannelsSection.Section, new Cadence(5 * Second, 30 * Second)),
            new SectionSource("nodes", [NodesSection.Id], 5 * Second, 20 * Second, nodes.ReadAsync),
            List(VirtualHostsSection.Section, new Cadence(5 * Second, 60 * Second)),
            new SectionSource("policies", [PoliciesSection.Id], 5 * Second, 30 * Second, policies.ReadAsync),
            List(ShovelsSection.Section, new Cadence(5 * Second, 60 * Second)),
        ];

        SectionSource List(JsonSection section, Cadence cadence)
            => new(section.Definition.Id, [section.Definition.Id], 5 * Second, 60 * Second, new ListSource(client, settings, shared, time, section, cadence).ReadAsync);
    }

    public IReadOnlyList<SectionDefinition> Sections { get; } =
    [
        QueuesSection.Definition,
        ExchangesSection.Section.Definition,
        BindingsSection.Section.Definition,
        ConsumersSection.Section.Definition,
        ConnectionsSection.Section.Definition,
        ChannelsSection.Section.Definition,
        NodesSection.Definition,
        VirtualHostsSection.Section.Definition,
        PoliciesSection.Definition,
        ShovelsSection.Section.Definition,
        ListenersSection.Definition,
    ];

    public IReadOnlyList<SectionSource> Sources { get; }

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;
}
