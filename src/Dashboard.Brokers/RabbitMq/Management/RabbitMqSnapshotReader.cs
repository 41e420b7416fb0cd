using Dashboard.Brokers.RabbitMq.Management.Metrics;
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
    private readonly List<Cadence> _cadences = [];

    public RabbitMqSnapshotReader(RabbitMqManagementClient client, RabbitMqSettings settings, TimeProvider time)
    {
        var shared = new SharedState();
        var overview = new OverviewSource(client, settings, shared);
        var totals = new QueueTotals(client, settings, new QueueDepths(client, settings, shared, time), Every(120, 120));
        var queues = new QueuesSource(settings, shared, totals, new QueueStatisticsRotation(client, settings, shared, time), time);
        var nodes = new NodesSource(client, shared);
        var policies = new PoliciesSource(client, settings, time, Every(10, 60));

        // Exchanges and bindings change with deployments and can be many, at least one for each queue: slowly, and at once when the overview's numbers change.
        var exchanges = Every(5, 60);
        var bindings = Every(15, 60, costShare: 100);
        shared.Topology.Add(exchanges);
        shared.Topology.Add(bindings);

        Sources =
        [
            new SectionSource("overview", [ListenersSection.Id], 5 * Second, 20 * Second, overview.ReadAsync) { IsEssential = true },
            new SectionSource("queues", [QueuesSection.Id], 5 * Second, 60 * Second, queues.ReadAsync),
            List(ExchangesSection.Section, exchanges),
            List(BindingsSection.Section, bindings),
            List(ConsumersSection.Section, Every(5, 30)),
            List(ConnectionsSection.Section, Every(5, 30)),
            List(ChannelsSection.Section, Every(5, 30)),
            new SectionSource("nodes", [NodesSection.Id], 5 * Second, 20 * Second, nodes.ReadAsync),
            List(VirtualHostsSection.Section, Every(5, 60)),
            new SectionSource("policies", [PoliciesSection.Id], 5 * Second, 30 * Second, policies.ReadAsync),
            List(ShovelsSection.Section, Every(5, 60)),
            List(FederationLinksSection.Section, Every(5, 60)),
            List(UsersSection.Section, Every(30, 120)),
            List(PermissionsSection.Section, Every(30, 120)),
            List(TopicPermissionsSection.Section, Every(30, 120)),
        ];

        Cadence Every(double shortest, double longest, int costShare = 20)
        {
            var cadence = new Cadence(shortest * Second, longest * Second, costShare);
            _cadences.Add(cadence);
            return cadence;
        }

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
        FederationLinksSection.Section.Definition,
        UsersSection.Section.Definition,
        PermissionsSection.Section.Definition,
        TopicPermissionsSection.Section.Definition,
        ListenersSection.Definition,
    ];

    public IReadOnlyList<SectionSource> Sources { get; }

    /// <summary>Every list is due at the next opportunity: something was changed.</summary>
    public void Expire()
    {
        foreach (var cadence in _cadences)
            cadence.Expire();
    }

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;
}
