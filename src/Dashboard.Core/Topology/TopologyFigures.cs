using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Topology;

/// <summary>What changes on a node while the graph stays the same. Null is not known.</summary>
/// <param name="Depth">Messages that stand there; null too where none can.</param>
/// <param name="InRate">Messages per second that arrive.</param>
/// <param name="OutRate">Messages per second that leave: delivered, or routed on.</param>
/// <param name="Consumers">Consumers attached.</param>
/// <param name="Tone">How it is.</param>
/// <param name="Reason">Why it is not well, in words; null where it is. Hostile text.</param>
public sealed record TopologyFigures(long? Depth, double? InRate, double? OutRate, long? Consumers, Tone Tone, string? Reason);
