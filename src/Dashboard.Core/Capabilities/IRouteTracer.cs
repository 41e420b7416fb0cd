using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;

namespace Dashboard.Core.Capabilities;

/// <summary>Follows a message through a broker's routing rules as the snapshot has them. Asks the broker nothing and sends nothing.</summary>
public interface IRouteTracer : ICapability
{
    /// <summary>Where the message would arrive, and why, step by step. What the snapshot does not tell is said to be unknown.</summary>
    RouteTrace Trace(ConnectionSnapshot snapshot, RouteRequest request);

    /// <summary>Where a publisher can send messages to in a scope, by name; a default exchange has the empty name.</summary>
    IReadOnlyList<DestinationRef> Entrances(ConnectionSnapshot snapshot, string scope);
}
