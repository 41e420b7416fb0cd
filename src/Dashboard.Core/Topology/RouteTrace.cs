using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Topology;

/// <summary>Where a message would go, and why.</summary>
/// <param name="Tone">Good where it certainly arrives somewhere, bad where it arrives nowhere, unknown where that cannot be told.</param>
/// <param name="Summary">The outcome in one sentence. Hostile text, as all texts here.</param>
/// <param name="Targets">Where it arrives, certain ones first.</param>
/// <param name="Steps">The routers it passes, in the order in which it reaches them.</param>
/// <param name="Notes">What else should be known: a message that would be refused, what the answer lacks.</param>
public sealed record RouteTrace(
    Tone Tone,
    string Summary,
    IReadOnlyList<RouteTarget> Targets,
    IReadOnlyList<RouteStep> Steps,
    IReadOnlyList<Consequence> Notes)
{
    /// <summary>Ids of the nodes on the way, uncertain ones included.</summary>
    public IEnumerable<string> NodeIds => Steps.Select(s => s.NodeId).Concat(Targets.Select(t => t.NodeId)).Distinct();

    /// <summary>Ids of the edges on the way, uncertain ones included.</summary>
    public IEnumerable<string> EdgeIds => Steps.SelectMany(s => s.Branches).Where(b => b.Outcome != RouteOutcome.Passed).Select(b => b.EdgeId).OfType<string>().Distinct();
}

/// <summary>A place where the message arrives.</summary>
/// <param name="NodeId">Its node in the graph.</param>
/// <param name="SectionId">The section of its row.</param>
/// <param name="Key">Its row.</param>
/// <param name="Destination">What it is.</param>
/// <param name="IsCertain">False where it depends on what is not known.</param>
/// <param name="Notes">What may happen to it there: limits, expiry, dead letters.</param>
public sealed record RouteTarget(string NodeId, string SectionId, RowKey Key, DestinationRef Destination, bool IsCertain, IReadOnlyList<Consequence> Notes);

/// <summary>One router on the way.</summary>
/// <param name="NodeId">Its node in the graph.</param>
/// <param name="Title">What it is: <c>topic exchange shop.orders</c>.</param>
/// <param name="Text">How it decides, with the key it compares.</param>
/// <param name="IsCertain">The message certainly gets here.</param>
/// <param name="Branches">Its ways: those taken first, then those not known, then those passed by.</param>
public sealed record RouteStep(string NodeId, string Title, string Text, bool IsCertain, IReadOnlyList<RouteBranch> Branches)
{
    /// <summary>Ways passed by that are not among the branches, where there are very many.</summary>
    public int MorePassed { get; init; }
}

/// <summary>One way out of a router.</summary>
/// <param name="Outcome">Whether the message takes it.</param>
/// <param name="Target">Where it leads, in words: <c>queue orders</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="EdgeId">Its edge in the graph; null where it has none.</param>
public sealed record RouteBranch(RouteOutcome Outcome, string Target, string Reason, string? EdgeId);

/// <summary>Whether a message takes a way.</summary>
public enum RouteOutcome
{
    Taken,
    Unknown,
    Passed,
}
