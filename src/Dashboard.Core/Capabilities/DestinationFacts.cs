using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Capabilities;

/// <summary>What is true of a destination right now.</summary>
public sealed record DestinationFacts
{
    public required DestinationRef Destination { get; init; }

    public required bool Exists { get; init; }

    /// <summary>The broker's word for its type: <c>classic</c>, <c>quorum</c>, <c>stream</c>, <c>topic</c>; null unknown.</summary>
    public string? Type { get; init; }

    /// <summary>Messages that can be taken now.</summary>
    public Metric ReadyMessages { get; init; } = Metric.Unavailable("not told");

    /// <summary>Messages delivered and not settled; an action on the destination does not touch them.</summary>
    public Metric UnackedMessages { get; init; } = Metric.Unavailable("not told");

    /// <summary>Consumers attached.</summary>
    public Metric Consumers { get; init; } = Metric.Unavailable("not told");

    /// <summary>Messages stay after delivery (stream, topic): nothing can be removed one by one.</summary>
    public bool IsLog { get; init; }

    /// <summary>What an operator should know before taking messages away or sending them here.</summary>
    public IReadOnlyList<Consequence> Consequences { get; init; } = [];
}

/// <summary>One line of a plan: what will or may happen.</summary>
/// <param name="Tone">How bad.</param>
/// <param name="Text">One sentence with figures. May hold names from the broker: hostile text.</param>
public sealed record Consequence(Tone Tone, string Text);
