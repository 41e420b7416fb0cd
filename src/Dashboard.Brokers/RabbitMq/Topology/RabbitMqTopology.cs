using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;

namespace Dashboard.Brokers.RabbitMq.Topology;

/// <summary>
/// Graph and route trace of a RabbitMQ connection, from the snapshot alone. What was computed for one viewer serves all, until a table changes.
/// </summary>
internal sealed class RabbitMqTopology : ITopologyReader, IRouteTracer
{
    private readonly ConditionalWeakTable<TopologyIndex, ConcurrentDictionary<string, Lazy<TopologyGraph>>> _graphs = [];
    private volatile TopologyIndex? _last;

    public string ScopeTitle => "Virtual host";

    public IReadOnlyList<string> SectionIds => TopologyIndex.SectionIds;

    public IReadOnlyList<string> NodeSectionIds { get; } = [NodeIds.ExchangeSection, NodeIds.QueueSection];

    public Availability AvailabilityOn(DestinationRef destination) => destination.Kind is "queue" or "stream" or "exchange"
        ? Availability.Yes
        : Availability.No($"a {destination.Kind} has no routes");

    public IReadOnlyList<TopologyScope> Scopes(ConnectionSnapshot snapshot)
        => [.. IndexOf(snapshot).All.Select(v => new TopologyScope(v.Name, v.Exchanges.Count + v.Queues.Count)).OrderBy(s => s.Name, StringComparer.Ordinal)];

    public TopologyGraph Read(ConnectionSnapshot snapshot, string scope)
    {
        var index = IndexOf(snapshot);
        if (index.Find(scope) is not { } vhost)
            return new TopologyGraph(scope, [], []);
        var graphs = _graphs.GetValue(index, static _ => []);
        return graphs.GetOrAdd(scope, _ => new Lazy<TopologyGraph>(() => new GraphBuilder(snapshot.Connection.Id, vhost).Build())).Value;
    }

    public RouteTrace Trace(ConnectionSnapshot snapshot, RouteRequest request)
    {
        var scope = request.Address.Destination.Scope;
        var vhost = IndexOf(snapshot).Find(scope);
        var gaps = new[] { NodeIds.ExchangeSection, NodeIds.BindingSection, NodeIds.QueueSection }.Where(id => snapshot.Section(id)?.Table is null).ToList();
        return vhost is null || gaps.Count > 0
            ? new RouteTrace(Tone.Unknown, gaps.Count > 0 ? $"Not known: the list of {string.Join(" and of ", gaps)} has not been read." : $"Nothing is known of {scope}.", [], [], [])
            : new RouteExplainer(snapshot.Connection.Id, vhost, request).Explain();
    }

    public IReadOnlyList<DestinationRef> Entrances(ConnectionSnapshot snapshot, string scope)
        => IndexOf(snapshot).Find(scope) is { } vhost
            ? [.. vhost.Exchanges.Keys.Append("").Distinct().Order(StringComparer.Ordinal).Select(name => new DestinationRef(snapshot.Connection.Id, "exchange", scope, name))]
            : [];

    private TopologyIndex IndexOf(ConnectionSnapshot snapshot) => _last = TopologyIndex.Of(snapshot, _last);
}
