using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Capabilities;

/// <summary>Tries out every way to a broker that the settings name, for somebody who is about to save them. Changes nothing there.</summary>
public interface IConnectionProbe : ICapability
{
    /// <summary>One step for each address and each thing that was tried, in order. Never throws for a broker that refuses or is away.</summary>
    Task<IReadOnlyList<ProbeStep>> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>What was tried and what came of it.</summary>
/// <param name="Title">What was tried: <c>Management API at http://rabbit:15672</c>.</param>
/// <param name="Tone">Good, or how bad.</param>
/// <param name="Words">What the broker said, and what to do about it. Hostile text.</param>
public sealed record ProbeStep(string Title, Tone Tone, string Words);
