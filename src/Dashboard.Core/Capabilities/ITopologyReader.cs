using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;

namespace Dashboard.Core.Capabilities;

/// <summary>How the things of a broker hang together: who routes to whom, where rejects go. Computed from snapshots, never asked of the broker.</summary>
public interface ITopologyReader : ICapability
{
    /// <summary>What one scope is called, as a title: <c>Virtual host</c>.</summary>
    string ScopeTitle { get; }

    /// <summary>The sections that the graph is made of; where one is missing or old, so is part of the graph.</summary>
    IReadOnlyList<string> SectionIds { get; }

    /// <summary>The sections whose rows are nodes: their pages offer a way to the graph.</summary>
    IReadOnlyList<string> NodeSectionIds { get; }

    /// <summary>The scopes that have a graph, by name.</summary>
    IReadOnlyList<TopologyScope> Scopes(ConnectionSnapshot snapshot);

    /// <summary>The graph of one scope; empty where the scope is not known. Cheap when the snapshot's tables are those of the last call.</summary>
    TopologyGraph Read(ConnectionSnapshot snapshot, string scope);
}
