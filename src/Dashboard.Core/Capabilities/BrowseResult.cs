using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>What a look brought.</summary>
/// <param name="Messages">In the order they stand.</param>
/// <param name="StopReason">Why it ended, in words: "the queue has no further message ready", "100 messages were asked for".</param>
/// <param name="IsComplete">Nothing further stood there when it ended.</param>
public sealed record BrowseResult(IReadOnlyList<MessageEnvelope> Messages, string StopReason, bool IsComplete)
{
    /// <summary>What was read of each partition; empty where there are none.</summary>
    public IReadOnlyList<PartitionScan> Scans { get; init; } = [];
}
