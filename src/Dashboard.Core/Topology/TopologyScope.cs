namespace Dashboard.Core.Topology;

/// <summary>A part of a broker with a graph of its own: a virtual host.</summary>
/// <param name="Name">Its name as the broker has it; hostile text.</param>
/// <param name="NodeCount">How many nodes its graph has.</param>
public sealed record TopologyScope(string Name, int NodeCount);
