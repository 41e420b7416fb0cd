using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>A connection with a graph that the test sets and routes by a rule that the test gives.</summary>
public sealed class FakeTopology : IConnectionRegistry, IBrokerConnection, ITopologyReader, IRouteTracer
{
    public const string Hostile = "<script>alert('x')</script> \"ü";

    public TopologyGraph Graph { get; set; } = new("/", [], []);

    public List<RouteRequest> Asked { get; } = [];

    public Func<RouteRequest, RouteTrace> Route { get; set; } = _ => new RouteTrace(Tone.Bad, "It reaches no queue.", [], [], []);

    public IReadOnlyList<IBrokerConnection> All => [this];

    public ConnectionInfo Info { get; } = new(Sample.Shop, "Shop", new BrokerKind("fake"), EnvironmentTag.Production, false);

    public string ScopeTitle => "Virtual host";

    public IReadOnlyList<string> SectionIds => ["queues", "bindings"];

    public IReadOnlyList<string> NodeSectionIds => ["queues"];

    public IBrokerConnection? Find(ConnectionId id) => id == Sample.Shop ? this : null;

    public T? Find<T>()
        where T : class, ICapability => this as T;

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public IReadOnlyList<TopologyScope> Scopes(ConnectionSnapshot snapshot) => [new("/", Graph.Nodes.Count), new("eu", 0)];

    public TopologyGraph Read(ConnectionSnapshot snapshot, string scope) => scope == "/" ? Graph : new TopologyGraph(scope, [], []);

    public IReadOnlyList<DestinationRef> Entrances(ConnectionSnapshot snapshot, string scope) => [Exchange(""), Exchange("in"), Exchange(Hostile)];

    public RouteTrace Trace(ConnectionSnapshot snapshot, RouteRequest request)
    {
        Asked.Add(request);
        return Route(request);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static DestinationRef Exchange(string name) => new(Sample.Shop, "exchange", "/", name);

    public static TopologyNode Node(string name, string kind = "queue", long? depth = 0, Tone tone = Tone.Neutral) => new("queues", RowKey.Of("/", name), kind, name)
    {
        Destination = kind == "exchange" ? Exchange(name) : Sample.Queue(name),
        Figures = new TopologyFigures(kind == "exchange" ? null : depth, 1.5, 1.5, 1, tone, tone == Tone.Neutral ? null : "nobody consumes"),
    };

    public static string IdOf(string name) => TopologyNode.IdOf("queues", RowKey.Of("/", name));

    public static TopologyEdge Edge(string from, string to, params string[] labels)
        => new(IdOf(from), IdOf(to), TopologyEdgeKind.Binding, [.. labels.Select(l => new TopologyLink(l))]);
}
